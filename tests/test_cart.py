import pytest
from carts import cart_json, put_in, quantities, set_stock, unpublish
from factories import make_product

from shop import money
from shop.cart.models import Cart
from shop.cart.owner import holder
from shop.extensions import db


@pytest.fixture
def bowl(app):
    return make_product("Stoneware bowl", price=2400, stock=10).variants[0]


class TestShow:
    def test_empty_cart_says_so_and_makes_no_cart(self, client):
        answer = client.get("/cart")
        assert answer.status_code == 200
        assert "Nothing in here yet" in answer.text
        assert db.session.scalar(db.select(db.func.count()).select_from(Cart)) == 0
        assert "Set-Cookie" not in answer.headers

    def test_page_is_not_kept_by_caches(self, client, bowl):
        put_in(client, bowl)
        assert client.get("/cart").headers["Cache-Control"] == "no-store"

    def test_json_has_exactly_the_contracts_members(self, client, bowl):
        put_in(client, bowl, 2)
        assert cart_json(client) == {
            "items": [
                {
                    "variant": bowl.id,
                    "title": "Stoneware bowl",
                    "quantity": 2,
                    "unit_price": 2400,
                    "line_total": 4800,
                }
            ],
            "subtotal": 4800,
            "discount": 0,
            "shipping": 0,
            "tax": 0,
            "total": 4800,
            "currency": "USD",
        }

    def test_json_of_an_empty_cart_adds_up_to_nothing(self, client):
        assert cart_json(client)["items"] == []
        assert cart_json(client)["total"] == 0

    def test_page_names_the_options_and_the_sums(self, client, app):
        mug = make_product("Mug", price=1250, colours=("Sage", "Oat")).variants[1]
        put_in(client, mug, 3)
        page = client.get("/cart").text
        assert "Oat" in page
        assert money.shown(3750) in page

    def test_title_in_json_names_the_options(self, client, app):
        mug = make_product("Mug", colours=("Sage", "Oat")).variants[0]
        put_in(client, mug)
        assert cart_json(client)["items"][0]["title"] == "Mug (Sage)"

    @pytest.mark.parametrize("lines", [1, 30])
    def test_costs_at_most_nine_queries(self, client, customer, count_queries, lines):
        for _ in range(lines):
            put_in(client, make_product(colours=("Sage",)).variants[0])
        client.get("/cart")
        assert count_queries(lambda: client.get("/cart")) <= 9

    @pytest.mark.parametrize("token", ["\x00", "ä", "x" * 5000, "🐦", "a;b"])
    def test_junk_in_the_cookie_is_an_empty_cart(self, client, token):
        answer = client.get("/cart", headers={"Cookie": f"cart={token}"})
        assert answer.status_code == 200
        assert "Nothing in here yet" in answer.text


class TestAdd:
    def test_puts_one_in_when_no_quantity_is_sent(self, client, bowl):
        answer = put_in(client, bowl)
        assert (answer.status_code, answer.location) == (303, "/cart")
        assert quantities() == {bowl.id: 1}
        assert "Stoneware bowl is in your cart." in client.get("/cart").text

    def test_adds_to_what_is_there(self, client, bowl):
        put_in(client, bowl, 2)
        put_in(client, bowl, 3)
        assert quantities() == {bowl.id: 5}

    def test_cookie_is_kept_for_long_and_hidden_from_scripts(self, client, bowl, app):
        answer = put_in(client, bowl)
        cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("cart="))
        assert f"Max-Age={app.config['CART_COOKIE_DURATION']}" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_database_has_only_a_digest_of_the_cookie(self, client, bowl):
        put_in(client, bowl)
        token = client.get_cookie("cart").value
        cart = db.session.scalars(db.select(Cart)).one()
        assert cart.token_hash == holder(token).token_hash
        assert token not in cart.token_hash

    def test_token_that_names_no_cart_is_replaced(self, client, bowl):
        client.set_cookie("cart", "planted-by-somebody")
        put_in(client, bowl)
        assert client.get_cookie("cart").value != "planted-by-somebody"

    def test_another_browser_has_another_cart(self, client, other_client, bowl):
        put_in(client, bowl)
        assert cart_json(other_client)["items"] == []

    def test_puts_in_what_is_left_and_says_so(self, client, app):
        lamp = make_product("Lamp", stock=3).variants[0]
        assert put_in(client, lamp, 5).status_code == 303
        assert quantities() == {lamp.id: 3}
        assert "Only 3 left of Lamp: we put 3 into your cart." in client.get("/cart").text

    def test_cart_holds_at_most_99_of_a_thing(self, client, app):
        nail = make_product("Nail", stock=500).variants[0]
        put_in(client, nail, 60)
        put_in(client, nail, 60)
        assert quantities() == {nail.id: 99}
        assert "at most 99 of each thing" in client.get("/cart").text

    def test_sold_out_is_a_conflict_with_a_way_on(self, client, app):
        lamp = make_product("Lamp", stock=0, slug="lamp").variants[0]
        answer = put_in(client, lamp)
        assert answer.status_code == 409
        assert "Lamp has sold out." in answer.text
        assert 'href="/products/lamp"' in answer.text
        assert quantities() == {}

    @pytest.mark.parametrize(
        "quantity", ["0", "-1", "100", "1.5", "many", "", "1e1", "٣", "9" * 5000]
    )
    def test_bad_quantity_is_refused_beside_the_field(self, client, bowl, quantity):
        answer = put_in(client, bowl, quantity)
        assert answer.status_code == 400
        assert "Stoneware bowl is not in your cart yet" in answer.text
        assert "Please give a whole number from 1 to 99." in answer.text
        assert quantities() == {}

    def test_what_was_typed_is_kept(self, client, bowl):
        assert 'value="100"' in put_in(client, bowl, "100").text

    def test_bad_quantity_is_a_problem_document_for_json(self, client, bowl):
        answer = client.post(
            "/cart/items",
            data={"variant": bowl.id, "quantity": "0"},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert list(answer.get_json()["errors"]) == ["quantity"]

    @pytest.mark.parametrize("variant", ["", "abc", "-1", "1.0", "\x00", "1 2", "½"])
    def test_malformed_variant_is_refused(self, client, app, variant):
        answer = client.post("/cart/items", data={"variant": variant})
        assert answer.status_code == 400
        assert "Please choose what to put into your cart." in answer.text

    def test_missing_variant_is_refused(self, client, app):
        assert client.post("/cart/items", data={}).status_code == 400

    @pytest.mark.parametrize("variant", ["0", "999999", str(2**31), str(10**30), "9" * 5000])
    def test_unknown_variant_is_not_found(self, client, app, variant):
        assert client.post("/cart/items", data={"variant": variant}).status_code == 404

    def test_unpublished_product_is_not_found(self, client, app):
        hidden = make_product(is_published=False).variants[0]
        assert put_in(client, hidden).status_code == 404

    def test_full_cart_takes_nothing_new_and_says_so(self, client, app, bowl, monkeypatch):
        monkeypatch.setattr("shop.cart.services.MOST_LINES", 1)
        put_in(client, bowl)
        answer = put_in(client, make_product().variants[0])
        assert answer.status_code == 409
        assert "Please take something out first." in answer.text
        assert quantities() == {bowl.id: 1}

    def test_forged_request_is_refused(self, client, bowl):
        answer = client.post(
            "/cart/items", data={"variant": bowl.id}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400
        assert quantities() == {}


class TestSetQuantity:
    def test_sets_it(self, client, bowl):
        put_in(client, bowl, 2)
        answer = client.post(f"/cart/items/{bowl.id}", data={"quantity": "7"})
        assert (answer.status_code, answer.location) == (303, "/cart")
        assert quantities() == {bowl.id: 7}
        assert "Your cart now has 7 of Stoneware bowl." in client.get("/cart").text

    def test_zero_removes(self, client, bowl):
        put_in(client, bowl)
        assert client.post(f"/cart/items/{bowl.id}", data={"quantity": "0"}).status_code == 303
        assert quantities() == {}

    def test_sets_what_is_left_and_says_so(self, client, bowl):
        put_in(client, bowl)
        client.post(f"/cart/items/{bowl.id}", data={"quantity": "50"})
        assert quantities() == {bowl.id: 10}
        assert "Only 10 left of Stoneware bowl" in client.get("/cart").text

    @pytest.mark.parametrize("quantity", ["-1", "100", "x", "", None])
    def test_bad_quantity_is_refused_beside_its_line(self, client, bowl, quantity):
        put_in(client, bowl, 2)
        data = {} if quantity is None else {"quantity": quantity}
        answer = client.post(f"/cart/items/{bowl.id}", data=data)
        assert answer.status_code == 400
        assert f'id="quantity-{bowl.id}-error"' in answer.text
        assert f'value="{quantity or ""}"' in answer.text
        assert quantities() == {bowl.id: 2}

    def test_variant_that_is_not_in_the_cart_is_not_found(self, client, bowl):
        put_in(client, bowl)
        other = make_product().variants[0]
        assert client.post(f"/cart/items/{other.id}", data={"quantity": "2"}).status_code == 404
        assert client.post(f"/cart/items/{other.id}", data={"quantity": "x"}).status_code == 404

    def test_without_a_cart_it_is_not_found(self, client, bowl):
        assert client.post(f"/cart/items/{bowl.id}", data={"quantity": "2"}).status_code == 404

    @pytest.mark.parametrize("variant", ["0", "abc", str(10**30), "-1"])
    def test_junk_in_the_path_is_not_found(self, client, bowl, variant):
        put_in(client, bowl)
        assert client.post(f"/cart/items/{variant}", data={"quantity": "2"}).status_code == 404

    def test_sold_out_meanwhile_is_a_conflict(self, client, bowl):
        put_in(client, bowl, 2)
        set_stock(bowl, 0)
        assert client.post(f"/cart/items/{bowl.id}", data={"quantity": "1"}).status_code == 409

    def test_no_longer_sold_is_a_conflict_with_a_way_on(self, client, bowl):
        put_in(client, bowl)
        unpublish(bowl)
        answer = client.post(f"/cart/items/{bowl.id}", data={"quantity": "2"})
        assert answer.status_code == 409
        assert 'href="/cart"' in answer.text


class TestRemove:
    def test_removes_the_line_and_says_so(self, client, bowl):
        put_in(client, bowl)
        answer = client.post(f"/cart/items/{bowl.id}/delete")
        assert (answer.status_code, answer.location) == (303, "/cart")
        assert quantities() == {}
        assert "Stoneware bowl is no longer in your cart." in client.get("/cart").text

    def test_offers_it_back_once_as_it_was(self, client, bowl):
        put_in(client, bowl, 3)
        client.post(f"/cart/items/{bowl.id}/delete")
        page = client.get("/cart").text
        assert "Undo" in page
        assert f'name="variant" value="{bowl.id}"' in page
        assert 'name="quantity" value="3"' in page
        assert "Undo" not in client.get("/cart").text

    def test_offers_it_back_where_it_stood(self, client, bowl):
        before, after = make_product("Jug").variants[0], make_product("Lamp").variants[0]
        for variant in (before, bowl, after):
            put_in(client, variant)
        client.post(f"/cart/items/{bowl.id}/delete")
        page = client.get("/cart").text.partition("cart-lines")[2]
        assert page.index("Jug") < page.index("Undo") < page.index("Lamp")

    def test_what_is_sold_out_or_gone_is_not_offered_back(self, client, bowl):
        put_in(client, bowl)
        set_stock(bowl, 0)
        client.post(f"/cart/items/{bowl.id}/delete")
        page = client.get("/cart").text
        assert "Stoneware bowl is no longer in your cart." in page
        assert "Undo" not in page

    def test_second_press_does_nothing(self, client, bowl):
        put_in(client, bowl)
        client.post(f"/cart/items/{bowl.id}/delete")
        assert client.post(f"/cart/items/{bowl.id}/delete").status_code == 303

    def test_variant_that_never_was_is_not_found(self, client, bowl):
        put_in(client, bowl)
        assert client.post("/cart/items/999999/delete").status_code == 404

    def test_leaves_other_peoples_lines(self, client, other_client, bowl):
        put_in(client, bowl)
        put_in(other_client, make_product().variants[0])
        other_client.post(f"/cart/items/{bowl.id}/delete")
        assert quantities()[bowl.id] == 1
