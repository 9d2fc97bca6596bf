"""`flask catalog import`: what it makes and changes, and its dry run."""

import csv

import pytest
from catalog_imports import OAT, SAGE, draw, product, snapshot, written
from catalog_rows import ROW
from factories import CollectionFactory

from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Product,
    SlugRedirect,
    StockMovement,
)
from shop.extensions import db


class TestImport:
    def test_makes_a_product_with_its_variants(self, run_import):
        result = run_import(SAGE, OAT)
        made = product()
        assert result.exit_code == 0, result.output
        assert "Products: 1 created, 0 updated, 0 unchanged." in result.output
        assert "Variants: 2 created, 0 updated, 0 unchanged." in result.output
        assert (made.title, made.description) == ("Tea bowl", "For two hands.")
        assert [(v.sku, v.price, v.stock, v.label) for v in made.variants] == [
            ("BOWL-S", 1250, 7, "Sage"),
            ("BOWL-O", 1300, 0, "Oat"),
        ]

    def test_product_is_listed_and_found(self, run_import, client):
        run_import(ROW)
        assert "Tea bowl" in client.get("/products?q=bowl").text

    def test_summary_columns_are_right(self, run_import):
        run_import(SAGE, OAT | {"compare_at_price": "20.00"})
        made = product()
        assert (made.price, made.highest_price, made.stock) == (1250, 1300, 7)
        assert (made.is_on_sale, made.is_available) == (True, True)

    def test_stock_is_the_sum_of_its_movements(self, run_import):
        run_import(ROW)
        run_import(ROW | {"stock": "3"})
        movements = db.session.scalars(db.select(StockMovement).order_by(StockMovement.id)).all()
        assert [(m.change, m.reason) for m in movements] == [(7, "import"), (-4, "import")]
        assert product().variants[0].stock == 3

    def test_product_is_shown_in_its_collections_and_above(self, run_import):
        top = CollectionFactory(slug="kitchen")
        CollectionFactory(slug="bowls", parent=top)
        CollectionFactory(slug="gifts")
        run_import(ROW | {"collection": "bowls; gifts"})
        rows = db.session.execute(
            db.select(Collection.slug, CollectionProduct.is_direct).join(
                Collection, Collection.id == CollectionProduct.collection_id
            )
        )
        shelves = {row.slug: row.is_direct for row in rows}
        assert shelves == {"bowls": True, "gifts": True, "kitchen": False}

    def test_second_import_changes_what_differs(self, run_import):
        run_import(SAGE, OAT)
        variant_id = product().variants[0].id
        result = run_import(
            SAGE | {"price": "9.99", "title": "Bowl"}, OAT | {"options": "Colour=Ink"}
        )
        changed = product()
        assert "Products: 0 created, 1 updated, 0 unchanged." in result.output
        assert (changed.title, changed.price, changed.variants[0].id) == ("Bowl", 999, variant_id)
        assert [v.label for v in changed.variants] == ["Sage", "Ink"]
        assert [v.value for v in changed.options[0].values] == ["Sage", "Ink"]

    def test_new_row_adds_a_variant_and_leaves_the_others(self, run_import):
        run_import(SAGE)
        run_import(OAT | {"title": "Tea bowl", "description": "For two hands."})
        assert [v.sku for v in product().variants] == ["BOWL-S", "BOWL-O"]

    def test_other_slug_with_the_same_sku_moves_the_product(self, run_import, client):
        run_import(ROW)
        run_import(ROW | {"slug": "green-tea-bowl"})
        assert db.session.scalar(db.select(SlugRedirect.slug)) == "tea-bowl"
        assert db.session.scalar(db.select(db.func.count(Product.id))) == 1
        assert client.get("/products/tea-bowl").location.endswith("/products/green-tea-bowl")

    @pytest.mark.parametrize("prefix", ["", "\ufeff"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_byte_order_mark_and_line_ends_do_not_matter(self, run, folder, prefix, end):
        path = written(folder, ROW | {"description": "One.\n\nTwo, “quoted”."})
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\n", end)
        path.write_bytes((prefix + text).encode())
        result = run("import", path)
        assert result.exit_code == 0, result.output
        assert product().description == "One.\n\nTwo, “quoted”."

    def test_columns_may_stand_in_any_order(self, run, folder):
        path = folder / "catalog.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([list(ROW)[::-1], list(ROW.values())[::-1]])
        assert run("import", path).exit_code == 0
        assert product().variants[0].sku == "BOWL"


class TestDryRun:
    def test_changes_nothing(self, run_import, folder):
        run_import(SAGE)
        draw(folder / "sage.png")
        before = snapshot()
        changed = SAGE | {"price": "1.00", "stock": "1", "title": "Cup", "image": "sage.png"}
        run_import(changed, OAT, flags=("--dry-run",))
        assert snapshot() == before

    def test_says_what_would_change(self, run_import):
        CollectionFactory(slug="bowls")
        run_import(SAGE)
        changes = {"price": "9.00", "stock": "1", "slug": "bowl", "collection": "bowls"}
        new = OAT | {"slug": "bowl"}
        output = run_import(SAGE | changes, new, flags=("--dry-run",)).output
        assert output.splitlines() == [
            "Line 2: bowl, slug: “tea-bowl” → “bowl”",
            "Line 2: bowl, collection: “” → “bowls”",
            "Line 2: bowl BOWL-S, price: “12.50” → “9.00”",
            "Line 2: bowl BOWL-S, stock: “7” → “1”",
            "Line 3: bowl BOWL-O is new.",
            "Products: 0 would be created, 1 would be updated, 0 unchanged.",
            "Variants: 1 would be created, 1 would be updated, 0 unchanged.",
        ]

    def test_names_bad_rows(self, run_import):
        result = run_import(ROW | {"price": "x"}, flags=("--dry-run",))
        assert (result.exit_code, "Line 2, price" in result.output) == (1, True)
