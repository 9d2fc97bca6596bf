"""Which database's way of searching is used, and the questions asked of either."""

from collections.abc import Sequence
from types import ModuleType

from sqlalchemy import func, literal

from shop.catalog.search import postgresql, sqlite
from shop.catalog.search.words import Term
from shop.extensions import db

ENOUGH = 200  # products that are counted of a word; more would not say more


def engine() -> ModuleType:
    """The module that speaks to this database; both have the same functions."""
    return sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql


def exists(terms: Sequence[Term]) -> bool:
    """Whether any product has all of `terms`."""
    found = engine()
    return db.session.scalar(found.ids(found.matches(terms)).limit(1)) is not None


def counts(questions: Sequence[Sequence[Term]]) -> list[int]:
    """How many products each of `questions` matches, up to ENOUGH, in one statement."""
    if not questions:
        return []
    found = engine()
    selects = [
        db.select(literal(at).label("at"), func.count().label("products")).select_from(
            found.ids(found.matches(terms)).limit(ENOUGH).subquery()
        )
        for at, terms in enumerate(questions)
    ]
    rows = db.session.execute(db.union_all(*selects)).all()
    return [row.products for row in sorted(rows)]
