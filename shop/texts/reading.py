"""Asking the database for columns in the reader's language."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal,
    select,
)

from shop.extensions import db
from shop.languages import foreign
from shop.texts.models import CatalogText

READER = "reader_language"  # what the language is bound as in translated statements
# By table and column: the field whose text is shown instead.
OF_ROWS = {
    "products": ("title", "description", "seo_title", "seo_description"),
    "collections": ("title", "description"),
    "pages": ("title", "body"),
}
OWNERS = {"products": "product_id", "collections": "collection_id", "pages": "page_id"}
OF_WORDS = {
    ("options", "name"): "option",
    ("option_values", "value"): "value",
    ("pictures", "alt"): "alt",
    ("shipping_zones", "title"): "shipping",
    ("shipping_methods", "title"): "shipping",
    ("shipping_methods", "description"): "shipping",
    ("promotions", "title"): "promotion",
    ("tax_rates", "title"): "tax",
}
# A field that is made from another one where it is empty: not from that of the other language.
MADE_FROM = {"seo_title": "title", "seo_description": "description"}


def shown(column: Any) -> Any:
    """`column` for a statement that is built for one reader: itself, or their language's text."""
    language = foreign()
    return _instead(column, literal(language)) if language else column


def translated(statement: Executable) -> Executable:
    """`statement` with the columns that it selects in the language bound as READER.

    What it filters and sorts by stays as it is. Made once for each statement.
    """
    if isinstance(statement, Select | CompoundSelect):
        return _translated(statement)
    return statement


@lru_cache(maxsize=512)
def _translated(statement: Any) -> Executable:
    if isinstance(statement, CompoundSelect):
        return statement
    columns = [_instead(column, bindparam(READER)) for column in statement.inner_columns]
    found: Executable = statement.with_only_columns(*columns)
    return found


def _instead(column: Any, language: ColumnElement[str]) -> Any:
    table: Any = getattr(column, "table", None)
    name = getattr(column, "name", "")
    kind = getattr(table, "name", "")
    if field := OF_WORDS.get((kind, name)):
        found = [_text(table, CatalogText.word == column, language, field)]
    elif name in OF_ROWS.get(kind, ()):
        owned = getattr(CatalogText, OWNERS[kind]) == table.c.id
        found = [_text(table, owned, language, name)]
        if base := MADE_FROM.get(name):
            found.append(_text(table, owned, language, base, literal("")))
    else:
        return column
    return func.coalesce(*found, column).label(name)


def _text(
    table: Any, owned: Any, language: Any, field: str, text: Any = CatalogText.text
) -> ScalarSelect[str]:
    wanted = select(text).select_from(CatalogText)
    wanted = wanted.where(owned, CatalogText.language == language, CatalogText.field == field)
    return wanted.correlate(table).scalar_subquery()


def of(row: Any, field: str) -> str:
    """A field of a row that is loaded already, in the reader's language; one query for others."""
    text = str(getattr(row, field))
    language = foreign()
    if language is None:
        return text
    owned = getattr(CatalogText, OWNERS[row.__tablename__]) == row.id
    kept: str | None = db.session.scalar(
        select(CatalogText.text).where(
            owned, CatalogText.language == language, CatalogText.field == field
        )
    )
    return kept or text
