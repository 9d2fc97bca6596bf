"""`flask catalog import --language` and `flask catalog export --language`."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from factories import make_product
from flask import Flask

from shop.extensions import db
from shop.texts import keeping
from shop.texts.models import CatalogText

COLUMNS = ("slug", "title", "description")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    def run(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(args=["catalog", *map(str, arguments)])

    return run


def written(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "german.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def kept() -> dict[str, str]:
    db.session.rollback()
    return dict(db.session.execute(db.select(CatalogText.field, CatalogText.text)).all())


def test_import_keeps_the_words_of_products(run: Run, tmp_path: Path) -> None:
    make_product("Mug", slug="mug")
    make_product("Bowl", slug="bowl")
    result = run("import", written(tmp_path, ("mug", "Becher", "Für Tee.")), "--language", "de")
    assert result.exit_code == 0, result.output
    assert "Products: 1 updated, 0 unchanged." in result.output
    assert kept() == {"title": "Becher", "description": "Für Tee."}


def test_importing_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    make_product("Mug", slug="mug")
    file = written(tmp_path, ("mug", "Becher", ""))
    run("import", file, "--language", "de")
    result = run("import", file, "--language", "de")
    assert "Products: 0 updated, 1 unchanged." in result.output


def test_dry_run_says_what_would_change_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    make_product("Mug", slug="mug")
    file = written(tmp_path, ("mug", "Becher", ""))
    result = run("import", file, "--language", "de", "--dry-run")
    assert "Products: 1 would be updated, 0 unchanged." in result.output
    assert kept() == {}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("bowl", "Schale", ""), "Line 3, slug: no product has the address “bowl”."),
        (("", "Schale", ""), "Line 3, slug: it is missing."),
        (("mug", "Tasse", ""), "Line 3, slug: line 2 is of the same product."),
        (("cup", "T" * 161, ""), "Line 3, title: longer than 160 characters."),
        (("cup", "Ta\x07sse", ""), "Line 3, title: there is a control character in it."),
        (("cup", "Tasse"), "Line 3: the row has 2 cells instead of 3."),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_imported(
    run: Run, tmp_path: Path, row: tuple[str, ...], said: str
) -> None:
    make_product("Mug", slug="mug")
    make_product("Cup", slug="cup")
    result = run("import", written(tmp_path, ("mug", "Becher", ""), row), "--language", "de")
    assert result.exit_code == 1
    assert said in result.output
    assert "Nothing was imported." in result.output
    assert kept() == {}


def test_columns_of_the_whole_catalog_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "catalog.csv"
    path.write_text("slug,title,price\nmug,Becher,12\n", encoding="utf-8")
    result = run("import", path, "--language", "de")
    assert result.exit_code == 1
    assert "missing: description" in result.output
    assert "not known: price" in result.output


@pytest.mark.parametrize("language", ["en", "fr", "deutsch"])
def test_a_language_that_the_shop_has_no_other_words_in_is_refused(
    run: Run, tmp_path: Path, language: str
) -> None:
    result = run("import", written(tmp_path), "--language", language)
    assert result.exit_code == 2
    assert "choose one of de." in result.output


def test_export_is_read_back_unchanged(run: Run, tmp_path: Path) -> None:
    mug = make_product("Mug", slug="mug")
    make_product("Bowl", slug="bowl")
    keeping.put(mug, "de", {"title": "=Becher", "description": "Eins.\n\nZwei."})
    db.session.commit()
    file = tmp_path / "out.csv"
    assert run("export", file, "--language", "de").exit_code == 0
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert rows == [list(COLUMNS), ["mug", "'=Becher", "Eins.\n\nZwei."], ["bowl", "", ""]]
    result = run("import", file, "--language", "de")
    assert "Products: 0 updated, 2 unchanged." in result.output


def test_imported_words_are_searched(run: Run, tmp_path: Path, client) -> None:  # type: ignore[no-untyped-def]
    make_product("Mug", slug="mug")
    run("import", written(tmp_path, ("mug", "Becher", "")), "--language", "de")
    assert client.get("/products/suggest?q=becher").json["items"][0]["url"] == "/products/mug"
