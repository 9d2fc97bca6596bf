from datetime import timedelta

import pytest
from factories import UserFactory, make_product
from selling import make_bare_order, make_promotion, make_tax

from shop import clock
from shop.cart.models import CartCode
from shop.extensions import db, limiter
from shop.pricing import Kind
from shop.promotions.services import claim


def put_in(client, variant, quantity=1):
    data = {"variant": str(variant.id), "quantity": str(quantity)}
    assert client.post("/cart/items", data=data).status_code == 303


def give(client, code, **kwargs):
    return client.post("/cart/codes", data={"code": code}, **kwargs)


def cart_json(client):
    return client.get("/cart", headers={"Accept": "application/json"}).get_json()


def codes():
    db.session.rollback()
    return sorted(db.session.scalars(db.select(CartCode.code)))


@pytest.fixture
def bowl(app):
    return make_product("Stoneware bowl", price=2000, stock=20).variants[0]


@pytest.fixture
def filled(client, bowl):
    """A visitor's cart with one bowl."""
    put_in(client, bowl)
    return client


class TestGiving:
    def test_takes_it_off_the_total(self, filled):
        make_promotion("Welcome", code="WELCOME10")
        answer = give(filled, "WELCOME10")
        assert (answer.status_code, answer.location) == (303, "/cart")
        assert codes() == ["WELCOME10"]
        page = filled.get("/cart").text
        assert "Welcome (WELCOME10)" in page
        assert "-$2.00" in page
        assert "$18.00" in page

    def test_is_in_the_json(self, filled):
        make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        money = {key: cart_json(filled)[key] for key in ("subtotal", "discount", "total")}
        assert money == {"subtotal": 2000, "discount": 200, "total": 1800}

    @pytest.mark.parametrize("typed", ["welcome10", " Welcome10 ", "WELCOME 10"])
    def test_does_not_mind_the_case(self, filled, typed):
        make_promotion(code="WELCOME10")
        assert give(filled, typed).status_code == 303
        assert codes() == ["WELCOME10"]

    def test_twice_is_once(self, filled):
        make_promotion(code="WELCOME10")
        assert give(filled, "WELCOME10").status_code == 303
        assert give(filled, "WELCOME10").status_code == 303
        assert codes() == ["WELCOME10"]

    @pytest.mark.parametrize(
        ("promotion", "sentence"),
        [
            ({"code": "OTHER"}, "We know no code"),
            ({"code": "NOPE", "is_active": False}, "We know no code"),
            ({"code": "NOPE", "total_limit": 2, "used_count": 2}, "used up"),
            ({"code": "NOPE", "minimum_spend": 4000}, "$40.00"),
        ],
    )
    def test_that_does_not_apply_is_refused_beside_the_field(self, filled, promotion, sentence):
        make_promotion(**promotion)
        answer = give(filled, "nope")
        assert answer.status_code == 400
        error = answer.text.split('id="code-error"')[1].split("</p>")[0]
        assert sentence in error
        assert 'value="nope"' in answer.text or 'value="NOPE"' in answer.text
        assert "Stoneware bowl" in answer.text
        assert codes() == []

    def test_that_ended_is_refused(self, filled):
        make_promotion(code="LATE", ends_at=clock.now() - timedelta(hours=1))
        answer = give(filled, "LATE")
        assert answer.status_code == 400
        assert "This code ended on" in answer.text

    def test_that_the_customer_used_is_refused(self, client, customer, bowl):
        promotion = make_promotion(code="ONCE", per_customer_limit=1)
        claim(promotion.id, make_bare_order(customer.email).id, customer.email, 100)
        db.session.commit()
        put_in(client, bowl)
        answer = give(client, "ONCE")
        assert answer.status_code == 400
        assert "You have used this code already." in answer.text

    @pytest.mark.parametrize(
        "typed", ["", "   ", "\x00", "x" * 5000, "a/b", "<b>", "🐦", "10%", "\ufffd"]
    )
    def test_junk_is_refused(self, filled, typed):
        assert give(filled, typed).status_code == 400
        assert codes() == []

    def test_without_the_field_is_refused(self, filled):
        assert filled.post("/cart/codes").status_code == 400

    def test_into_an_empty_cart_is_refused_with_a_word(self, client, app):
        make_promotion(code="WELCOME10")
        answer = give(client, "WELCOME10")
        assert answer.status_code == 400
        assert "Please put something into your cart" in answer.text

    def test_refusal_in_json_names_the_field(self, filled):
        answer = give(filled, "NOPE", headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert "We know no code" in answer.get_json()["errors"]["code"][0]

    def test_eleventh_code_is_refused_with_a_way_on(self, filled):
        for number in range(11):
            make_promotion(code=f"CODE{number}", percent=100)
        answers = [give(filled, f"CODE{number}").status_code for number in range(11)]
        assert answers == [303] * 10 + [409]

    def test_forged_request_is_refused(self, filled):
        make_promotion(code="WELCOME10")
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert give(filled, "WELCOME10", headers=headers).status_code in (400, 403)
        assert codes() == []

    def test_guessing_is_slowed_down(self, filled, app, monkeypatch):
        limits = app.config["RATE_LIMITS"] | {"promotion code by address": "3/minute"}
        monkeypatch.setitem(app.config, "RATE_LIMITS", limits)
        limiter.reset()
        answers = [give(filled, f"GUESS{number}") for number in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0


class TestTakingOut:
    def test_brings_the_total_back(self, filled):
        make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        answer = filled.post("/cart/codes/WELCOME10/delete")
        assert (answer.status_code, answer.location) == (303, "/cart")
        assert codes() == []
        assert cart_json(filled)["total"] == 2000

    def test_twice_is_once(self, filled):
        make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        filled.post("/cart/codes/welcome10/delete")
        assert filled.post("/cart/codes/WELCOME10/delete").status_code == 303

    @pytest.mark.parametrize("code", ["%00", "a%20b%2Fc", "%F0%9F%90%A6", "x" * 5000])
    def test_of_junk_is_404(self, filled, code):
        assert filled.post(f"/cart/codes/{code}/delete").status_code == 404

    def test_without_a_cart_is_404(self, client):
        assert client.post("/cart/codes/WELCOME10/delete").status_code == 404

    def test_leaves_other_carts_alone(self, filled, other_client, bowl):
        make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        put_in(other_client, bowl)
        other_client.post("/cart/codes/WELCOME10/delete")
        assert codes() == ["WELCOME10"]


class TestPage:
    def test_code_that_ended_meanwhile_says_so_and_can_be_taken_out(self, filled):
        promotion = make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        promotion.ends_at = clock.now()
        db.session.commit()
        page = filled.get("/cart").text
        assert "This code ended on" in page
        assert "/cart/codes/WELCOME10/delete" in page
        assert cart_json(filled)["discount"] == 0

    def test_code_that_saves_less_than_the_others_says_that_it_rests(self, filled):
        make_promotion("Half price", percent=5000)
        make_promotion(code="ALONE", combines=False)
        give(filled, "ALONE")
        page = filled.get("/cart").text
        assert "this one rests" in page
        assert "Half price" in page

    def test_free_shipping_says_when_it_counts(self, filled):
        make_promotion(code="SHIPFREE", kind=Kind.FREE_SHIPPING)
        give(filled, "SHIPFREE")
        assert "Comes off when you choose how to ship." in filled.get("/cart").text

    def test_automatic_offer_is_a_row_of_its_own(self, filled, bowl):
        make_promotion("Two bowls, one free", kind=Kind.BUY_GET, buy_quantity=2, get_quantity=1)
        put_in(filled, bowl, 2)
        page = filled.get("/cart").text
        assert "Two bowls, one free" in page
        assert "-$20.00" in page
        assert cart_json(filled)["total"] == 4000

    def test_tax_of_the_shops_country_is_told_as_included(self, filled):
        make_tax("US", 25)
        page = filled.get("/cart").text
        assert "$4.00 of VAT 25 % included." in page
        assert cart_json(filled)["total"] == 2000

    def test_tax_is_added_where_prices_exclude_it(self, filled, app, monkeypatch):
        make_tax("US", 25)
        monkeypatch.setitem(app.config, "SHOP_PRICES_INCLUDE_TAX", False)
        assert (cart_json(filled)["tax"], cart_json(filled)["total"]) == (500, 2500)
        assert "$25.00" in filled.get("/cart").text

    def test_header_counts_what_the_page_counts(self, filled, bowl):
        put_in(filled, bowl, 2)
        assert "3" in filled.get("/cart").text.split('href="/cart"')[1].split("</a>")[0]

    def test_costs_at_most_nine_queries_with_codes(self, client, customer, bowl, count_queries):
        put_in(client, bowl)
        for number in range(3):
            make_promotion(code=f"CODE{number}", per_customer_limit=1)
            give(client, f"CODE{number}")
        client.get("/cart")
        assert count_queries(lambda: client.get("/cart")) <= 9


class TestSigningIn:
    def test_brings_the_codes_along(self, filled, sign_in):
        make_promotion(code="WELCOME10")
        give(filled, "WELCOME10")
        sign_in(UserFactory())
        assert codes() == ["WELCOME10"]
        assert cart_json(filled)["discount"] == 200

    def test_keeps_those_of_both_carts_once(self, client, other_client, sign_in, bowl):
        user = UserFactory()
        for code in ("MINE", "BOTH", "THEIRS"):
            make_promotion(code=code, percent=100)
        sign_in(user, other_client)
        put_in(other_client, bowl)
        give(other_client, "MINE")
        give(other_client, "BOTH")
        put_in(client, bowl)
        give(client, "BOTH")
        give(client, "THEIRS")
        sign_in(user, client)
        assert codes() == ["BOTH", "MINE", "THEIRS"]
