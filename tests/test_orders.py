import re

import pytest
from factories import UserFactory, make_order, make_product

from shop.cart.models import CartLine
from shop.catalog.models import Product, Review
from shop.extensions import db
from shop.orders import services
from shop.orders.keys import ALPHABET, guest_key, is_key, new_number, order_link
from shop.orders.models import Order
from shop.orders.states import Status


def path(order, endpoint="", key=False):
    query = f"?key={guest_key(order)}" if key else ""
    return f"/orders/{order.number}{endpoint}{query}"


@pytest.fixture
def order(app, customer):
    return make_order(user_id=customer.id)


class TestWhoMaySee:
    def test_owner_sees_the_order(self, client, order):
        page = client.get(path(order))
        assert page.status_code == 200
        assert order.number in page.text
        assert "Harbour mug" in page.text
        assert "1 Mill Lane" in page.text

    def test_anyone_with_the_key_sees_it(self, other_client, order):
        assert other_client.get(path(order, key=True)).status_code == 200

    def test_another_customer_gets_404(self, other_client, order, sign_in):
        sign_in(UserFactory(), other_client)
        assert other_client.get(path(order)).status_code == 404
        assert other_client.get(path(order, "/invoice")).status_code == 404

    def test_administrator_gets_404_here(self, other_client, order, sign_in):
        sign_in(UserFactory(is_administrator=True), other_client)
        assert other_client.get(path(order)).status_code == 404

    def test_stranger_gets_404_with_the_way_to_sign_in(self, other_client, order):
        answer = other_client.get(path(order))
        assert answer.status_code == 404
        assert f"/auth/login?next=%2Forders%2F{order.number}" in answer.text

    @pytest.mark.parametrize(
        "key", ["", "x", "ä", "0" * 40, "\x00", "9" * 5000, "\N{PILE OF POO}", "%ff"]
    )
    def test_wrong_key_is_404(self, other_client, order, key):
        answer = other_client.get(path(order), query_string={"key": key})
        assert answer.status_code == 404

    def test_key_of_another_order_is_404(self, other_client, order):
        other = make_order()
        url = f"/orders/{order.number}?key={guest_key(other)}"
        assert other_client.get(url).status_code == 404

    @pytest.mark.parametrize("step", ["cancel", "return", "reorder"])
    def test_nobody_else_can_change_it(self, other_client, order, step, sign_in):
        assert other_client.post(path(order, f"/{step}")).status_code == 404
        sign_in(UserFactory(), other_client)
        assert other_client.post(path(order, f"/{step}")).status_code == 404
        db.session.rollback()
        assert db.session.get(Order, order.id).status == Status.PENDING

    @pytest.mark.parametrize("number", ["1", "W-00000-00000", "W-", "%00", "%ff%fe", "9" * 3000])
    def test_unknown_number_is_404(self, client, customer, number):
        assert client.get(f"/orders/{number}").status_code == 404


class TestVisitByKey:
    def test_leaves_nothing_in_the_browser_and_in_no_cache(self, other_client, order):
        answer = other_client.get(path(order, key=True))
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "csrf_token" not in answer.text

    def test_cancels_and_comes_back_to_the_same_page(self, other_client, order):
        answer = other_client.post(path(order, "/cancel", key=True))
        assert (answer.status_code, answer.location) == (303, path(order, key=True))
        assert "Set-Cookie" not in answer.headers
        assert "This order was cancelled on" in other_client.get(answer.location).text
        db.session.rollback()
        assert db.session.get(Order, order.id).status == Status.CANCELLED

    def test_forms_lead_to_addresses_with_the_key(self, other_client, order):
        page = other_client.get(path(order, key=True)).text
        for action in re.findall(r'action="(/orders/[^"]+)"', page):
            assert f"key={guest_key(order)}" in action

    def test_owner_needs_no_key_in_the_addresses(self, client, order):
        page = client.get(path(order, key=True)).text
        addresses = re.findall(r'(?:href|action)="([^"]*/orders/[^"]+)"', page)
        assert addresses
        assert not [address for address in addresses if "key=" in address]
        assert "csrf_token" in page


class TestCancelling:
    def test_says_so(self, client, order):
        answer = client.post(path(order, "/cancel"))
        assert (answer.status_code, answer.location) == (303, path(order))
        page = client.get(path(order)).text
        assert "Your order is cancelled." in page
        assert "Cancelled (by you)" in page

    def test_shipped_order_is_409_with_a_way_on(self, client, order):
        services.pay(order)
        services.ship(order)
        db.session.commit()
        answer = client.post(path(order, "/cancel"))
        assert answer.status_code == 409
        assert "has left already" in answer.text
        assert f'href="{path(order)}"' in answer.text
        db.session.rollback()
        assert db.session.get(Order, order.id).status == Status.SHIPPED

    def test_second_press_leads_to_the_order(self, client, order):
        client.post(path(order, "/cancel"))
        answer = client.post(path(order, "/cancel"))
        assert (answer.status_code, answer.location) == (303, path(order))

    def test_page_offers_it_while_it_is_possible(self, client, order):
        assert path(order, "/cancel") in client.get(path(order)).text
        services.pay(order)
        services.ship(order)
        db.session.commit()
        assert path(order, "/cancel") not in client.get(path(order)).text


class TestPage:
    def test_way_of_the_order_and_tracking_are_shown(self, client, order):
        services.pay(order)
        services.ship(order, "1Z 204", "https://carrier.example/1Z204")
        db.session.commit()
        page = client.get(path(order)).text
        assert "Your parcel is on its way." in page
        assert 'href="https://carrier.example/1Z204"' in page
        assert "Handed to the carrier" in page

    def test_line_of_a_product_that_is_gone_is_shown_without_a_link(self, client, order):
        db.session.delete(db.session.get(Product, order.lines[0].product_id))
        db.session.commit()
        page = client.get(path(order)).text
        assert "Harbour mug" in page
        assert "/products/product" not in page

    def test_query_budget(self, client, order, count_queries):
        client.get(path(order))
        assert count_queries(lambda: client.get(path(order))) <= 13

    def test_script_in_a_name_is_shown_as_text(self, client, customer):
        order = make_order(user_id=customer.id, name="<script>alert(1)</script>")
        assert "<script>alert(1)" not in client.get(path(order)).text

    def test_unpaid_order_leads_to_the_payment(self, client, order):
        assert f'href="{path(order, "/pay")}"' in client.get(path(order)).text
        services.pay(order)
        db.session.commit()
        assert path(order, "/pay") not in client.get(path(order)).text


class TestOrderAgain:
    def test_puts_what_is_there_into_the_cart(self, client, order):
        answer = client.post(path(order, "/reorder"))
        assert (answer.status_code, answer.location) == (303, "/cart")
        line = db.session.scalars(db.select(CartLine)).one()
        assert (line.variant_id, line.quantity) == (order.lines[0].variant_id, 1)
        assert "What we still have of your order is in your cart." in client.get("/cart").text

    def test_says_what_is_not(self, client, customer):
        gone = make_product("Moor bowl", stock=1)
        order = make_order(gone, make_product("Oak board"), user_id=customer.id)
        client.post(path(order, "/reorder"))
        assert "Not in it, or fewer: Moor bowl." in client.get("/cart").text
        assert len(db.session.scalars(db.select(CartLine)).all()) == 1

    def test_works_for_a_guest(self, other_client, order):
        other_client.post(path(order, "/reorder", key=True))
        assert "Harbour mug" in other_client.get("/cart").text


class TestAccount:
    def test_lists_own_orders_alone(self, client, order):
        other = make_order(user_id=UserFactory().id)
        page = client.get("/account").text
        assert path(order) in page
        assert other.number not in page
        assert "$29.00" in page

    def test_export_has_them(self, client, order):
        exported = client.get("/account/export").get_json()["orders"]
        assert [(o["number"], o["total"]) for o in exported] == [(order.number, 2900)]
        assert exported[0]["lines"][0]["title"] == "Harbour mug"

    def test_deleted_account_leaves_its_orders_in_the_books(self, client, order):
        from factories import PASSWORD

        answer = client.post("/account/delete", data={"current_password": PASSWORD})
        assert answer.status_code == 303
        db.session.rollback()
        kept = db.session.get(Order, order.id)
        assert (kept.user_id, kept.email, kept.total) == (None, "ada@example.com", 2900)
        assert client.get(path(kept, key=True)).status_code == 200


class TestVerifiedBuyer:
    def review(self, client, order):
        slug = order.lines[0].product_slug
        data = {"rating": "5", "title": "Good", "body": "It holds tea."}
        assert client.post(f"/products/{slug}/reviews", data=data).status_code == 303
        return db.session.scalars(db.select(Review.is_verified)).one()

    def test_who_paid_is_one(self, client, order):
        services.pay(order)
        db.session.commit()
        assert self.review(client, order) is True

    def test_who_has_not_paid_is_none(self, client, order):
        assert self.review(client, order) is False

    def test_who_cancelled_is_none(self, client, order):
        services.pay(order)
        services.cancel(order)
        db.session.commit()
        assert self.review(client, order) is False

    def test_somebody_elses_order_counts_for_nobody(self, client, customer):
        order = make_order(user_id=UserFactory().id)
        services.pay(order)
        db.session.commit()
        assert self.review(client, order) is False


class TestNumbersAndKeys:
    def test_number_tells_nothing_and_reads_well(self):
        numbers = {new_number() for _ in range(500)}
        assert len(numbers) == 500
        assert all(re.fullmatch(rf"W-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", n) for n in numbers)

    def test_key_needs_the_secret(self, app, order):
        key = guest_key(order)
        assert is_key(order, key)
        assert not is_key(order, key[:-1])
        assert not is_key(order, None)
        app.config["SECRET_KEY"], kept = "another", app.config["SECRET_KEY"]
        try:
            assert not is_key(order, key)
        finally:
            app.config["SECRET_KEY"] = kept

    def test_link_is_built_from_the_public_address(self, order):
        assert order_link(order) == f"http://localhost{path(order, key=True)}"
