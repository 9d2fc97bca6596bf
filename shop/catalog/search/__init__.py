"""Finding products by words, in whichever database is there.

`index` and `remove` keep what is searched in step with the catalog, in the caller's transaction:
call them wherever a product's title, text, SKUs, options, collections or publication change.

    index([product.id])              # after a change, before the commit
    found = search.match(query)      # a page of results
    db.select(Product).join(found.statement, found.statement.c.product_id == Product.id)
        .where(Product.is_published).order_by(found.statement.c.rank.desc())
    db.select(db.func.count()).where(Product.id.in_(found.product_ids))     # facets: no ranking
    if found.is_empty: search.log_miss(query)

Inside, `words` makes words of text, `documents` gathers a product's, `sqlite` and `postgresql`
keep and find them, `spelling` forgives typos, `misses` counts what was not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, literal

from shop import texts
from shop.catalog.models import Product
from shop.catalog.search import documents, spelling, words
from shop.catalog.search.engine import engine, exists
from shop.catalog.search.misses import log_miss
from shop.extensions import db

__all__ = ["Match", "all_ids", "index", "log_miss", "match", "remove", "suggest"]

MANY = 100  # products indexed at once that the database is asked to tidy up after
MOST_SUGGESTED_FROM = 200  # products looked at for suggestions; a single letter begins thousands


@dataclass(frozen=True)
class Match:
    """What a search found, to be joined with; nothing is loaded yet."""

    words: tuple[str, ...]  # what was searched for; () where the text held no word at all
    corrected: str | None  # the words searched instead where a typo was forgiven, to be shown
    is_empty: bool  # no product has these words (before any filter), or there were no words
    statement: CTE  # columns product_id and rank, the best the highest; join it with Product
    product_ids: Select[Any]  # the same products without the cost of ranking, for IN


def index(product_ids: Iterable[int] | None = None) -> None:
    """Bring what is searched in line with these products (all of them by default).

    Those that are not published are found by `all_ids` alone, those that are gone by nothing.
    Flushes the session, does not commit.
    """
    db.session.flush()
    database = engine()
    if product_ids is None:
        database.clear()
        ids = list(db.session.scalars(db.select(Product.id).order_by(Product.id)))
    else:
        ids = sorted(set(product_ids))
        database.remove(ids)
    spoken: set[str] = set()
    for batch in documents.load(ids):
        database.write(batch)
        spoken.update(*(document.spoken for document in batch))
    database.learn(word for word in spoken if words.can_be_meant(word))
    if len(ids) > MANY:
        database.settle()


def remove(product_ids: Iterable[int]) -> None:
    """Take these products out of the search. Does not commit."""
    engine().remove(sorted(set(product_ids)))


def match(text: str) -> Match:
    """Find published products that have every word of `text`, the last one as a beginning.

    Any text will do: at most 8 words of its first 100 characters count. Words that no product
    has are replaced by ones spelled much like them, and `corrected` says so.
    """
    asked = words.of_query(text)
    if not asked:
        return _nothing(())
    if exists(words.terms(asked)):
        return _found(asked, asked)
    instead = spelling.corrected(asked)
    return _found(asked, instead) if instead else _nothing(tuple(asked))


def _found(asked: list[str], searched: list[str]) -> Match:
    database, terms = engine(), words.terms(searched)
    return Match(
        words=tuple(asked),
        corrected=" ".join(searched) if searched != asked else None,
        is_empty=False,
        # Materialized: what ranks a match works inside the search alone, and is asked for once.
        statement=database.ranked(terms).cte("found").prefix_with("MATERIALIZED"),
        product_ids=database.ids(database.matches(terms)),
    )


def _nothing(asked: tuple[str, ...]) -> Match:
    none = db.select(Product.id.label("product_id")).where(db.false())
    ranked = none.add_columns(literal(0.0).label("rank")).cte("found")
    return Match(asked, None, is_empty=True, statement=ranked, product_ids=none)


def all_ids(text: str) -> Select[Any]:
    """The ids (column product_id) of the products, published or not, that have every word of
    `text`, the last one as a beginning; of none where there is no word in it."""
    asked = words.of_query(text)
    if not asked:
        return _nothing(()).product_ids
    database, terms = engine(), words.terms(asked)
    unseen = [words.unseen(term) for term in terms]
    shown, hidden = database.matches(terms), database.matches(unseen)
    found: Select[Any] = db.select(
        db.union_all(database.ids(shown), database.ids(hidden)).subquery().c.product_id
    )
    return found


def suggest(text: str, limit: int = 6) -> list[int]:
    """Ids of the published products that `text`, half typed or mistyped, may mean; best first.

    Looks in titles and SKUs first, then everywhere, then for words spelled alike.
    """
    asked = words.of_query(text)
    if not asked:
        return []
    found = _suggested(asked, limit, in_name=True) or _suggested(asked, limit, in_name=False)
    if not found and (instead := spelling.corrected(asked)):
        found = _suggested(instead, limit, in_name=False)
    return found


def _suggested(asked: list[str], limit: int, *, in_name: bool) -> list[int]:
    """Titles that begin with the words first, then the shortest; from the first few hundred."""
    database = engine()
    matching = database.matches(words.terms(asked, completing=True), in_name=in_name)
    some = database.ids(matching).limit(MOST_SUGGESTED_FROM).subquery()
    title = texts.shown(Product.title)
    begins = title.istartswith(" ".join(asked), autoescape=True)
    found = db.session.scalars(
        db.select(Product.id)
        .join(some, some.c.product_id == Product.id)
        .where(Product.is_published)
        .order_by(begins.desc(), db.func.length(title), Product.id)
        .limit(limit)
    )
    return list(found)
