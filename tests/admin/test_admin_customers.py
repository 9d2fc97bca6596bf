"""Customers in the back office: who they are, what they ordered and spent, what can be done."""

import csv
import io

import pytest
from factories import AddressFactory, ReviewFactory, UserFactory, make_order, make_product

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.auth import services as auth
from shop.auth.models import User
from shop.extensions import db
from shop.orders import refunds, services
from shop.outbox import OutboxJob


@pytest.fixture
def seller(sign_in):
    return sign_in(UserFactory(role="staff", name="Sam Seller"))


def paid_order(user, price=2000, **fields):
    order = make_order(make_product(price=price), shipping=0, user_id=user.id, **fields)
    services.pay(order)
    db.session.commit()
    return order


def spent_of(user):
    db.session.rollback()
    return db.session.scalar(db.select(User.spent).where(User.id == user.id))


def row_of(page, name):
    return next(row for row in page.split("<tr>") if f">{name}</a>" in row)


def test_lists_each_with_orders_and_what_was_paid_less_refunded(client, seller):
    ada = UserFactory(name="Ada Brook")
    paid_order(ada, 2000)
    refunds.refund_amount(paid_order(ada, 3000), 500)
    make_order(user_id=ada.id)  # not paid
    db.session.commit()
    row = row_of(client.get("/admin/customers").text, "Ada Brook")
    assert "$45.00" in row
    assert 'class="number">3<' in row


def test_amounts_of_two_currencies_are_never_added_up(client, seller):
    ada = UserFactory(name="Ada Brook")
    paid_order(ada, 2000)
    paid_order(ada, 3000, currency="EUR")
    assert "€30.00 + $20.00" in row_of(client.get("/admin/customers").text, "Ada Brook")
    assert spent_of(ada) == 2000


def test_paying_and_refunding_keep_what_the_list_is_sorted_by(client, seller):
    ada, grace = UserFactory(name="Ada Brook"), UserFactory(name="Grace Hill")
    order = paid_order(ada, 3000)
    paid_order(grace, 2000)
    assert spent_of(ada) == 3000
    page = client.get("/admin/customers?sort=-spent").text
    assert page.index("Ada Brook") < page.index("Grace Hill")
    refunds.refund_amount(order, 2000)
    db.session.commit()
    assert spent_of(ada) == 1000
    page = client.get("/admin/customers?sort=-spent").text
    assert page.index("Grace Hill") < page.index("Ada Brook")


def test_a_guests_paid_orders_count_once_the_address_is_known_to_be_theirs(app):
    ada = UserFactory(email="ada@example.com", confirmed_at=None)
    services.pay(make_order(shipping=0, email="ada@example.com"))
    make_order(email="ada@example.com")
    auth._note_confirmed(ada)
    db.session.commit()
    assert spent_of(ada) == 2400


@pytest.mark.parametrize(("sort", "first"), [("name", "Ada"), ("-since", "Zoe"), ("since", "Ada")])
def test_sorts(client, seller, sort, first):
    for number, name in enumerate(("Ada Brook", "Zoe Hill")):
        UserFactory(name=name, created_at=clock.now().replace(year=2030 + number))
    page = client.get(f"/admin/customers?sort={sort}").text
    names = sorted(("Ada Brook", "Zoe Hill"), key=page.index)
    assert names[0].startswith(first)


def test_searches_names_and_addresses_and_guests_by_their_orders(client, seller):
    UserFactory(name="Ada Brook", email="ada@example.com")
    UserFactory(name="Grace Hill")
    make_order(email="adam@example.org", name="Adam Vale")
    page = client.get("/admin/customers?q=ada").text
    assert "Ada Brook" in page
    assert "Grace Hill" not in page
    assert 'href="/admin/orders?q=adam@example.org"' in page.replace("%40", "@")


@pytest.mark.parametrize("query", ["q=%00", "q=%25", "sort=x", "page=" + "9" * 30, "spent=%ff"])
def test_junk_in_the_query_is_left_out(client, seller, query):
    assert client.get(f"/admin/customers?{query}").status_code == 200
    assert client.get(f"/admin/customers.csv?{query}").status_code == 200


def test_more_customers_need_no_more_queries(client, seller, count_queries):
    paid_order(UserFactory())
    few = count_queries(lambda: client.get("/admin/customers"))
    for _number in range(4):
        paid_order(UserFactory())
    assert count_queries(lambda: client.get("/admin/customers")) == few


def test_the_page_shows_orders_addresses_and_reviews(client, seller):
    address = AddressFactory(line1="7 Quay Street")
    order = paid_order(address.user)
    ReviewFactory(product=make_product("Bowl"), user_id=address.user_id, title="Lovely")
    page = client.get(f"/admin/customers/{address.user_id}").text
    for text in (order.number, "7 Quay Street", "Lovely", "$20.00", address.user.email):
        assert text in page
    assert f"/admin/orders/new?customer={address.user_id}" in page


def test_an_unknown_customer_is_404(client, seller):
    assert client.get("/admin/customers/999999").status_code == 404
    assert client.post("/admin/customers/999999/password-reset").status_code == 404


def test_sends_a_password_reset_and_notes_who_asked(client, seller, run_jobs):
    ada = UserFactory()
    answer = client.post(f"/admin/customers/{ada.id}/password-reset")
    assert answer.status_code == 303
    assert "is on its way" in client.get(answer.location).text
    assert run_jobs() == ["tasks.mail.send_password_reset"]
    [entry] = db.session.scalars(db.select(AuditEntry))
    assert (entry.actor, entry.target) == ("Sam Seller", ada.email)


def test_sends_the_confirmation_again_unless_the_address_is_confirmed(client, seller):
    unknown, known = UserFactory(confirmed_at=None), UserFactory()
    for user in (unknown, known):
        assert client.post(f"/admin/customers/{user.id}/confirmation").status_code == 303
    jobs = db.session.scalars(db.select(OutboxJob)).all()
    assert [job.arguments["user_id"] for job in jobs] == [unknown.id]


def test_the_csv_has_amounts_in_major_units_and_no_formulas(client, seller):
    ada = UserFactory(name="=cmd()", email="ada@example.com")
    paid_order(ada, 1250)
    text = client.get("/admin/customers.csv?q=ada@").text
    [row] = csv.DictReader(io.StringIO(text))
    assert row["name"] == "'=cmd()"
    assert (row["orders"], row["spent"], row["currency"]) == ("1", "12.50", "USD")


def test_a_packer_sees_no_customers_and_a_reader_changes_none(client, other_client, sign_in):
    ada = UserFactory()
    sign_in(UserFactory(role="packer"))
    assert client.get("/admin/customers").status_code == 403
    sign_in(UserFactory(role="reader"), other_client)
    page = other_client.get(f"/admin/customers/{ada.id}").text
    assert "password-reset" not in page
    assert other_client.post(f"/admin/customers/{ada.id}/password-reset").status_code == 403
