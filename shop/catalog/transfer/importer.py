"""Importing a catalog file: all of it, or nothing.

`check` reads the whole file against the catalog and changes nothing; `apply` makes the changes.
Both go through the file in batches of products, so that its length costs time but little memory.

Products are found by SKU, so a product may change its slug; its old address leads to the new
one. What the file leaves out stays: other products, other variants of its products, pictures.
New variants, choices and pictures come after those that are there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from shop.catalog import search, shelves
from shop.catalog.models import Collection, Product
from shop.catalog.services import SlugTaken
from shop.catalog.transfer import reading, rows
from shop.catalog.transfer.applying import bring_in_line
from shop.catalog.transfer.checks import Checker
from shop.catalog.transfer.differences import Change, differences
from shop.catalog.transfer.fields import Problem
from shop.catalog.transfer.matching import Match, PictureFiles, match
from shop.catalog.transfer.reading import FileRefused
from shop.extensions import db

__all__ = [
    "BadRows",
    "CatalogChanged",
    "Change",
    "FileRefused",
    "Problem",
    "Summary",
    "apply",
    "check",
]

BATCH = 2000  # rows; a batch ends with the product that reaches it

Told = Callable[[Change], object]
Advance = Callable[[int], object]


def _nothing(_count: int) -> None:
    """What is called for each product where nobody watches."""


class BadRows(Exception):
    """Rows that cannot be imported; `problems` has every one of them, in the file's order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class CatalogChanged(Exception):
    """The catalog is no longer what the file was checked against. The caller must roll back."""


@dataclass
class Summary:
    """How many products and variants an import makes, changes and leaves alone."""

    new_products: int = 0
    changed_products: int = 0
    same_products: int = 0
    new_variants: int = 0
    changed_variants: int = 0
    same_variants: int = 0
    replaced_pictures: list[tuple[str, int]] = field(default_factory=list)  # key, width in pixels

    @property
    def products(self) -> int:
        return self.new_products + self.changed_products + self.same_products

    def count(self, match: Match, found: list[Change]) -> None:
        """Add one product's rows, and what `found` says of them."""
        new_variants = len(match.rows.variants) - len(match.variants)
        changed = len({change.sku for change in found if change.sku in match.variants})
        self.new_variants += new_variants
        self.changed_variants += changed
        self.same_variants += len(match.variants) - changed
        if match.product is None:
            self.new_products += 1
        elif found:
            self.changed_products += 1
        else:
            self.same_products += 1


def check(path: Path, tell: Told | None = None, advance: Advance = _nothing) -> Summary:
    """What importing the file at `path` would do; `tell` is called with each change.

    `advance` is called with 1 for each product that is done.

    Raises FileRefused, and BadRows with all that is wrong.
    """
    files = PictureFiles(path)
    checker = Checker(files)
    problems: list[Problem] = []
    summary = Summary()
    for batch in _matches(path):
        for found in batch:
            advance(1)
            problems += checker.problems(found)
            if problems:
                continue
            changes = list(differences(found, files))
            summary.count(found, changes)
            if tell:
                for change in changes:
                    tell(change)
    if problems:
        raise BadRows(sorted(problems))
    return summary


def apply(
    path: Path,
    tell: Told | None = None,
    advance: Advance = _nothing,
    stocks: Mapping[str, int] | None = None,
) -> Summary:
    """Import the file at `path`, which `check` found no fault with. Does not commit.

    After the commit, `renditions.forget` may delete the files of the summary's replaced pictures.
    `tell` is called with each change, `advance` with 1 for each product that is done. With
    `stocks`, the units by SKU that `check` found where the file says others, stock is changed by
    the difference of the two, so that what was sold since then stays sold.

    Raises CatalogChanged where the file fits the catalog no more.
    """
    files = PictureFiles(path)
    tree = shelves.parents()
    rows_of_collections = db.session.execute(db.select(Collection.slug, Collection.id))
    ids = {row.slug: row.id for row in rows_of_collections}
    summary = Summary()
    for batch in _matches(path):
        direct = {}
        for found in batch:
            advance(1)
            if stocks is not None:
                _keep_what_was_sold(found, stocks)
            changes = list(differences(found, files))
            summary.count(found, changes)
            if tell:
                for change in changes:
                    tell(change)
            if changes:
                product, replaced = _brought_in_line(found, files, ids)
                summary.replaced_pictures += replaced
                direct[product] = {ids[slug] for slug in found.rows.collections}
        if direct:
            db.session.flush()
            shelves.put_many({product.id: shelf for product, shelf in direct.items()}, tree)
            search.index([product.id for product in direct])
    return summary


def _keep_what_was_sold(found: Match, stocks: Mapping[str, int]) -> None:
    for row in found.rows.variants:
        if variant := found.variants.get(row.sku):
            change = row.stock - stocks.get(row.sku, row.stock)
            row.stock = max(0, variant.stock + change)


def _brought_in_line(
    found: Match, files: PictureFiles, collections: Mapping[str, int]
) -> tuple[Product, list[tuple[str, int]]]:
    missing = set(found.rows.collections) - collections.keys()
    if missing or found.strangers():
        raise CatalogChanged(found.rows.slug)
    try:
        return bring_in_line(found, files)
    except (SlugTaken, FileRefused, IntegrityError) as error:
        raise CatalogChanged(found.rows.slug) from error


def _matches(path: Path) -> Iterator[list[Match]]:
    batch: list[rows.ProductRows] = []
    size = 0
    for product in rows.products(reading.lines(path)):
        batch.append(product)
        size += len(product.variants)
        if size >= BATCH:
            yield match(batch)
            batch, size = [], 0
    if batch:
        yield match(batch)
