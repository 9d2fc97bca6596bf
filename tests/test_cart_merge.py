import pytest
from factories import UserFactory, make_product

from shop.cart.models import Cart, CartLine
from shop.extensions import db


def put_in(client, variant, quantity=1):
    data = {"variant": str(variant.id), "quantity": str(quantity)}
    assert client.post("/cart/items", data=data).status_code == 303


def carts():
    """What each cart holds: {user id or None: {variant id: quantity}}."""
    db.session.rollback()
    found = {cart.user_id: {} for cart in db.session.scalars(db.select(Cart))}
    rows = db.select(Cart.user_id, CartLine.variant_id, CartLine.quantity).join(Cart.lines)
    for user_id, variant_id, quantity in db.session.execute(rows):
        found[user_id][variant_id] = quantity
    return found


@pytest.fixture
def bowl(app):
    return make_product("Bowl", stock=10).variants[0]


@pytest.fixture
def user(app):
    return UserFactory()


def test_visitors_cart_becomes_the_customers(client, sign_in, user, bowl):
    put_in(client, bowl, 2)
    sign_in(user)
    assert carts() == {user.id: {bowl.id: 2}}
    assert "The 1 thing you had chosen before signing in is in your cart." in client.get("/").text


def test_visitors_cookie_is_let_go(client, sign_in, user, bowl):
    put_in(client, bowl)
    sign_in(user)
    assert client.get_cookie("cart") is None


def test_quantities_of_the_same_thing_are_added_up(client, other_client, sign_in, user, bowl):
    sign_in(user, other_client)
    put_in(other_client, bowl, 3)
    put_in(client, bowl, 4)
    sign_in(user)
    assert carts() == {user.id: {bowl.id: 7}}


def test_sum_goes_no_further_than_the_stock_and_says_so(client, other_client, sign_in, user, bowl):
    sign_in(user, other_client)
    put_in(other_client, bowl, 8)
    put_in(client, bowl, 8)
    sign_in(user)
    assert carts() == {user.id: {bowl.id: 10}}
    assert "there are not enough" in client.get("/cart").text


def test_sum_goes_no_further_than_99(client, other_client, sign_in, user):
    nail = make_product(stock=1000).variants[0]
    sign_in(user, other_client)
    put_in(other_client, nail, 60)
    put_in(client, nail, 60)
    sign_in(user)
    assert carts() == {user.id: {nail.id: 99}}


def test_what_sold_out_comes_along_and_is_said(client, sign_in, user, bowl):
    put_in(client, bowl, 2)
    bowl.stock = 0
    db.session.commit()
    sign_in(user)
    assert carts() == {user.id: {bowl.id: 2}}
    assert "Sold out for now." in client.get("/cart").text


def test_full_cart_leaves_the_rest_out_and_says_so(
    client, other_client, sign_in, user, bowl, monkeypatch
):
    monkeypatch.setattr("shop.cart.merging.MOST_LINES", 1)
    sign_in(user, other_client)
    put_in(other_client, bowl)
    put_in(client, make_product().variants[0])
    sign_in(user)
    assert carts() == {user.id: {bowl.id: 1}}
    assert "Your cart is full: 1 thing" in client.get("/cart").text


def test_signing_in_without_a_cart_says_nothing_of_carts(client, sign_in, user, app):
    sign_in(user)
    assert carts() == {}
    assert "before signing in" not in client.get("/").text


def test_wrong_password_leaves_the_visitors_cart(client, user, bowl):
    put_in(client, bowl)
    client.post("/auth/login", data={"email": user.email, "password": "not the right one"})
    assert carts() == {None: {bowl.id: 1}}


def test_registering_brings_the_cart_along(client, bowl):
    put_in(client, bowl, 2)
    data = {"name": "Ada", "email": "ada@example.com", "password": "purple velvet otter 9"}
    assert client.post("/auth/register", data=data).status_code == 303
    assert list(carts().values()) == [{bowl.id: 2}]
    assert None not in carts()


def test_signing_out_leaves_an_empty_cart_behind(client, sign_in, user, bowl):
    put_in(client, bowl)
    sign_in(user)
    client.post("/auth/logout")
    assert "Nothing in here yet" in client.get("/cart").text
    assert carts() == {user.id: {bowl.id: 1}}


def test_cart_is_there_after_signing_in_elsewhere(client, other_client, sign_in, user, bowl):
    put_in(client, bowl, 2)
    sign_in(user)
    sign_in(user, other_client)
    assert "Bowl" in other_client.get("/cart").text
