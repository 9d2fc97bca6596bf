"""An order's page in the back office."""

import re

import pytest
from factories import PictureFactory, UserFactory, make_order, make_product
from paid_orders import again, paid_order, url

from shop.extensions import db
from shop.mail import mailbox
from shop.orders import history, refunds, services
from shop.orders.keys import order_link
from shop.orders.models import OrderEvent
from shop.rights import Role

BUTTONS = ("pack", "ship", "deliver", "pay", "cancel", "refund", "address")
ALLOWED = {
    "pending": {"pay", "cancel", "address"},
    "paid": {"pack", "ship", "cancel", "refund", "address"},
    "packed": {"ship", "cancel", "refund", "address"},
    "shipped": {"deliver", "refund"},
    "delivered": {"refund"},
}


def buttons(answer, order):
    assert answer.status_code == 200
    links = set(re.findall(rf'"/admin/orders/{order.number}/([a-z]+)"', answer.text))
    return links & set(BUTTONS)


def test_shows_lines_with_sku_picture_and_what_was_refunded(client, administrator):
    product = make_product("Harbour mug", price=1000)
    picture = PictureFactory(product_id=product.id)
    product.cover_id = picture.id
    order = paid_order(product, quantity=3)
    refunds.refund_units(order, {order.lines[0].id: 2})
    db.session.commit()
    page = client.get(url(order)).text
    for words in ("Harbour mug", product.variants[0].sku, picture.key.split("/")[-1], "2 refunded"):
        assert words in page
    assert "$35.00" in page  # the total
    assert "\N{MINUS SIGN}$20.00" in page  # what went back
    assert "$15.00" in page  # the balance


def test_shows_where_it_goes_and_whose_it_is(client, administrator):
    buyer = UserFactory()
    order = make_order(user_id=buyer.id, name="Grace Hopper", line1="5 Harbour Road")
    page = client.get(url(order)).text
    for words in (
        "Grace Hopper",
        "5 Harbour Road",
        "LS1 4AP Leeds",
        f"/admin/customers/{buyer.id}",
    ):
        assert words in page


@pytest.mark.parametrize("status", ALLOWED)
def test_offers_the_steps_that_its_state_allows(client, administrator, status):
    order = make_order() if status == "pending" else paid_order(until=status)
    assert buttons(client.get(url(order)), order) == ALLOWED[status]


def test_offers_packing_and_paying_of_an_order_on_invoice(client, administrator):
    order = make_order(payment_method="invoice")
    assert buttons(client.get(url(order)), order) == {"pack", "ship", "pay", "cancel", "address"}


def test_offers_nothing_once_all_is_given_back(client, administrator):
    order = paid_order()
    services.cancel(order)
    db.session.commit()
    assert buttons(client.get(url(order)), order) == set()


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.READER, set()), (Role.PACKER, {"pack", "ship"})]
)
def test_offers_each_role_what_it_may(client, sign_in, role, expected):
    sign_in(UserFactory(role=role))
    order = paid_order()
    assert buttons(client.get(url(order)), order) == expected


@pytest.mark.parametrize("number", ["W-00000-00000", "nonsense", "%00", "a" * 300, "1"])
def test_unknown_number_is_404_with_a_way_back(client, administrator, number):
    answer = client.get(f"/admin/orders/{number}")
    assert answer.status_code == 404
    assert 'href="/admin/orders"' in answer.text


def test_takes_as_many_queries_for_many_lines_as_for_two(client, administrator, count_queries):
    few = paid_order(make_product(), make_product())
    many = paid_order(*(make_product() for _ in range(9)))
    client.get(url(few))
    expected = count_queries(lambda: client.get(url(few)))
    assert count_queries(lambda: client.get(url(many))) == expected


class TestTimeline:
    def test_says_who_did_what(self, client, administrator):
        order = make_order(payment_method="invoice")
        client.post(url(order, "/pack"))
        page = client.get(url(order)).text
        assert re.search(rf"{administrator.name}\s*<.*?<p>Packed</p>", page, re.DOTALL)

    def test_note_is_kept_with_its_author(self, client, administrator):
        order = make_order()
        answer = client.post(url(order, "/notes"), data={"text": "Call first.\nRing twice."})
        assert answer.status_code == 303
        [event] = again(order).events
        assert (event.kind, event.actor, event.is_internal) == ("note", administrator.name, True)
        assert "Call first.\nRing twice." in client.get(url(order)).text

    def test_note_that_is_sent_twice_is_kept_once(self, client, administrator):
        order = make_order()
        for _ in range(2):
            assert client.post(url(order, "/notes"), data={"text": "Hm."}).status_code == 303
        assert len(again(order).events) == 1

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
    def test_empty_and_endless_notes_are_refused(self, client, administrator, text):
        order = make_order()
        answer = client.post(url(order, "/notes"), data={"text": text})
        assert answer.status_code == 400
        assert "field-error" in answer.text
        assert again(order).events == []


class TestInternal:
    """What is internal is for the back office alone."""

    @pytest.fixture
    def order(self, app):
        self.buyer = UserFactory()
        order = paid_order(user_id=self.buyer.id, email=self.buyer.email)
        history.note(order, "note", "A difficult one.", "Ada", is_internal=True)
        db.session.commit()
        return order

    def test_is_not_on_the_shoppers_page(self, client, order):
        answer = client.get(order_link(order))
        assert answer.status_code == 200
        assert "Payment received" in answer.text
        assert "difficult" not in answer.text

    def test_is_not_in_the_shoppers_export(self, client, sign_in, order):
        sign_in(self.buyer)
        answer = client.get("/account/export")
        assert order.number in answer.text
        assert "difficult" not in answer.text

    def test_is_in_no_mail(self, client, order, run_jobs):
        mailbox.empty()
        services.cancel(order)
        db.session.commit()
        run_jobs()
        mails = mailbox.mails()
        assert mails
        assert not any("difficult" in mail.source for mail in mails)


class TestPapers:
    def test_invoice_is_there_once_the_order_has_one(self, client, administrator):
        assert client.get(url(make_order(), "/invoice")).status_code == 404
        order = paid_order()
        answer = client.get(url(order, "/invoice"))
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert url(order, "/invoice") in client.get(url(order)).text

    def test_packing_slip_is_there(self, client, administrator):
        order = paid_order()
        answer = client.get(url(order, "/packing-slip"))
        assert answer.data.startswith(b"%PDF")
        assert url(order, "/packing-slip") in client.get(url(order)).text


def test_reason_of_a_cancelled_order_is_shown(client, administrator):
    order = make_order()
    client.post(url(order, "/cancel"), data={"reason": "A prank."})
    assert "A prank." in client.get(url(order)).text
    event = db.session.scalars(db.select(OrderEvent)).one()
    assert (event.kind, event.text, event.actor) == ("cancel", "A prank.", administrator.name)
