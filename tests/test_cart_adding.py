"""Putting something into the cart from a script, which stays on the product's page."""

import pytest
from factories import make_product

from shop.cart.models import CartLine
from shop.catalog.models import Picture
from shop.extensions import db


@pytest.fixture
def bowl(app):
    return make_product("Stoneware bowl", slug="bowl", stock=10).variants[0]


def put_in(client, variant, **fields):
    return client.post(
        "/cart/items",
        data={"variant": str(variant.id)} | fields,
        headers={"Accept": "application/json"},
    )


def test_answers_with_what_was_put_in_and_what_is_there_now(client, bowl):
    put_in(client, bowl, quantity="2")
    said = put_in(client, bowl, quantity="1").get_json()
    assert (said["variant"], said["title"], said["quantity"]) == (bowl.id, "Stoneware bowl", 3)
    assert (said["count"], said["cart"]) == (3, "/cart")
    assert said["message"] == "Stoneware bowl is in your cart."
    assert db.session.scalar(db.select(CartLine.quantity)) == 3


def test_newcomer_gets_a_cart_that_is_theirs_from_then_on(client, other_client, bowl):
    answer = put_in(client, bowl)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "cart=" in answer.headers["Set-Cookie"]
    assert "Stoneware bowl" in client.get("/cart").text
    assert "Stoneware bowl" not in other_client.get("/cart").text


def test_customers_cart_needs_no_cookie(client, customer, bowl):
    assert "cart=" not in put_in(client, bowl).headers.get("Set-Cookie", "")
    assert "Stoneware bowl" in client.get("/cart").text


def test_leaves_no_message_for_the_next_page(client, bowl):
    put_in(client, bowl)
    assert "is in your cart" not in client.get("/products/bowl").text


def test_brings_the_headers_link_with_the_new_count(client, bowl):
    link = put_in(client, bowl, quantity="4").get_json()["html"]["cart_link"]
    assert 'href="/cart"' in link
    assert "4 items" in link


def test_brings_a_card_with_picture_options_and_the_ways_on(client):
    product = make_product("Mug", slug="mug", colours=("Sage", "Oat"))
    product.pictures.append(Picture(key="aa/oat.webp", width=8, height=8, alt="Oat"))
    db.session.flush()
    product.variants[1].picture_id = product.pictures[0].id
    db.session.commit()
    card = put_in(client, product.variants[1]).get_json()["html"]["added"]
    for part in (">Mug (Oat)<", "/media/aa/oat.webp", 'href="/cart"', 'href="/checkout"'):
        assert part in card


def test_card_escapes_a_hostile_title(client):
    product = make_product("<img src=x>")
    assert "<img src=x>" not in put_in(client, product.variants[0]).get_json()["html"]["added"]


def test_says_when_there_is_less_than_was_asked_for(client):
    product = make_product("Bowl", stock=3)
    said = put_in(client, product.variants[0], quantity="9").get_json()
    assert said["quantity"] == 3
    assert "Only 3 left of Bowl" in said["html"]["added"]


def test_sold_out_is_a_problem_with_its_sentence(client):
    product = make_product("Bowl", stock=0)
    answer = put_in(client, product.variants[0])
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.get_json()["detail"] == "Bowl has sold out."
    assert db.session.scalar(db.select(db.func.count()).select_from(CartLine)) == 0


def test_a_form_is_still_led_to_the_cart(client, bowl):
    answer = client.post("/cart/items", data={"variant": bowl.id, "quantity": "1"})
    assert (answer.status_code, answer.location) == (303, "/cart")
