"""How many products a collection shows, by what lists are narrowed by: counts that are kept.

Triggers of the database keep them with every change (migration 0006). On PostgreSQL a change adds
rows rather than waiting for another's; `fold` adds those up now and then, and `recount` counts
anew each night what two changes at the very same moment may have missed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, text

from shop.catalog.filters import ProductQuery
from shop.catalog.models import FLAGS, product_counts
from shop.catalog.reading import fetch
from shop.extensions import db
from shop.pagecache import changes

EVERYTHING = 0  # in the place of a collection's id: the whole catalog

_of = product_counts.c
_KIND = (_of.collection_id, _of.is_available, _of.is_on_sale, _of.stars)
KEPT = (
    select(*_KIND, func.sum(_of.number))
    .where(_of.collection_id.in_(bindparam("collections", expanding=True)))
    .group_by(*_KIND)
)

# Beside a collection's products, as the products have it.
COPY = """
    UPDATE collection_products AS c SET (published_at, {filters}) = ({of_product})
    FROM products AS p
    WHERE p.id = c.product_id AND (c.published_at, {own}) {unlike} ({of_product})
"""
COUNT = """
    INSERT INTO product_counts
    SELECT 0, is_available, is_on_sale, rating_average / 100, count(*)
    FROM products WHERE is_published GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT collection_id, is_available, is_on_sale, rating_average / 100, count(*)
    FROM collection_products WHERE published_at IS NOT NULL GROUP BY 1, 2, 3, 4
"""
# In one statement, so that no reader ever sees a count that is gone or there twice.
GONE = "WITH gone AS (DELETE FROM product_counts)"
FOLD = """
    WITH gone AS (DELETE FROM product_counts RETURNING *)
    INSERT INTO product_counts
    SELECT collection_id, is_available, is_on_sale, stars, sum(number)
    FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
"""


class Kind(NamedTuple):
    """How many products are alike in what the choices ask for, and what they cost."""

    is_available: bool
    is_on_sale: bool
    rating: int  # the average, in hundredths of a star; kept ones are rounded down to a star
    number: int
    lowest: int | None = None  # minor units; None where it is not known
    highest: int | None = None


def kept(collection_ids: Iterable[int]) -> dict[int, list[Kind]]:
    """The published products of these collections, by their ids; EVERYTHING is one."""
    found: dict[int, list[Kind]] = defaultdict(list)
    for collection_id, available, on_sale, stars, number in fetch(
        KEPT, collections=list(collection_ids)
    ):
        found[collection_id].append(Kind(available, on_sale, 100 * stars, number))
    return found


def meeting(kinds: Iterable[Kind], asked: ProductQuery) -> list[Kind]:
    """Those of `kinds` that meet the choices of `asked`."""
    return [
        kind
        for kind in kinds
        if (kind.is_available or not asked.in_stock)
        and (kind.is_on_sale or not asked.on_sale)
        and kind.rating >= 100 * (asked.rating or 0)
    ]


def total(kinds: Iterable[Kind]) -> int:
    return sum(kind.number for kind in kinds)


def fold() -> None:
    """Add up what changes have added. Does not commit."""
    if _is_postgresql():
        with changes.judged_by_caller():  # the sums stay what they are
            db.session.execute(text(FOLD))


def recount() -> None:
    """Bring the copies beside collections, and all counts, in line with the products themselves.

    Does not commit.
    """
    names = ("price", *FLAGS)
    of_product = ("CASE WHEN p.is_published THEN p.published_at END", *(f"p.{n}" for n in names))
    copy = COPY.format(
        filters=", ".join(names),
        of_product=", ".join(of_product),
        own=", ".join(f"c.{name}" for name in names),
        unlike="IS DISTINCT FROM" if _is_postgresql() else "IS NOT",
    )
    db.session.execute(text(copy))
    if _is_postgresql():
        db.session.execute(text(f"{GONE} {COUNT}"))
    else:
        db.session.execute(delete(product_counts))
        db.session.execute(text(COUNT))


def _is_postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"
