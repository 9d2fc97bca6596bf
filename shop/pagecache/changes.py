"""Noticing every commit that changes what pages show, whoever makes it and by whichever way.

Statements are looked at as they reach the database, so neither a bulk update nor an import can be
forgotten. Tables that no public page shows are named here; a new table counts as shown until then.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, TextClause, event

from shop import replica
from shop.extensions import db
from shop.pagecache.token import Token

UNSEEN_TABLES = frozenset({
    "addresses",
    "audit_entries",
    "auth_tokens",
    "begun_checkouts",
    "cart_codes",
    "cart_lines",
    "carts",
    "counters",
    "import_files",
    "import_findings",
    "import_runs",
    "invoices",
    "mail_texts",
    "no_reminders",
    "order_discounts",
    "order_events",
    "order_lines",
    "order_taxes",
    "orders",
    "outbox_jobs",
    "payment_events",
    "payments",
    "periodic_runs",
    "promotion_uses",
    "recovery_codes",
    "refunds",
    "return_requests",
    "search_misses",
    "second_factors",
    "sign_ins",
    "stock_alerts",
    "stock_movements",
    "users",
    "wishlist_items",
})  # fmt: skip
CHANGED = "changes shown pages"  # in a connection's info, until its transaction ends
WRITING = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|COPY|WITH\b.*\b(INSERT|UPDATE|DELETE))\b",
    re.IGNORECASE | re.DOTALL,
)

_is_judged: ContextVar[bool] = ContextVar("is_judged", default=False)


def init_app(app: Flask, token: Token) -> None:
    """Renew `token` after each commit that changes what `app`'s pages show."""
    with app.app_context():
        watch(db.engine, token.renew)


def watch(engine: Engine, renew: Callable[[], None]) -> None:
    """Call `renew` right after each such commit on `engine`, before whoever commits goes on."""
    event.listen(engine, "after_execute", _notice)
    event.listen(engine, "begin", _forget)
    commit = engine.dialect.do_commit

    def commit_and_tell(connection: Any) -> None:
        is_shown = connection.info.pop(CHANGED, False)
        try:
            commit(connection)
        finally:  # a commit whose answer was lost may have been one
            if is_shown:
                replica.note(connection)  # first: no page of the new token is made without it
                renew()

    engine.dialect.do_commit = commit_and_tell  # type: ignore[method-assign, assignment]


@contextmanager
def judged_by_caller() -> Iterator[None]:
    """Leave it to the caller whether the statements inside change what pages show: they call
    `mark` where they do."""
    db.session.flush()  # what was changed before is not the caller's to judge
    reset = _is_judged.set(True)
    try:
        yield
    finally:
        _is_judged.reset(reset)


def mark() -> None:
    """Say that the session's transaction changes what pages show."""
    db.session.connection().info[CHANGED] = True


def _notice(
    connection: Connection, statement: Any, _many: Any, _values: Any, _options: Any, result: Any
) -> None:
    if _is_judged.get() or not _is_shown(statement):
        return
    if result.returns_rows or result.rowcount != 0:
        connection.info[CHANGED] = True


def _is_shown(statement: Any) -> bool:
    if getattr(statement, "is_dml", False):
        return statement.table.name not in UNSEEN_TABLES
    if isinstance(statement, TextClause | str):
        return WRITING.match(str(statement)) is not None
    return False


def _forget(connection: Connection) -> None:
    connection.info.pop(CHANGED, None)
