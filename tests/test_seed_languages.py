"""The demo shop in German: complete, and loaded without touching what a merchant wrote."""

import csv
from pathlib import Path

import pytest
from factories import CollectionFactory, make_product
from flask import Flask

from seeds import load, pages, translations
from shop.extensions import db
from shop.pages import services
from shop.pages.models import Page
from shop.texts import keeping
from shop.texts.models import CatalogText

GERMAN = load.SEEDS / "de"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(name: str) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in rows(GERMAN / name)}


@pytest.mark.parametrize("name", ["products.csv", "collections.csv"])
def test_everything_is_said_and_nothing_else(name: str) -> None:
    own = {row["slug"]: row for row in reversed(rows(load.SEEDS / name))}
    german = said(name)
    assert german.keys() == own.keys()
    for slug, row in german.items():
        assert row["title"], slug
        paragraphs = own[slug]["description"].split("\n\n")
        assert len(row["description"].split("\n\n")) == len(paragraphs), slug


def test_every_option_and_way_to_ship_is_said() -> None:
    words = {(row["kind"], row["word"]) for row in rows(GERMAN / "words.csv")}
    wanted = set()
    for row in rows(load.SEEDS / "products.csv"):
        for pair in filter(None, row["options"].split(";")):
            name, _, value = pair.partition("=")
            wanted |= {("option", name), ("value", value)}
    for row in rows(load.SEEDS / "shipping.csv"):
        wanted |= {("shipping", row[column]) for column in ("zone", "title", "description")}
    alike = {"S–M", "L–XL"}  # noqa: RUF001 - sizes, as they are written
    missing = {
        word
        for word in wanted - words
        if not keeping.MEASURE.fullmatch(word[1]) and word[1] not in alike
    }
    assert missing == set()


def test_every_page_is_said() -> None:
    german = said("pages.csv")
    assert german.keys() == {page.slug for page in pages.PAGES}
    for slug in german:
        headings = [
            (folder / f"{slug}.md").read_text(encoding="utf-8").count("\n## ")
            for folder in (pages.FOLDER, GERMAN / "texts")
        ]
        assert headings[0] == headings[1], slug


def test_quotation_marks_and_dashes_are_german_ones() -> None:
    for path in [*GERMAN.glob("*.csv"), *GERMAN.glob("texts/*.md")]:
        cells = [cell for row in rows(path) for cell in row.values()]
        text = "\n".join(cells) if path.suffix == ".csv" else path.read_text(encoding="utf-8")
        assert '"' not in text, path
        assert text.count("„") == text.count("“"), path
        assert "'" not in text, path


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """One product, one collection and one page, and files that say them in German."""
    german = tmp_path / "de"
    (german / "texts").mkdir(parents=True)
    for name, text in {
        "products.csv": "slug,title,description\nmug,Becher,Aus Ton.\n",
        "collections.csv": "slug,title,description\nkitchen,Küche,Zum Kochen.\n",
        "words.csv": "kind,word,text\nvalue,Sage,Salbei\n",
        "pages.csv": "slug,title\nreturns,Rückgabe\n",
        "texts/returns.md": "30 Tage\n",
    }.items():
        (german / name).write_text(text, encoding="utf-8")
    make_product("Mug", slug="mug", colours=("Sage",))
    CollectionFactory(title="Kitchen", slug="kitchen")
    services.create(slug="returns", title="Returns", body="30 days", is_published=True)
    db.session.commit()
    return tmp_path


def kept() -> set[tuple[str, str]]:
    found = db.session.execute(db.select(CatalogText.field, CatalogText.text)).all()
    return {(row.field, row.text) for row in found}


def test_loading_says_it_all_and_again_changes_nothing(folder: Path) -> None:
    translations.load(folder)
    first = kept()
    assert {("title", "Becher"), ("title", "Küche"), ("value", "Salbei")} < first
    assert ("body", "30 Tage") in first
    ids = list(db.session.scalars(db.select(CatalogText.id).order_by(CatalogText.id)))
    translations.load(folder)
    assert kept() == first
    assert list(db.session.scalars(db.select(CatalogText.id).order_by(CatalogText.id))) == ids


def test_a_page_that_the_merchant_has_written_in_german_stays(folder: Path) -> None:
    page = db.session.scalar(db.select(Page).where(Page.slug == "returns"))
    keeping.put(page, "de", {"title": "Umtausch", "body": "14 Tage"})
    translations.load(folder)
    assert ("body", "14 Tage") in kept()
    assert ("body", "30 Tage") not in kept()
