"""The list of products: what it shows, how it is narrowed, and its file."""

import csv
import io
from datetime import timedelta

import pytest
from factories import CollectionFactory, UserFactory, fill_catalog, make_product

from shop import clock
from shop.catalog import search
from shop.catalog.transfer import cells, importer
from shop.extensions import db
from shop.rights import Role


@pytest.fixture
def catalog(administrator):
    """A published bowl on sale, a hidden mug that is sold out, a scheduled vase that runs low."""
    kitchen = CollectionFactory(title="Kitchen", slug="kitchen")
    made = {
        "bowl": make_product(
            "Salt bowl", price=2000, compare_at_price=2500, collections=(kitchen,)
        ),
        "mug": make_product("Harbour mug", stock=0, is_published=False),
        "vase": make_product(
            "Tall vase", price=9000, stock=3, is_published=False, publish_at=tomorrow()
        ),
    }
    search.index()
    db.session.commit()
    return made


def tomorrow():
    return clock.now() + timedelta(days=1)


def titles(answer):
    assert answer.status_code == 200
    return [t for t in ("Salt bowl", "Harbour mug", "Tall vase") if f">{t}</a>" in answer.text]


class TestList:
    def test_shows_state_price_stock_and_collections(self, client, catalog):
        text = client.get("/admin/products").text
        for words in ("Published", "Scheduled", "Hidden", "$20.00", "On sale", "Sold out", "Low"):
            assert words in text
        assert f"/admin/products/{catalog['bowl'].id}" in text
        assert "/admin/products?collection=kitchen" in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("state=published", ["Salt bowl"]),
            ("state=hidden", ["Harbour mug"]),
            ("state=scheduled", ["Tall vase"]),
            ("stock=out", ["Harbour mug"]),
            ("stock=low", ["Tall vase"]),
            ("stock=in", ["Salt bowl", "Tall vase"]),
            ("sale=yes", ["Salt bowl"]),
            ("sale=no&state=hidden", ["Harbour mug"]),
            ("collection=kitchen", ["Salt bowl"]),
            ("collection=kitchen&stock=out", []),
            ("collection=nothing", ["Salt bowl", "Harbour mug", "Tall vase"]),
            ("q=mug", ["Harbour mug"]),
            ("q=salt+bow", ["Salt bowl"]),
            ("q=kitchen", ["Salt bowl"]),
            ("q=teapot", []),
            ("q=%00", ["Salt bowl", "Harbour mug", "Tall vase"]),
            ("q=%21%22", []),
        ],
    )
    def test_is_narrowed_by_its_address(self, client, catalog, query, found):
        assert titles(client.get(f"/admin/products?{query}")) == found

    def test_finds_a_hidden_product_by_its_sku(self, client, catalog):
        sku = catalog["mug"].variants[0].sku
        assert titles(client.get(f"/admin/products?q={sku.lower()}")) == ["Harbour mug"]

    @pytest.mark.parametrize(
        ("sort", "first"),
        [
            ("title", "Harbour mug"),
            ("price", "Salt bowl"),
            ("-price", "Tall vase"),
            ("stock", "Harbour mug"),
            ("-stock", "Salt bowl"),
            ("newest", "Salt bowl"),
            ("-newest", "Tall vase"),
            ("junk", "Tall vase"),
        ],
    )
    def test_is_sorted(self, client, catalog, sort, first):
        text = client.get(f"/admin/products?sort={sort}").text
        places = {t: text.index(f">{t}</a>") for t in ("Salt bowl", "Harbour mug", "Tall vase")}
        assert min(places, key=places.__getitem__) == first

    def test_takes_as_many_queries_for_many_products_as_for_few(
        self, client, administrator, count_queries
    ):
        shelf = CollectionFactory()
        fill_catalog(2, shelf)
        few = count_queries(lambda: client.get("/admin/products"))
        db.session.execute(db.text("DELETE FROM products"))
        db.session.commit()
        fill_catalog(60, shelf)
        assert count_queries(lambda: client.get("/admin/products")) == few

    def test_a_reader_sees_it_without_buttons(self, client, sign_in, catalog):
        client.post("/auth/logout")
        sign_in(UserFactory(role=Role.READER))
        text = client.get("/admin/products").text
        assert "Salt bowl" in text
        assert "New product" not in text
        assert 'name="action"' not in text


class TestFile:
    def rows(self, client, query=""):
        answer = client.get(f"/admin/products.csv{query}")
        assert answer.mimetype == "text/csv"
        return list(csv.DictReader(io.StringIO(answer.text)))

    def test_has_the_columns_that_the_import_reads(self, client, catalog):
        assert tuple(self.rows(client)[0]) == cells.COLUMNS

    def test_follows_the_list(self, client, catalog):
        rows = self.rows(client, "?state=hidden")
        assert [(row["title"], row["stock"]) for row in rows] == [("Harbour mug", "0")]

    def test_is_imported_without_a_change(self, client, catalog, tmp_path):
        catalog["bowl"].title = "=1+1"
        db.session.commit()
        text = client.get("/admin/products.csv").text
        assert "'=1+1" in text
        assert "''=1+1" not in text
        (tmp_path / "catalog.csv").write_text(text, newline="")
        summary = importer.check(tmp_path / "catalog.csv")
        assert (summary.new_products, summary.changed_products) == (0, 0)
        assert summary.same_products == 3
