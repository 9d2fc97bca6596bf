"""The products' words in another language, from and to a CSV file.

Columns slug, title, description; a product a row, found by its slug. What a row leaves empty is
shown in the shop's own language, and what the file leaves out stays as it is.
"""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from shop.catalog import wording
from shop.catalog.forms import NO_TEXT
from shop.catalog.models import Product
from shop.catalog.transfer import cells, reading
from shop.catalog.transfer.fields import LONGEST, Problem, plain_text
from shop.catalog.transfer.importer import BadRows
from shop.extensions import db
from shop.texts.models import CatalogText

COLUMNS = ("slug", "title", "description")
LONGEST_DESCRIPTION = 20_000  # characters
BATCH = 500  # products looked up together


class Row(NamedTuple):
    """What the file says of one product."""

    line: int
    slug: str
    title: str
    description: str


class Summary(NamedTuple):
    """How many products an import changes and leaves alone."""

    changed: int
    same: int


def read(path: Path) -> list[Row]:
    """The rows of the file at `path`. Raises reading.FileRefused, and BadRows with all that is
    wrong."""
    problems: list[Problem] = []
    rows = [_row(line, problems) for line in reading.lines(path, COLUMNS)]
    seen: dict[str, int] = {}
    known = _known(row.slug for row in rows)
    for row in rows:
        if not row.slug:
            continue
        if row.slug not in known:
            text = _("no product has the address “%(slug)s”.", slug=row.slug[:80])
            problems.append(Problem(row.line, "slug", text))
        if (earlier := seen.setdefault(row.slug, row.line)) != row.line:
            text = _("line %(line)s is of the same product.", line=earlier)
            problems.append(Problem(row.line, "slug", text))
    if problems:
        raise BadRows(sorted(problems))
    return rows


def apply(rows: list[Row], language: str) -> Summary:
    """Keep what the rows say. Does not commit."""
    changed = 0
    for start in range(0, len(rows), BATCH):
        some = {row.slug: row for row in rows[start : start + BATCH]}
        products = db.session.scalars(
            db.select(Product).where(Product.slug.in_(some)).options(selectinload(Product.pictures))
        )
        several = [(product, _texts(some[product.slug])) for product in products]
        changed += wording.say_products(several, language)
    return Summary(changed, len(rows) - changed)


def rows(language: str) -> Iterator[list[str]]:
    """The heading, then a row for each product, defused for spreadsheets."""
    yield list(COLUMNS)
    ids = array("q", db.session.scalars(db.select(Product.id).order_by(Product.id)))
    for start in range(0, len(ids), BATCH):
        yield from _rows_of(list(ids[start : start + BATCH]), language)


def _rows_of(ids: list[int], language: str) -> Iterator[list[str]]:
    wanted = db.select(CatalogText.product_id, CatalogText.field, CatalogText.text).where(
        CatalogText.product_id.in_(ids), CatalogText.language == language
    )
    said = {(row.product_id, row.field): row.text for row in db.session.execute(wanted)}
    slugs = db.session.execute(
        db.select(Product.id, Product.slug).where(Product.id.in_(ids)).order_by(Product.id)
    )
    for product_id, slug in slugs:
        texts = [said.get((product_id, field), "") for field in COLUMNS[1:]]
        yield [cells.defuse(cell) for cell in (slug, *texts)]


def _row(line: reading.Line, problems: list[Problem]) -> Row:
    if not line.cells:
        shape = {"cells": line.width, "columns": len(COLUMNS)}
        text = _("the row has %(cells)s cells instead of %(columns)s.") % shape
        problems.append(Problem(line.number, "", text))
        return Row(line.number, "", "", "")
    slug, title = line.cells["slug"].strip(), " ".join(line.cells["title"].split())
    row = Row(line.number, slug, title, plain_text(line.cells["description"]))
    if not slug:
        problems.append(Problem(line.number, "slug", _("it is missing.")))
    longest = {"title": LONGEST["title"], "description": LONGEST_DESCRIPTION}
    for column, most in longest.items():
        said = getattr(row, column)
        if len(said) > most:
            text = _("longer than %(count)s characters.", count=most)
            problems.append(Problem(line.number, column, text))
        if NO_TEXT.search(said):
            text = _("there is a control character in it.")
            problems.append(Problem(line.number, column, text))
    return row


def _texts(row: Row) -> dict[str, str]:
    return {"title": row.title, "description": row.description}


def _known(slugs: Iterator[str]) -> set[str]:
    """Those that products have."""
    wanted = sorted({slug for slug in slugs if slug})
    found: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        found.update(db.session.scalars(db.select(Product.slug).where(Product.slug.in_(some))))
    return found
