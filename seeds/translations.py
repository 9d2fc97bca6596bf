"""The demo shop in other languages: a folder of files each, named after the language.

products.csv and collections.csv: slug, title, description. words.csv: kind (a value of
shop.texts.reading.OF_WORDS), word, text. pages.csv: slug, title; what is on them is Markdown in
texts/.

Loaded where the shop is written in English, as the demo shop's own files are.
"""

from pathlib import Path

from seeds.tree import rows
from shop import languages
from shop.catalog import wording
from shop.catalog.models import Collection
from shop.catalog.transfer import translations
from shop.extensions import db
from shop.pages.models import Page
from shop.texts import keeping

WRITTEN_IN = "en"


def load(folder: Path) -> None:
    """Keep all words of each other language that there are files of. Commits."""
    if languages.default() != WRITTEN_IN:
        return
    for language in languages.LANGUAGES:
        files = folder / language
        if files.is_dir():
            _load(files, language)
    db.session.commit()


def _load(files: Path, language: str) -> None:
    wording.say_words(
        language,
        {(row["kind"], row["word"]): row["text"] for row in rows(files, "words.csv")},
    )
    said = {row["slug"]: row for row in rows(files, "collections.csv")}
    collections = db.session.scalars(db.select(Collection).where(Collection.slug.in_(said)))
    wording.say_collections(((row, _words(said[row.slug])) for row in collections), language)
    translations.apply(translations.read(files / "products.csv"), language)
    _load_pages(files, language)


def _words(row: dict[str, str]) -> dict[str, str]:
    return {"title": row["title"], "description": row["description"]}


def _load_pages(files: Path, language: str) -> None:
    """A merchant may have changed them: what has words in the language already keeps them."""
    for row in rows(files, "pages.csv"):
        page = db.session.scalar(db.select(Page).where(Page.slug == row["slug"]))
        if page is not None and not keeping.of_row(page, language)["body"]:
            body = (files / "texts" / f"{row['slug']}.md").read_text(encoding="utf-8").strip()
            keeping.put(page, language, {"title": row["title"], "body": body})
