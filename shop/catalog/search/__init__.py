"""Finding products by words, in whichever database is there.

`index` and `remove` keep what is searched in step with the catalog, in the caller's transaction:
call them wherever a product's title, text, SKUs, options, collections or publication change.

    index([product.id])              # after a change, before the commit
    found = search.match(query)      # a page of results
    db.select(Product).join(found.statement, found.statement.c.product_id == Product.id)
        .where(Product.is_published).order_by(found.statement.c.rank.desc())
    if found.is_empty: search.log_miss(query)

What is run all day is built once: `best_first`, with `found.parameters` bound.

Inside, `words` makes words of text, `documents` gathers a product's, `sqlite` and `postgresql`
keep and find them, `spelling` forgives typos, `misses` counts what was not found.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal

from shop import texts
from shop.catalog.models import Product
from shop.catalog.search import documents, spelling, words
from shop.catalog.search.engine import engine
from shop.catalog.search.misses import log_miss
from shop.extensions import db

__all__ = [
    "MOST_FOUND",
    "Match",
    "all_ids",
    "among",
    "best_first",
    "bound_ids",
    "index",
    "is_more",
    "log_miss",
    "match",
    "remove",
    "suggest",
]

MOST_FOUND = 240  # products that a search shows; it says so where there are more
MANY = 100  # products indexed at once that the database is asked to tidy up after
MOST_SUGGESTED_FROM = 100  # products looked at for suggestions; a single letter begins thousands

Narrow = Callable[[Select[Any]], Select[Any]]  # of a select of ids: with joins and conditions


@dataclass(frozen=True)
class Match:
    """What a search found: the best ids, and how to join with more."""

    words: tuple[str, ...]  # what was searched for; () where the text held no word at all
    corrected: str | None  # the words searched instead where a typo was forgiven, to be shown
    is_empty: bool  # no product has these words (before any filter), or there were no words
    parameters: Mapping[str, Any]  # for statements made of `best_first`
    ids: Sequence[int] = ()  # the best MOST_FOUND, the best first, and one more where there are

    @property
    def statement(self) -> Any:
        """A CTE with the columns product_id and rank, the best the highest, of the best MOST_FOUND
        and some more; join it with Product."""
        if self.is_empty:
            none = db.select(Product.id.label("product_id"), literal(0.0).label("rank"))
            return none.where(db.false()).cte("found")
        return _ranked().params(**self.parameters).cte("found")


def _all(found: Select[Any]) -> Select[Any]:
    return found


def best_first(narrow: Narrow = _all) -> Select[Any]:
    """The products (column product_id) that a search finds, and that `narrow` leaves of a select
    of them: the best MOST_FOUND, and one more where there are. Where there are many more, they
    are the best of some that have the words in their title.

    To be bound when it is run: a match's `parameters`.
    """
    found = _ranked(narrow).subquery()
    order = (found.c.rank.desc(), found.c.product_id.desc())
    best: Select[Any] = db.select(found.c.product_id).order_by(*order)
    return best.limit(MOST_FOUND + 1)


def _ranked(narrow: Narrow = _all) -> Select[Any]:
    database = engine()
    ranked: Select[Any] = database.ranked(database.best(MOST_FOUND, narrow, names_only=False))
    return ranked


def is_more(ids: Sequence[int]) -> bool:
    """Whether there are more than these of a match, or of `best_first`."""
    return len(ids) > MOST_FOUND


def among(column: Any) -> ColumnElement[bool]:
    """That `column` is one of the ids bound as `bound_ids` has them."""
    given: ColumnElement[bool] = engine().among(column)
    return given


def bound_ids(ids: Sequence[int]) -> dict[str, Any]:
    return {"ids": engine().of_ids(ids)}


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
    found = _found(asked, asked)
    if found.is_empty and (instead := spelling.corrected(asked)):
        found = _found(asked, instead)
    return found


def _found(asked: list[str], searched: list[str]) -> Match:
    parameters = engine().parameters(words.terms(searched))
    ids = db.session.connection().scalars(_select_best(engine()), parameters).all()
    if not ids:
        return _nothing(tuple(asked))
    corrected = " ".join(searched) if searched != asked else None
    return Match(tuple(asked), corrected, is_empty=False, parameters=parameters, ids=ids)


@lru_cache
def _select_best(_database: ModuleType) -> Select[Any]:
    return best_first()


def _nothing(asked: tuple[str, ...]) -> Match:
    return Match(asked, None, is_empty=True, parameters={})


def all_ids(text: str) -> Select[Any]:
    """The ids (column product_id) of the products, published or not, that have every word of
    `text`, the last one as a beginning; of none where there is no word in it."""
    asked = words.of_query(text)
    if not asked:
        none: Select[Any] = db.select(Product.id.label("product_id")).where(db.false())
        return none
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
    found = _suggested(asked, limit, names_only=True)
    found = found or _suggested(asked, limit, names_only=False)
    if not found and (instead := spelling.corrected(asked)):
        found = _suggested(instead, limit, names_only=False)
    return found


def _suggested(asked: list[str], limit: int, *, names_only: bool) -> list[int]:
    """Titles that begin with the words first, then the shortest; of some where there are many."""
    terms = words.terms(asked, completing=True)
    statement = _select_suggestions(engine(), names_only, texts.foreign())
    values = {**engine().parameters(terms), "begins": " ".join(asked) + "%", "limit": limit}
    return list(db.session.connection().scalars(statement, values))


@lru_cache
def _select_suggestions(
    database: ModuleType, names_only: bool, _language: str | None
) -> Select[tuple[int]]:
    some = database.best(MOST_SUGGESTED_FROM, _all, names_only=names_only)
    title = texts.shown(Product.title)
    begins = db.func.lower(title).like(bindparam("begins"))  # words hold nothing to be escaped
    best_first: Select[tuple[int]] = (
        db.select(Product.id)
        .join(some, some.c.product_id == Product.id)
        .where(Product.is_published)
        .order_by(begins.desc(), db.func.length(title), Product.id)
        .limit(bindparam("limit"))
    )
    return best_first
