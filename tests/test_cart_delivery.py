"""What the cart says of its delivery before anybody has said where it goes."""

import pytest
from factories import make_product
from selling import make_method, make_promotion, make_zone

from shop import money
from shop.pricing import Kind


@pytest.fixture
def bowl(app):
    return make_product("Stoneware bowl", price=2400).variants[0]


@pytest.fixture(autouse=True)
def _home(app):
    with app.app_context():
        make_method(make_zone(app.config["SHOP_COUNTRY"]), "ground", {0: 495})


def cart_with(client, variant, quantity=1):
    client.post("/cart/items", data={"variant": variant.id, "quantity": quantity})
    return client.get("/cart").text


def free_from(spend, **fields):
    make_promotion("Delivery on us", kind=Kind.FREE_SHIPPING, minimum_spend=spend, **fields)


def test_counts_the_first_way_inside_the_country(client, bowl):
    page = cart_with(client, bowl)
    assert "Estimated total" in page
    assert money.shown(2400 + 495) in page


def test_json_stays_without_shipping(client, bowl):
    cart_with(client, bowl)
    told = client.get("/cart", headers={"Accept": "application/json"}).json
    assert (told["shipping"], told["total"]) == (0, 2400)


def test_says_how_much_more_makes_it_free(client, bowl):
    free_from(5000)
    page = cart_with(client, bowl)
    assert f"{money.shown(2600)} more, and delivery is on us." in page
    assert 'max="5000" value="2400"' in page


def test_says_that_it_is_free(client, bowl):
    free_from(4800)
    page = cart_with(client, bowl, 2)
    assert "Delivery is on us." in page
    assert money.shown(4800) in page.partition("Estimated total")[2]


@pytest.mark.parametrize(
    "fields", [{"code": "SHIPFREE"}, {"is_active": False}, {"amount": 400}, {"total_limit": 0}]
)
def test_promises_nothing_that_does_not_hold_for_everybody(client, bowl, fields):
    free_from(5000, **fields)
    assert "delivery is on us" not in cart_with(client, bowl)
