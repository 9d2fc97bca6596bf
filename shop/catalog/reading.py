"""Reading plain columns, as pages that are seen all day do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, String, cast, func
from sqlalchemy.orm import InstrumentedAttribute

from shop import texts
from shop.extensions import db


def fetch(statement: Executable, **parameters: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of `statement`, which selects columns and no entities, with its `bindparam`s filled.

    In the session's own transaction but past the ORM, whose bookkeeping costs a small
    statement more than the database does. Statements that are built once, with bindparam, save
    as much again. Titles and the like come in the reader's language.
    """
    if language := texts.foreign():
        statement, parameters[texts.READER] = texts.translated(statement), language
    return db.session.connection().execute(statement, parameters).all()


def listed(column: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """An aggregate of all its numbers in one text, "3,17", so that one row tells them."""
    return func.aggregate_strings(cast(column, String), ",")


def numbers(text: str | None) -> set[int]:
    """What `listed` gave; NULL is none."""
    return {int(number) for number in text.split(",")} if text else set()
