"""What is found follows the catalog; suggestions while somebody types; what was not found."""

import pytest
from factories import make_product
from searching import found, sold
from sqlalchemy import text

from shop.catalog import search
from shop.catalog.models import Product, SearchMiss
from shop.catalog.search import misses
from shop.extensions import db

pytestmark = pytest.mark.usefixtures("app")


def suggested(query: str, limit: int = 6) -> list[str]:
    return [db.session.get(Product, key).title for key in search.suggest(query, limit)]


class TestIndex:
    def test_shows_a_change(self):
        product = sold("Oak tray")
        product.title = "Elm tray"
        search.index([product.id])
        assert found("elm") == ["Elm tray"]
        assert found("oak") == []

    def test_is_undone_with_the_change(self):
        product = sold("Oak tray")
        product.title = "Elm tray"
        search.index([product.id])
        db.session.rollback()
        assert found("oak") == ["Oak tray"]
        assert search.match("elm").is_empty

    def test_hides_what_is_unpublished(self):
        product = sold("Oak tray")
        product.is_published = False
        search.index([product.id])
        db.session.commit()
        assert search.match("oak").is_empty
        assert suggested("oak") == []

    def test_never_shows_what_was_not_published(self):
        sold("Oak tray", is_published=False)
        assert search.match("oak").is_empty

    def test_takes_products_out(self):
        product = sold("Oak tray")
        search.remove([product.id])
        assert search.match("oak").is_empty

    def test_loses_what_is_deleted(self):
        product = sold("Oak tray")
        db.session.execute(db.delete(Product).where(Product.id == product.id))
        db.session.commit()
        assert search.match("oak").is_empty

    def test_makes_all_anew(self):
        gone = sold("Oak tray")
        make_product("Elm tray")
        gone.is_published = False
        search.index()
        db.session.commit()
        assert found("tray") == ["Elm tray"]
        assert search.match("trya").corrected == "tray"

    def test_of_nothing_does_nothing(self):
        search.index([])
        search.remove([])

    def test_of_a_product_that_is_gone_does_nothing(self):
        search.index([12345])
        assert search.match("oak").is_empty

    def test_takes_any_text(self):
        sold(
            "Mug 'quoted' \"twice\" back\\slash %s :x", "word " * 20_000 + "🙂 \u2028 " + "y" * 500
        )
        assert found("quoted backslash") == found("slash") or found("slash")

    def test_asks_as_much_for_ten_products_as_for_one(self, count_queries):
        ids = [make_product().id for _ in range(10)]
        one = count_queries(lambda: search.index(ids[:1]))
        assert count_queries(lambda: search.index(ids)) == one


class TestSuggest:
    def test_completes_what_is_typed(self):
        sold("Stoneware mug")
        sold("Linen apron")
        assert suggested("sto") == suggested("stoneware m") == ["Stoneware mug"]
        assert suggested("l") == ["Linen apron"]

    def test_puts_titles_that_begin_so_first(self):
        sold("Large oak tray")
        sold("Oak tray")
        assert suggested("oa") == ["Oak tray", "Large oak tray"]

    def test_prefers_titles_to_texts(self):
        sold("Bowl", "Turned from oak.")
        sold("Oak tray")
        assert suggested("oak") == ["Oak tray"]

    def test_looks_into_texts_when_no_title_matches(self):
        sold("Bowl", "Turned from oak.")
        assert suggested("oak") == ["Bowl"]

    @pytest.mark.parametrize("query", ["stonewar", "stonwar", "stnew", "stoenw"])
    def test_forgives_typos_in_half_a_word(self, query):
        sold("Stoneware mug")
        assert suggested(query) == ["Stoneware mug"]

    def test_gives_no_more_than_asked_for(self):
        for number in range(5):
            sold(f"Mug {number}")
        assert len(suggested("mug", limit=3)) == 3


class TestMisses:
    def kept(self) -> list[tuple[str, int]]:
        db.session.rollback()
        return [
            tuple(row) for row in db.session.execute(db.select(SearchMiss.query, SearchMiss.count))
        ]

    def test_are_counted_once_a_search(self):
        search.log_miss("Fondue  set")
        assert self.kept() == [("fondue set", 1)]
        search.log_miss("fondue SET ")
        assert self.kept() == [("fondue set", 2)]

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "x",
            "!!!",
            "\0\0\0",
            "fon\0due",
            "123",
            "ada@example.com",
            "https://example.com",
            "www.example.com",
            "+44 20 7946 0958",
            "4111-1111-1111-1111",
            "order 100034829",
            "word " * 30,
            "\ud800abc",
        ],
    )
    def test_leave_out_junk_and_what_may_be_personal(self, query):
        search.log_miss(query)
        assert self.kept() == []

    def test_are_bounded(self, monkeypatch):
        monkeypatch.setattr(misses, "MOST_KEPT", 2)
        for query in ("fondue set", "raclette", "waffle iron"):
            search.log_miss(query)
        assert [query for query, _ in self.kept()] == ["raclette", "waffle iron"]

    def test_are_counted_on_a_page_that_only_reads(self, app):
        with app.test_request_context("/products?q=fondue"):
            db.session.execute(db.select(Product)).all()
            search.log_miss("fondue")
        assert self.kept() == [("fondue", 1)]

    def test_wait_for_nobody(self, app):
        search.log_miss("fondue")
        with db.engine.connect().execution_options(writes=True) as other, other.begin():
            other.execute(text("UPDATE search_misses SET count = 9"))
            search.log_miss("fondue")
        assert self.kept() == [("fondue", 9)]
