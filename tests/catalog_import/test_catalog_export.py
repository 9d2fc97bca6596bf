"""`flask catalog export`, and that an import of it changes nothing."""

import csv
import io

import pytest
from catalog_imports import OAT, SAGE, draw, product, snapshot
from catalog_rows import ROW
from factories import CollectionFactory, make_product

from shop.catalog.transfer import cells, exporter


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
