import pytest
from factories import make_product

from shop.catalog import search
from shop.catalog.models import Picture
from shop.extensions import db


@pytest.fixture
def lamp(app):
    lamp = make_product("Brass reading lamp", slug="lamp")
    make_product("Linen napkin", slug="napkin")
    lamp.cover = Picture(key="aa/lamp.webp", width=8, height=8, alt="", product=lamp)
    search.index()
    db.session.commit()
    return lamp


class TestSuggest:
    def test_answers_with_title_address_and_picture(self, client, lamp):
        answer = client.get("/products/suggest?q=brass+rea")
        assert answer.mimetype == "application/json"
        [item] = answer.json["items"]
        assert (item["title"], item["url"]) == ("Brass reading lamp", "/products/lamp")
        assert item["image"].startswith("/media/aa/lamp")

    def test_has_no_picture_for_a_product_without_one(self, client, lamp):
        assert client.get("/products/suggest?q=nap").json["items"][0]["image"] is None

    def test_leaves_out_what_is_not_published(self, client, lamp):
        lamp.is_published = False
        search.index()
        db.session.commit()
        assert client.get("/products/suggest?q=brass").json == {"items": []}

    @pytest.mark.parametrize(
        "junk", ["", "%20", "%00", "%ff%fe", "\"'()*:^", "9" * 5000, "%25_", "AND"]
    )
    def test_has_nothing_for_junk(self, client, lamp, junk):
        answer = client.get(f"/products/suggest?q={junk}")
        assert (answer.status_code, answer.json) == (200, {"items": []})

    def test_has_nothing_without_words(self, client):
        assert client.get("/products/suggest").json == {"items": []}

    def test_may_be_kept_by_caches(self, client, lamp):
        answer = client.get("/products/suggest?q=lamp")
        assert "public" in answer.headers["Cache-Control"]
        assert answer.headers["ETag"]

    def test_offers_at_most_six(self, client):
        for _ in range(9):
            make_product("Bowl")
        search.index()
        db.session.commit()
        assert len(client.get("/products/suggest?q=bowl").json["items"]) == 6


class TestRecent:
    def test_answers_with_cards_in_the_order_asked(self, client, lamp):
        page = client.get("/products/recent?slug=napkin&slug=lamp").text
        assert page.index("Linen napkin") < page.index("Brass reading lamp")
        assert "<html" not in page

    def test_leaves_out_what_is_gone(self, client, lamp):
        lamp.is_published = False
        db.session.commit()
        page = client.get("/products/recent?slug=napkin&slug=lamp&slug=nowhere").text
        assert page.count('"product-card"') == 1

    def test_answers_with_at_most_eight(self, client):
        slugs = [make_product().slug for _ in range(10)]
        page = client.get("/products/recent", query_string={"slug": slugs}).text
        assert page.count('"product-card"') == 8

    @pytest.mark.parametrize("junk", ["", "slug=", "slug=%00", "slug=" + "x" * 4000, "slug=%ff"])
    def test_has_nothing_for_junk(self, client, junk):
        answer = client.get(f"/products/recent?{junk}")
        assert (answer.status_code, answer.text.strip()) == (200, "")

    def test_is_not_for_search_engines(self, client):
        assert client.get("/products/recent").headers["X-Robots-Tag"] == "noindex"
