"""`flask catalog import` and `flask catalog export`."""

import csv
import io
from pathlib import Path

import pytest
from catalog_imports import OAT, SAGE, Run, product, written
from catalog_rows import ROW
from click.testing import Result
from factories import CollectionFactory, make_product
from flask import Flask
from PIL import Image

from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Picture,
    Product,
    SlugRedirect,
    StockMovement,
)
from shop.catalog.transfer import cells, exporter
from shop.extensions import db
from shop.media.storage import storage
from shop.outbox import OutboxJob

OAT |= {"price": "13.00", "stock": "0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def run(app: Flask) -> Run:
    def run(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(args=["catalog", *map(str, arguments)])

    return run


@pytest.fixture
def run_import(run: Run, folder: Path) -> Run:
    """Import rows, each given as a mapping; `flags` go to the command."""

    def run_import(*rows: dict[str, str], flags: tuple[str, ...] = ()) -> Result:
        return run("import", written(folder, *rows), *flags)

    return run_import


def draw(path: Path, colour: str = "teal") -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), colour).save(path)


def snapshot() -> list[tuple[object, ...]]:
    """Every row of the catalog, as it is in the database."""
    names = (
        *("products", "variants", "options", "option_values", "variant_option_values"),
        *("collection_products", "pictures", "stock_movements", "slug_redirects"),
    )
    found = []
    for name in names:
        table = db.metadata.tables[name]
        found += [(name, *row) for row in db.session.execute(db.select(table))]
    db.session.rollback()
    return sorted(found, key=repr)


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


class TestPictures:
    def test_pictures_beside_the_file_become_the_products(self, run_import, folder, run_jobs):
        draw(folder / "pictures" / "sage.png")
        draw(folder / "detail.png")
        run_import(SAGE | {"image": "sage.png;detail.png"}, OAT | {"image": "sage.png"})
        made = product()
        assert [(p.source_name, p.alt) for p in made.pictures] == [
            ("sage.png", "Tea bowl"),
            ("detail.png", "Tea bowl"),
        ]
        assert made.cover is made.pictures[0]
        assert {v.picture for v in made.variants} == {made.pictures[0]}
        assert all(storage().exists(p.key) for p in made.pictures)

    def test_text_for_those_who_cannot_see_it_names_the_choice(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"}, OAT)
        assert product().pictures[0].alt == "Tea bowl, Sage"

    def test_renditions_are_asked_for(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        job = db.session.scalar(db.select(OutboxJob))
        assert (job.name, job.arguments) == (
            "tasks.media.render_picture",
            {"picture_id": product().pictures[0].id},
        )

    def test_same_picture_again_is_no_change(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        before = snapshot()
        result = run_import(SAGE | {"image": "sage.png"})
        assert "1 unchanged" in result.output
        assert snapshot() == before

    def test_other_picture_under_the_same_name_replaces_it(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        old = product().pictures[0].key
        draw(folder / "sage.png", "red")
        run_import(SAGE | {"image": "sage.png"})
        made = product()
        assert len(made.pictures) == 1
        assert made.pictures[0].key != old
        assert made.cover is made.variants[0].picture is made.pictures[0]
        assert not storage().exists(old)

    @pytest.mark.parametrize("name", ["missing.png", "../secret.png", "/etc/hostname"])
    def test_picture_that_is_not_beside_the_file_is_named(self, run, folder, name):
        draw(folder / "secret.png")
        (folder / "inner").mkdir()
        result = run("import", written(folder / "inner", ROW | {"image": name}))
        assert result.exit_code == 1
        assert f"Line 2, image: there is no picture {name} beside the file." in result.output
        assert product() is None

    def test_file_that_is_no_picture_is_named(self, run_import, folder):
        (folder / "sage.png").write_text("<svg/>")
        result = run_import(ROW | {"image": "sage.png"})
        assert "Line 2, image: sage.png: SVG files are not accepted." in result.output
        assert (product(), db.session.scalar(db.select(Picture.id))) == (None, None)


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


class TestExport:
    def test_importing_an_export_changes_nothing(self, run, run_import, folder):
        CollectionFactory(slug="bowls", parent=CollectionFactory(slug="kitchen"))
        draw(folder / "sage.png")
        draw(folder / "detail.png")
        run_import(
            SAGE
            | {"collection": "bowls", "image": "sage.png;detail.png", "compare_at_price": "20"},
            OAT,
            ROW
            | {"slug": "plain", "sku": "=PLAIN", "title": "@plain", "description": "-a\r\n\r\nb"},
        )
        make_product("Two  spaces, a ; and a \\", slug="odd", colours=("a;b", "c=d\\"))
        before = snapshot()
        path = folder / "elsewhere" / "export.csv"
        path.parent.mkdir()
        assert run("export", path).exit_code == 0
        result = run("import", path)
        assert "Products: 0 created, 0 updated, 3 unchanged." in result.output, result.output
        assert "0 updated, 5 unchanged." in result.output
        assert snapshot() == before

    def test_goes_to_the_standard_output_by_default(self, run, run_import):
        run_import(SAGE, OAT)
        rows = list(csv.DictReader(io.StringIO(run("export").stdout)))
        assert rows == [SAGE, OAT | {"price": "13.00"}]

    def test_formulas_are_defused(self, run, run_import):
        formula = '=HYPERLINK("http://example.com")'
        run_import(ROW | {"title": formula, "sku": "+1", "description": "'@x"})
        made = product()
        assert (made.title, made.variants[0].sku) == (formula, "+1")
        row = next(csv.DictReader(io.StringIO(run("export").stdout)))
        assert (row["title"], row["sku"]) == (f"'{formula}", "'+1")
        assert row["description"] == "'@x"

    def test_variant_without_a_picture_of_its_own_stays_so(self, run, run_import, folder):
        draw(folder / "bowl.png")
        run_import(SAGE | {"image": ";bowl.png"}, OAT)
        assert [v.picture for v in product().variants] == [None, None]
        assert next(csv.DictReader(io.StringIO(run("export").stdout)))["image"] == ";bowl.png"

    def test_catalog_of_many_batches_is_complete(self, app, monkeypatch):
        monkeypatch.setattr(exporter, "BATCH", 2)
        skus = [make_product().variants[0].sku for _ in range(5)]
        assert [row[4] for row in exporter.rows()] == ["sku", *skus]

    def test_folder_that_is_not_there_is_said(self, run, folder):
        result = run("export", folder / "none" / "export.csv")
        assert (result.exit_code, "cannot be written" in result.output) == (1, True)


@pytest.mark.parametrize(
    "text", ["=1", "'=1", "''=1", "+", "-1", "@a", "\t1", "\r", "a", "'", "'a", ""]
)
def test_defused_cell_comes_back_as_it_was(text):
    assert cells.restore(cells.defuse(text)) == text
    assert cells.defuse(text)[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize("parts", [[], ["a"], ["a", "b"], ["", "b"], ["a;b", "c\\"], ["\\;", "x"]])
def test_joined_names_come_apart_as_they_were(parts):
    assert cells.split(cells.join(parts)) == parts


@pytest.mark.parametrize("options", [{}, {"A": "1"}, {"A=;": "b=c;d", "\\": "=\\"}])
def test_joined_options_come_apart_as_they_were(options):
    assert dict(cells.split_options(cells.join_options(options))) == options
