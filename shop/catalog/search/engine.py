"""Which database's way of searching is used, and the questions asked of either."""

from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal

from shop.catalog.search import postgresql, sqlite
from shop.catalog.search.words import Term
from shop.extensions import db

ENOUGH = 200  # products that are counted of a word; more would not say more


def engine() -> ModuleType:
    """The module that speaks to this database; both have the same functions."""
    return sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql


def exists(terms: Sequence[Term]) -> bool:
    """Whether any product has all of `terms`."""
    database = engine()
    asked = database.parameters(terms)
    return db.session.connection().execute(_exists(database), asked).first() is not None


@lru_cache
def _exists(database: ModuleType) -> Select[Any]:
    statement: Select[Any] = database.exists()
    return statement


def counts(questions: Sequence[Sequence[Term]]) -> list[int]:
    """How many products each of `questions` matches, up to ENOUGH, in one statement."""
    if not questions:
        return []
    selects = [
        db.select(literal(at).label("at"), _count(terms, at).label("products"))
        for at, terms in enumerate(questions)
    ]
    rows = db.session.execute(db.union_all(*selects)).all()
    return [min(row.products, ENOUGH) for row in sorted(rows)]


def _count(terms: Sequence[Term], at: int) -> ColumnElement[int]:
    """Where a sample has any, about so many as that says; else all are counted."""
    database = engine()
    sampled, every = (
        db.select(func.count())
        .select_from(_some(database, terms, f"{at}_{sampled}", sampled=sampled))
        .scalar_subquery()
        for sampled in (True, False)
    )
    return case((sampled > 0, sampled * database.SAMPLED), else_=every)


def _some(database: ModuleType, terms: Sequence[Term], name: str, *, sampled: bool) -> Subquery:
    # Materialized, or the limit is a reason to read the table until there are so many.
    matching = database.ids(database.matches(terms, sampled=sampled))
    found = matching.cte(f"matching_{name}").prefix_with("MATERIALIZED")
    some: Subquery = db.select(found.c.product_id).limit(ENOUGH).subquery()
    return some
