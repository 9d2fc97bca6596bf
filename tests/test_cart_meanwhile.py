"""A cart whose goods change, whose visitor comes back, and that several requests fill at once."""

from functools import partial

import pytest
from at_once import at_once
from carts import cart_json, put_in, quantities, set_stock, unpublish
from factories import make_product

from shop import money
from shop.cart.models import Cart
from shop.catalog.models import Product, Variant
from shop.extensions import db


@pytest.fixture
def bowl(app):
    return make_product("Stoneware bowl", price=2400, stock=10).variants[0]


def set_price(variant, price):
    db.session.get(Variant, variant.id).price = price
    db.session.commit()


class TestWhatChangedMeanwhile:
    def test_vanished_variant_is_shown_and_can_be_removed(self, client, bowl):
        put_in(client, bowl)
        variant_id = bowl.id
        db.session.delete(db.session.get(Product, bowl.product_id))
        db.session.commit()
        page = client.get("/cart").text
        assert "Stoneware bowl" in page
        assert "We no longer sell this." in page
        assert client.post(f"/cart/items/{variant_id}/delete").status_code == 303
        assert quantities() == {}

    def test_unpublished_product_counts_nothing(self, client, bowl):
        put_in(client, bowl, 2)
        unpublish(bowl)
        assert "We no longer sell this." in client.get("/cart").text
        assert cart_json(client)["total"] == 0

    def test_sold_out_line_counts_nothing_until_it_is_back(self, client, bowl):
        put_in(client, bowl, 2)
        set_stock(bowl, 0)
        assert "Sold out for now." in client.get("/cart").text
        assert cart_json(client)["items"] == []
        set_stock(bowl, 5)
        assert cart_json(client)["items"][0]["quantity"] == 2

    def test_fewer_left_counts_those_that_are(self, client, bowl):
        put_in(client, bowl, 8)
        set_stock(bowl, 3)
        assert "Only 3 left of the 8 you wanted" in client.get("/cart").text
        assert cart_json(client)["subtotal"] == 3 * 2400
        assert quantities() == {bowl.id: 8}

    def test_price_change_is_said_with_both_prices(self, client, bowl):
        put_in(client, bowl)
        set_price(bowl, 3000)
        page = client.get("/cart").text
        assert f"now {money.shown(3000)}, was {money.shown(2400)}" in page
        assert cart_json(client)["total"] == 3000

    def test_price_change_is_said_until_the_cart_is_used(self, client, bowl):
        put_in(client, bowl)
        set_price(bowl, 3000)
        client.get("/cart")
        assert "The price has changed" in client.get("/cart").text
        client.post(f"/cart/items/{bowl.id}", data={"quantity": "2"})
        assert "The price has changed" not in client.get("/cart").text

    def test_price_change_is_still_said_after_something_else_was_put_in(self, client, bowl):
        put_in(client, bowl)
        set_price(bowl, 3000)
        put_in(client, make_product().variants[0])
        assert "The price has changed" in client.get("/cart").text


class TestVisitor:
    def test_header_counts_the_units(self, client, bowl):
        put_in(client, bowl, 3)
        assert '<span aria-hidden="true">3</span>' in client.get("/").text

    def test_strangers_page_asks_nothing_about_them(self, client, bowl, app):
        page = client.get("/")
        assert "cart-count" not in page.text
        assert "Set-Cookie" not in page.headers

    def test_header_counts_only_what_can_be_bought(self, client, bowl):
        put_in(client, bowl, 3)
        set_stock(bowl, 2)
        assert '<span aria-hidden="true">2</span>' in client.get("/").text


def add_at_once(app, clients, data):
    """Let each client add at the same moment; the statuses."""
    adds = [partial(client.post, "/cart/items", data=data) for client in clients]
    return [answer.status_code for answer in at_once(app, adds)]


def browsers(app, count, cookie=None):
    clients = [app.test_client() for _ in range(count)]
    for client in clients:
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        if cookie:
            client.set_cookie("cart", cookie)
    return clients


class TestConcurrency:
    def test_adds_of_one_browser_at_once_all_count(self, app, client):
        nail, screw = make_product(stock=99).variants[0], make_product(stock=99).variants[0]
        put_in(client, screw)
        nail_id, screw_id = nail.id, screw.id
        clients = browsers(app, 12, client.get_cookie("cart").value)
        data = {"variant": str(nail_id), "quantity": "2"}
        statuses = add_at_once(app, clients, data)
        assert statuses == [303] * 12
        assert quantities() == {screw_id: 1, nail_id: 24}

    def test_first_adds_of_strangers_at_once_make_a_cart_each(self, app, bowl):
        data = {"variant": str(bowl.id)}
        db.session.rollback()
        statuses = add_at_once(app, browsers(app, 8), data)
        assert statuses == [303] * 8
        assert db.session.scalar(db.select(db.func.count()).select_from(Cart)) == 8

    def test_first_adds_of_a_customer_at_once_share_one_cart(self, app, client, customer, bowl):
        variant_id = bowl.id
        clients = browsers(app, 8)
        session = client.get_cookie("session").value
        for other in clients:
            other.set_cookie("session", session)
        db.session.rollback()
        data = {"variant": str(variant_id)}
        statuses = add_at_once(app, clients, data)
        assert statuses == [303] * 8
        assert quantities() == {variant_id: 8}
        assert db.session.scalar(db.select(db.func.count()).select_from(Cart)) == 1
