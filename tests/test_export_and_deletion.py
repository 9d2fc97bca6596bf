"""Taking one's data along, and leaving."""

import pytest
from factories import PASSWORD, AddressFactory, ReviewFactory, UserFactory, make_product

from shop.account.models import Address, WishlistItem
from shop.auth.models import SignIn, User
from shop.cart.models import Cart, CartLine
from shop.catalog.models import Review
from shop.extensions import db

RIGHT = {"current_password": PASSWORD}


def fill(user: User) -> None:
    """Give the user one of each thing that an account can have."""
    product = make_product("Stacking bowl", slug="stacking-bowl")
    AddressFactory(user=user, line1="1 Mill Lane")
    ReviewFactory(product=product, user_id=user.id, author_name=user.name, title="Just right")
    db.session.add(WishlistItem(user_id=user.id, product_id=product.id))
    client_cart = Cart(user_id=user.id)
    client_cart.lines.append(
        CartLine(
            variant_id=product.variants[0].id, title="Stacking bowl", quantity=2, unit_price=2400
        )
    )
    db.session.add(client_cart)
    db.session.commit()


class TestExport:
    def test_has_everything_that_the_shop_knows(self, client, customer):
        fill(customer)
        answer = client.get("/account/export")
        assert answer.mimetype == "application/json"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        data = answer.json
        assert data["profile"]["email"] == customer.email
        assert data["addresses"][0]["line1"] == "1 Mill Lane"
        assert data["wishlist"][0]["product"] == "stacking-bowl"
        assert data["reviews"][0]["title"] == "Just right"
        assert (data["cart"][0]["quantity"], data["cart"][0]["unit_price"]) == (2, 2400)
        assert len(data["sign_ins"]) == 1

    def test_has_no_secret(self, client, customer):
        text = client.get("/account/export").text
        row = db.session.scalars(db.select(SignIn)).one()
        assert row.token_hash not in text
        assert customer.password_hash not in text

    def test_has_nothing_of_anybody_else(self, client, customer):
        other = UserFactory(name="Ben Marsh", email="ben@example.com")
        fill(other)
        data = client.get("/account/export").json
        assert data["addresses"] == data["wishlist"] == data["reviews"] == data["cart"] == []
        assert "ben@example.com" not in str(data)


class TestDeletion:
    def test_deletes_what_the_account_has_and_signs_out(self, client, other_client, sign_in):
        user = sign_in(UserFactory())
        sign_in(user, other_client, remember="1")
        fill(user)
        answer = client.post("/account/delete", data=RIGHT)
        assert (answer.status_code, answer.location) == (303, "/")
        for model in (User, SignIn, Address, WishlistItem, Cart, CartLine):
            assert db.session.scalars(db.select(model)).all() == []
        assert client.get("/account").status_code == 302
        assert other_client.get("/account").status_code == 302

    def test_says_that_it_is_done(self, client, customer):
        client.post("/account/delete", data=RIGHT)
        assert "Your account is deleted." in client.get("/cart").text

    def test_keeps_reviews_without_the_name(self, client, sign_in):
        user = sign_in(UserFactory(name="Ada Brook"))
        fill(user)
        client.post("/account/delete", data=RIGHT)
        review = db.session.scalars(db.select(Review)).one()
        assert (review.user_id, review.author_name) == (None, "A former customer")

    def test_leaves_others_alone(self, client, customer):
        other = UserFactory()
        fill(other)
        client.post("/account/delete", data=RIGHT)
        assert db.session.scalars(db.select(User.id)).all() == [other.id]
        assert db.session.scalars(db.select(Review.author_name)).all() == [other.name]

    @pytest.mark.parametrize("data", [{}, {"current_password": "wrong horse battery"}])
    def test_needs_the_password(self, client, customer, data):
        answer = client.post("/account/delete", data=data)
        assert answer.status_code == 400
        assert 'id="delete-current_password-error"' in answer.text
        assert client.get("/account").status_code == 200

    def test_of_the_last_administrator_is_a_409_with_a_way_on(self, client, administrator):
        answer = client.post("/account/delete", data=RIGHT)
        assert answer.status_code == 409
        assert 'href="/account"' in answer.text
        assert client.get("/account").status_code == 200

    def test_of_one_administrator_of_two_is_done(self, client, administrator):
        UserFactory(is_administrator=True)
        assert client.post("/account/delete", data=RIGHT).status_code == 303

    def test_frees_the_address(self, client, customer):
        data = {"name": "Ada", "email": customer.email, "password": PASSWORD}
        client.post("/account/delete", data=RIGHT)
        assert client.post("/auth/register", data=data).status_code == 303
