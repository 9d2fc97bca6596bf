"""Changing where an order goes, while it is here."""

import re

import pytest
from factories import make_order
from paid_orders import again, paid_order, url

from shop.admin.audit.models import AuditEntry
from shop.extensions import db

ADDRESS = {
    "name": "Ada Brook",
    "line1": "2 Mill Lane",
    "city": "Leeds",
    "postcode": "LS1 4AP",
    "country": "GB",
}


def version(client, order):
    page = client.get(url(order, "/address")).text
    return re.search(r'name="version"[^>]*value="(\w+)"', page)[1]


@pytest.fixture
def order(administrator):
    return paid_order(until="packed")


def test_new_address_is_kept_and_told(client, order):
    data = ADDRESS | {"version": version(client, order)}
    answer = client.post(url(order, "/address"), data=data)
    assert answer.status_code == 303
    order = again(order)
    assert order.line1 == "2 Mill Lane"
    assert order.events[-1].kind == "readdress"
    assert "2 Mill Lane" in client.get(url(order)).text


def test_audit_log_has_both_addresses(client, order):
    client.post(url(order, "/address"), data=ADDRESS | {"version": version(client, order)})
    [entry] = db.session.scalars(db.select(AuditEntry))
    changes = {change["field"]: (change["before"], change["after"]) for change in entry.changes}
    assert changes["line1"] == ("1 Mill Lane", "2 Mill Lane")


def test_saving_without_a_change_leaves_no_trace(client, order):
    events = len(order.events)
    data = ADDRESS | {"line1": "1 Mill Lane", "version": version(client, order)}
    assert client.post(url(order, "/address"), data=data).status_code == 303
    assert len(again(order).events) == events


def test_missing_street_is_400_and_keeps_what_was_typed(client, order):
    data = ADDRESS | {"line1": "", "city": "York", "version": version(client, order)}
    answer = client.post(url(order, "/address"), data=data)
    assert answer.status_code == 400
    assert "Enter the street and number." in answer.text
    assert 'value="York"' in answer.text
    assert again(order).city == "Leeds"


def test_who_saves_second_sees_both_versions(client, order):
    data = ADDRESS | {"version": version(client, order)}
    order.line1 = "3 Mill Lane"
    db.session.commit()
    answer = client.post(url(order, "/address"), data=data)
    assert answer.status_code == 409
    assert "3 Mill Lane" in answer.text
    assert "2 Mill Lane" in answer.text
    assert again(order).line1 == "3 Mill Lane"


def test_order_that_has_left_keeps_its_address(client, order):
    data = ADDRESS | {"version": version(client, order)}
    client.post(url(order, "/ship"))
    for answer in (
        client.post(url(order, "/address"), data=data),
        client.get(url(order, "/address")),
    ):
        assert answer.status_code == 409
        assert url(order) in answer.text
    assert again(order).line1 == "1 Mill Lane"


def test_unpaid_order_can_be_sent_elsewhere_too(client, administrator):
    order = make_order()
    data = ADDRESS | {"version": version(client, order)}
    client.post(url(order, "/address"), data=data)
    assert again(order).line1 == "2 Mill Lane"
