import pytest
from buying import ADDRESS, fields_in, fields_of, filled, orders, put_in_cart, ship_to, the_order
from factories import AddressFactory, UserFactory, make_product
from selling import make_promotion, make_tax
from sqlalchemy import func

from shop.account.models import Address
from shop.cart.models import CartCode, CartLine
from shop.catalog.models import Variant
from shop.checkout.models import BegunCheckout
from shop.extensions import db
from shop.orders.models import Invoice, Order
from shop.outbox import OutboxJob
from shop.promotions.models import Promotion


def set_price(product, price):
    db.session.get(Variant, product.variants[0].id).price = price
    db.session.commit()


def set_stock(product, stock):
    db.session.get(Variant, product.variants[0].id).stock = stock
    db.session.commit()


def count(model):
    db.session.rollback()
    return db.session.scalar(db.select(func.count()).select_from(model))


def job_names():
    db.session.rollback()
    return list(db.session.scalars(db.select(OutboxJob.name)))


class TestPage:
    def test_empty_cart_leads_to_the_cart(self, client):
        for answer in (client.get("/checkout"), client.post("/checkout", data={"email": "x"})):
            assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")

    def test_shows_what_is_ordered_and_how_it_can_be_shipped(self, client):
        filled(client)
        page = client.get("/checkout")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        for text in ("Harbour mug", "$24.00", "United Kingdom"):
            assert text in page.text

    def test_customers_last_address_and_mail_are_filled_in(self, client, customer):
        AddressFactory(user=customer, line1="7 Harbour Row")
        filled(client)
        page = client.get("/checkout").text
        assert 'value="7 Harbour Row"' in page
        assert f'value="{customer.email}"' in page

    def test_update_shows_the_methods_of_the_country_without_complaints(self, client):
        filled(client)
        ship_to("FR", price=900)
        answer = client.post("/checkout", data={"country": "FR", "action": "update"})
        assert answer.status_code == 200
        assert "$9.00" in answer.text
        assert "$33.00" in answer.text
        assert "Please check" not in answer.text

    def test_address_of_the_book_fills_the_fields_and_keeps_the_rest(self, client, customer):
        address = AddressFactory(user=customer, line1="7 Harbour Row")
        AddressFactory(user=customer, line1="Newer")
        filled(client)
        data = {"email": "else@example.com", "use_address": address.id}
        answer = client.post("/checkout", data=data)
        assert answer.status_code == 200
        assert 'value="7 Harbour Row"' in answer.text
        assert 'value="else@example.com"' in answer.text

    def test_somebody_elses_address_is_not_shown(self, client, customer):
        other = AddressFactory(line1="Secret Lane")
        filled(client)
        answer = client.post("/checkout", data={"use_address": other.id})
        assert "Secret Lane" not in answer.text


class TestPlace:
    def test_guest_orders_and_gets_the_link_to_it(self, client, app):
        mug = make_product("Harbour mug", price=2400, stock=10)
        fields = filled(client, mug, quantity=2)
        answer = client.post("/checkout", data=fields)
        order = the_order()
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(f"/orders/{order.number}?key=")
        assert (order.subtotal, order.shipping, order.total) == (4800, 500, 5300)
        assert (order.email, order.line1, order.country) == ("ada@example.com", "1 Mill Lane", "GB")
        assert (order.status, order.user_id, order.hold_expires_at) == ("pending", None, None)
        (line,) = order.lines
        assert (line.title, line.quantity, line.unit_price) == ("Harbour mug", 2, 2400)
        assert db.session.get(Variant, line.variant_id).stock == 8
        page = client.get(answer.headers["Location"])
        assert page.status_code == 200
        assert "$53.00" in page.text

    def test_customers_order_is_theirs_and_needs_no_key(self, client, customer):
        answer = client.post("/checkout", data=filled(client))
        order = the_order()
        assert order.user_id == customer.id
        assert answer.headers["Location"] == f"/orders/{order.number}"

    def test_cart_is_empty_and_mail_and_invoice_are_there(self, client):
        client.post("/checkout", data=filled(client))
        assert count(CartLine) == count(BegunCheckout) == 0
        assert job_names() == ["tasks.orders.send_placed"]
        assert count(Invoice) == 1
        assert "Nothing in here yet" in client.get("/cart").text

    def test_payment_method_that_is_paid_at_once_leads_to_the_payment(self, client):
        fields = filled(client) | {"payment_method": "test"}
        answer = client.post("/checkout", data=fields)
        order = the_order()
        assert answer.headers["Location"].startswith(f"/orders/{order.number}/pay?key=")
        assert order.hold_expires_at is not None
        assert client.get(answer.headers["Location"]).status_code == 200

    def test_promotion_and_tax_are_on_the_order(self, client):
        make_promotion(code="TEN")
        make_tax("GB", 20)
        filled(client)
        client.post("/cart/codes", data={"code": "TEN"})
        client.post("/checkout", data=fields_of(client))
        order = the_order()
        assert (order.discount, order.total) == (240, 2660)
        assert [(d.code, d.amount) for d in order.discounts] == [("TEN", 240)]
        assert [tax.amount for tax in order.taxes] == [443]
        assert sum(line.total for line in order.lines) == 2160
        assert db.session.scalars(db.select(Promotion.used_count)).one() == 1
        assert count(CartCode) == 0

    def test_order_of_nothing_to_pay_is_paid(self, client):
        make_promotion(percent=10000)
        ship_to("GB", price=0)
        answer = client.post("/checkout", data=filled(client) | {"payment_method": "test"})
        order = the_order()
        assert (order.total, order.status) == (0, "paid")
        assert "/pay" not in answer.headers["Location"]

    def test_client_that_sends_only_the_contracts_fields_orders(self, client):
        fields = filled(client)
        del fields["shown"]
        assert client.post("/checkout", data=fields).status_code == 303
        assert the_order().total == 2900

    def test_posted_prices_and_owners_change_nothing(self, client):
        other = UserFactory()
        junk = {"price": 1, "total": 1, "subtotal": 1, "status": "paid", "user_id": other.id}
        client.post("/checkout", data=filled(client) | junk)
        order = the_order()
        assert (order.total, order.status, order.user_id) == (2900, "pending", None)

    def test_address_is_kept_once_for_the_customer_who_wants_that(self, client, customer):
        for _ in range(2):
            client.post("/checkout", data=filled(client) | {"save_address": "y"})
        assert len(orders()) == 2
        assert count(Address) == 1


class TestErrors:
    def test_missing_fields_are_told_beside_them_and_what_was_typed_is_kept(self, client):
        fields = filled(client) | {"email": "no address", "name": "", "city": "Leeds & Co"}
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 400
        for text in ("Enter an e-mail address", "Enter the name", 'value="Leeds &amp; Co"'):
            assert text in answer.text
        assert orders() == []

    def test_country_that_is_not_shipped_to_is_refused(self, client):
        answer = client.post("/checkout", data=filled(client) | {"country": "FR"})
        assert answer.status_code == 400
        assert "We do not ship to this country" in answer.text

    def test_unknown_methods_are_refused(self, client):
        fields = filled(client)
        for name in ("shipping_method", "payment_method"):
            for junk in ("pigeon", "", "stripe", "\x00", "9" * 500):
                answer = client.post("/checkout", data=fields | {name: junk})
                assert answer.status_code == 400, (name, junk)
        assert orders() == []

    def test_junk_is_never_a_crash(self, client):
        fields = filled(client)
        for name in fields:
            for junk in ("\x00", "\ud800".encode("utf-8", "surrogatepass"), "x" * 5000, "9" * 40):
                answer = client.post("/checkout", data=fields | {name: junk})
                assert answer.status_code < 500, (name, junk)

    def test_json_clients_get_a_problem(self, client):
        fields = filled(client) | {"email": ""}
        answer = client.post("/checkout", data=fields, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert "email" in answer.json["errors"]

    @pytest.mark.parametrize("token", ["", "short", "<script>alert(1)</script>", "x" * 200])
    def test_form_without_a_good_token_is_asked_for_again(self, client, token):
        fields = filled(client) | {"checkout_token": token}
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert orders() == []
        assert client.post("/checkout", data=fields_in(answer.text)).status_code == 303


class TestChanges:
    def test_raised_price_is_shown_and_charged_only_once_confirmed(self, client):
        mug = make_product("Harbour mug", price=2400)
        fields = filled(client, mug)
        set_price(mug, 3000)
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert orders() == []
        for text in ("The total is $35.00 now, it was $29.00", "now $30.00, was $24.00"):
            assert text in answer.text
        assert client.post("/checkout", data=fields_in(answer.text)).status_code == 303
        assert the_order().total == 3500

    def test_raised_price_is_refused_once_to_a_client_without_a_digest(self, client):
        mug = make_product("Harbour mug", price=2400)
        fields = filled(client, mug)
        del fields["shown"]
        set_price(mug, 3000)
        assert client.post("/checkout", data=fields).status_code == 409
        assert orders() == []
        assert client.post("/checkout", data=fields).status_code == 303

    def test_other_shipping_price_than_shown_is_not_charged(self, client):
        fields = filled(client) | {"shipping_method": "express"}
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert orders() == []
        again = fields_in(answer.text, shipping_method="express")
        assert client.post("/checkout", data=again).status_code == 303
        assert the_order().shipping == 1500

    def test_fewer_units_than_shown_are_not_ordered_unasked(self, client):
        mug = make_product("Harbour mug", stock=5)
        fields = filled(client, mug, quantity=3)
        set_stock(mug, 2)
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert "Only 2 left of the 3" in answer.text
        client.post("/checkout", data=fields_in(answer.text))
        assert the_order().lines[0].quantity == 2

    def test_last_unit_gone_is_a_409_that_names_it(self, client):
        mug = make_product("Harbour mug", stock=1)
        fields = filled(client, mug)
        set_stock(mug, 0)
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert "Sold out in the meantime: Harbour mug" in answer.text
        assert orders() == []

    def test_code_that_was_used_up_is_told(self, client):
        promotion = make_promotion(code="ONCE", total_limit=1)
        filled(client)
        client.post("/cart/codes", data={"code": "ONCE"})
        fields = fields_of(client)
        promotion.used_count = 1
        db.session.commit()
        answer = client.post("/checkout", data=fields)
        assert answer.status_code == 409
        assert "used up" in answer.text


class TestOnePressOneOrder:
    def test_same_form_twice_is_one_order_and_both_answers_lead_to_it(self, client):
        fields = filled(client)
        answers = [client.post("/checkout", data=fields) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.headers["Location"] for answer in answers}) == 1
        assert len(orders()) == 1

    def test_same_token_from_another_cart_is_another_order(self, client, other_client):
        mug = make_product(stock=5)
        fields = filled(client, mug)
        client.post("/checkout", data=fields)
        put_in_cart(other_client, mug)
        theirs = fields_of(other_client, checkout_token=fields["checkout_token"])
        answer = other_client.post("/checkout", data=theirs | {"email": "eve@example.com"})
        first, second = orders()
        assert second.number in answer.headers["Location"]
        assert (first.email, second.email) == ("ada@example.com", "eve@example.com")

    def test_token_alone_leads_a_stranger_nowhere(self, client, other_client):
        fields = filled(client)
        client.post("/checkout", data=fields)
        answer = other_client.post("/checkout", data=fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")


class TestAccountAfterwards:
    def test_guests_order_joins_the_account_once_its_address_is_confirmed(
        self, client, other_client, run_jobs
    ):
        client.post("/checkout", data=filled(client))
        data = {"name": "Ada", "email": "ada@example.com", "password": "correct horse battery"}
        client.post("/auth/register", data=data)
        assert the_order().user_id is None
        run_jobs()
        from mails import link_mailed_to

        client.get(link_mailed_to("ada@example.com"))
        assert the_order().user_id is not None
        assert the_order().number in client.get("/account").text

    def test_guests_order_page_offers_an_account(self, client):
        answer = client.post("/checkout", data=filled(client))
        page = client.get(answer.headers["Location"])
        assert 'action="/auth/register"' in page.text
        assert 'value="ada@example.com"' in page.text
        assert "Set-Cookie" not in page.headers


def test_order_columns_have_what_was_typed(client):
    client.post("/checkout", data=filled(client) | {"phone": "+44 113 1234", "line2": "Flat 2"})
    order = db.session.scalars(db.select(Order)).one()
    assert {name: getattr(order, name) for name in ADDRESS} == ADDRESS | {
        "phone": "+44 113 1234",
        "line2": "Flat 2",
    }
