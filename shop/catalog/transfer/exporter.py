"""The catalog as the rows of a CSV file, in the form that the importer reads back unchanged."""

import csv
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from sqlalchemy.orm import Session, selectinload

from shop import money
from shop.catalog.models import Option, Product, Variant
from shop.catalog.transfer import cells
from shop.catalog.transfer.differences import choices
from shop.catalog.transfer.matching import picture_name
from shop.extensions import db

BATCH = 500  # products in memory at a time


def rows() -> Iterator[list[str]]:
    """The heading, then a row for each variant of each product, defused for spreadsheets."""
    yield list(cells.COLUMNS)
    ids = array("q", db.session.scalars(db.select(Product.id).order_by(Product.id)))
    for row in cells_of(ids, db.session()):
        yield [cells.defuse(cell) for cell in row]


def cells_of(product_ids: Sequence[int], session: Session) -> Iterator[list[str]]:
    """A row for each variant of each of these products, in their order; nothing is defused."""
    for product in _products(product_ids, session):
        for variant in product.variants:
            yield _row(product, variant)


def write(file: TextIO, lines: Iterable[list[str]]) -> None:
    """Write `lines` as CSV (RFC 4180); `file` is opened with newline=""."""
    csv.writer(file).writerows(lines)


def _products(product_ids: Sequence[int], session: Session) -> Iterator[Product]:
    """The products batch by batch, each batch loaded with a handful of queries."""
    for start in range(0, len(product_ids), BATCH):
        ids = list(product_ids[start : start + BATCH])
        found = session.scalars(
            db.select(Product)
            .where(Product.id.in_(ids))
            .options(
                selectinload(Product.variants).options(
                    selectinload(Variant.option_values), selectinload(Variant.picture)
                ),
                selectinload(Product.options).selectinload(Option.values),
                selectinload(Product.collections),
                selectinload(Product.pictures),
            )
        )
        by_id = {product.id: product for product in found}
        yield from (by_id[id_] for id_ in ids if id_ in by_id)


def _row(product: Product, variant: Variant) -> list[str]:
    is_first = variant is product.variants[0]
    code = money.currency()
    return [
        product.slug,
        product.title if is_first else "",
        cells.join(c.slug for c in product.collections) if is_first else "",
        product.description if is_first else "",
        variant.sku,
        cells.join_options(choices(variant)),
        money.major(variant.price, code),
        "" if variant.compare_at_price is None else money.major(variant.compare_at_price, code),
        str(variant.stock),
        cells.join(_pictures(product, variant) if is_first else _own(variant)),
    ]


def _own(variant: Variant) -> list[str]:
    return [picture_name(variant.picture)] if variant.picture else []


def _pictures(product: Product, first: Variant) -> list[str]:
    """The first row's: its own, which may be none, then those that no other row names."""
    shown = {variant.picture for variant in product.variants}
    others = [picture_name(picture) for picture in product.pictures if picture not in shown]
    return [picture_name(first.picture), *others] if first.picture or others else []
