"""The wishlist."""

import pytest
from factories import UserFactory, make_product

from shop.account import services
from shop.account.models import WishlistItem
from shop.extensions import db


def wishes() -> list[int]:
    return list(db.session.scalars(db.select(WishlistItem.product_id).order_by(WishlistItem.id)))


class TestToggling:
    def test_adds_and_then_removes(self, client, customer):
        product = make_product("Stacking bowl")
        answer = client.post("/account/wishlist", data={"product": product.slug})
        assert (answer.status_code, answer.location) == (303, "/account/wishlist")
        assert wishes() == [product.id]
        assert "Stacking bowl is on your wishlist." in client.get("/account/wishlist").text
        client.post("/account/wishlist", data={"product": product.slug})
        assert wishes() == []
        assert "Stacking bowl is off your wishlist." in client.get("/account/wishlist").text

    @pytest.mark.parametrize(("action", "count"), [("add", 1), ("remove", 0)])
    def test_with_an_action_sent_twice_does_it_once(self, client, customer, action, count):
        data = {"product": make_product().slug, "action": action}
        for _ in range(2):
            assert client.post("/account/wishlist", data=data).status_code == 303
        assert len(wishes()) == count

    def test_leads_back_to_the_page_that_it_was_pressed_on(self, client, customer):
        product = make_product(slug="bowl")
        headers = {"Referer": "http://localhost/products/bowl?variant=1"}
        answer = client.post("/account/wishlist", data={"product": product.slug}, headers=headers)
        assert answer.location == "/products/bowl?variant=1"

    def test_leads_to_next(self, client, customer):
        data = {"product": make_product().slug, "next": "/cart"}
        assert client.post("/account/wishlist", data=data).location == "/cart"

    def test_never_leads_out_of_the_shop(self, client, customer):
        data = {"product": make_product().slug, "next": "//evil.example"}
        headers = {"Referer": "https://evil.example/x"}
        answer = client.post("/account/wishlist", data=data, headers=headers)
        assert answer.location == "/account/wishlist"

    @pytest.mark.parametrize("data", [{}, {"product": "nothing"}, {"product": "x" * 100_000}])
    def test_an_unknown_product_is_a_404(self, client, customer, data):
        assert client.post("/account/wishlist", data=data).status_code == 404

    @pytest.mark.parametrize("slug", ["a\0b", "\ud800"])
    def test_a_slug_that_no_column_holds_is_refused(self, client, customer, slug):
        data = {"product": slug.encode("utf-8", "surrogatepass")}
        assert client.post("/account/wishlist", data=data).status_code in (400, 404)

    def test_a_product_that_is_not_sold_can_be_removed_alone(self, client, customer):
        product = make_product(is_published=False)
        data = {"product": product.slug}
        assert client.post("/account/wishlist", data=data).status_code == 404
        db.session.add(WishlistItem(user_id=customer.id, product_id=product.id))
        db.session.commit()
        answer = client.post("/account/wishlist", data={**data, "action": "remove"})
        assert answer.status_code == 303
        assert wishes() == []

    def test_more_than_can_be_kept_is_a_409_with_a_way_on(self, client, customer, monkeypatch):
        monkeypatch.setattr(services, "MOST_WISHES", 1)
        for status in (303, 409):
            answer = client.post("/account/wishlist", data={"product": make_product().slug})
            assert answer.status_code == status
        assert 'href="/account/wishlist"' in answer.text
        assert len(wishes()) == 1


class TestPage:
    def test_shows_the_last_added_first(self, client, customer):
        for title in ("First bowl", "Second bowl"):
            client.post("/account/wishlist", data={"product": make_product(title).slug})
        client.get("/account/wishlist")
        page = client.get("/account/wishlist").text
        assert page.index("Second bowl") < page.index("First bowl")

    def test_says_what_to_do_where_it_is_empty(self, client, customer):
        assert 'href="/products"' in client.get("/account/wishlist").text

    def test_leaves_out_what_is_not_sold_any_more(self, client, customer):
        product = make_product("Sold long ago", is_published=False)
        db.session.add(WishlistItem(user_id=customer.id, product_id=product.id))
        db.session.commit()
        assert "Sold long ago" not in client.get("/account/wishlist").text

    def test_shows_nobody_elses(self, client, customer):
        product = make_product("A secret wish")
        db.session.add(WishlistItem(user_id=UserFactory().id, product_id=product.id))
        db.session.commit()
        assert "A secret wish" not in client.get("/account/wishlist").text

    def test_costs_as_many_queries_for_one_as_for_many(self, client, customer, count_queries):
        def count() -> int:
            db.session.add(WishlistItem(user_id=customer.id, product_id=make_product().id))
            db.session.commit()
            return count_queries(lambda: client.get("/account/wishlist"))

        assert count() == max(count() for _ in range(5))
