"""The list that a search leads to."""

import pytest
from factories import CollectionFactory, fill_catalog, make_product
from listed import count_beside, titles

from shop.catalog import search
from shop.catalog.models import SearchMiss
from shop.extensions import db


class TestSearch:
    @pytest.fixture(autouse=True)
    def shop(self, app):
        make_product("Brass reading lamp")
        make_product("Linen napkin")
        search.index()
        db.session.commit()

    def test_finds_by_words_and_keeps_them_in_the_field(self, client):
        page = client.get("/products?q=reading lamp")
        assert titles(page) == ["Brass reading lamp"]
        assert 'name="q" type="search" value="reading lamp"' in page.text

    def test_says_what_it_searched_for_instead_of_a_typo(self, client):
        page = client.get("/products?q=napkim")
        assert titles(page) == ["Linen napkin"]
        assert "Showing results for" in page.text
        assert "<strong>napkin</strong>" in page.text

    def test_shows_what_others_like_where_nothing_is_found(self, client):
        page = client.get("/products?q=zeppelin")
        assert page.status_code == 200
        assert "Nothing found for “zeppelin”" in page.text
        assert "What others like" in page.text

    def test_notes_for_the_merchant_what_was_not_found(self, client):
        client.get("/products?q=zeppelin")
        assert db.session.scalars(db.select(SearchMiss.query)).all() == ["zeppelin"]

    def test_keeps_the_words_when_a_filter_is_added(self, client):
        page = client.get("/products?q=lamp").text
        assert '<input type="hidden" name="q" value="lamp">' in page

    def test_counts_only_what_was_found(self, client):
        assert count_beside(client.get("/products?q=lamp"), "In stock") == 1

    def test_escapes_the_words(self, client):
        page = client.get("/products?q=<b>lamp</b>").text
        assert "<b>lamp" not in page


def test_a_search_asks_the_database_at_most_eight_things(client, count_queries):
    fill_catalog(60, CollectionFactory(slug="c"))
    search.index()
    db.session.commit()
    address = "/products?q=bulk+product&collection=c&in_stock=1"
    assert count_queries(lambda: client.get(address)) <= 8
