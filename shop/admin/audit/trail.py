"""Noting, by itself, every row that a request of the back office changes.

A trail begins with an unsafe request of an administrator (or a job done for one). From then on
each flush of the session leaves its changes on it, and the commit writes them as AuditEntry rows,
in the same transaction: there is no change without its entry, and none without its change.
"""

import datetime as dates
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Flask, g, has_app_context, request
from flask_login import current_user
from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from shop import access
from shop.admin.audit.models import AuditEntry
from shop.admin.audit.targets import Target, name_of, row_id, target_of
from shop.auth.models import AuthToken, SignIn, User
from shop.database import SAFE_METHODS
from shop.extensions import db
from shop.outbox import OutboxJob
from shop.rights import Right

# What follows from a change by itself, or is of no interest to whoever reads the log.
NOT_NOTED: tuple[type[Any], ...] = (AuditEntry, OutboxJob, SignIn, AuthToken)
NOT_NOTED_COLUMNS = frozenset({"updated_at", "created_at", "id"})
SECRET_COLUMNS = frozenset({"password_hash", "secret", "code_hash", "token_hash"})
LONGEST = 4000  # characters of a value that are kept

Marks = dict[SessionTransaction, int]
Change = dict[str, Any]  # what, table, row, field, before, after


@dataclass
class Trail:
    """What one administrator is doing."""

    user_id: int | None
    actor: str
    action: str
    address: str = ""
    changes: list[tuple[Target, Change]] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)  # changed by a statement, not row by row
    marks: Marks = field(default_factory=dict)  # how long `changes` was at each savepoint


def init_app(app: Flask) -> None:
    """Begin a trail with each unsafe request that a right was needed for."""
    app.before_request(begin)


def begin() -> None:
    need = access.needed(request.endpoint, request.method)
    if isinstance(need, Right) and request.method not in SAFE_METHODS:
        address = (request.remote_addr or "")[:45]
        g.trail = Trail(current_user.id, current_user.name, request.endpoint or "", address)


@contextmanager
def on_behalf_of(user: User | None, action: str) -> Iterator[None]:
    """Note what a job does for an administrator, until the block ends."""
    g.trail = Trail(user.id if user else None, user.name if user else "", action)
    try:
        yield
    finally:
        g.pop("trail", None)


def note(
    target: Target,
    before: Any,
    after: Any,
    *,
    what: str = "",
    field: str = "",
    table: str = "",
    row: int | None = None,
) -> None:
    """Put onto the trail what the session cannot see: a statement that changes many rows.

    With the `table` and the id of the `row` the change can be undone like any other.
    """
    if trail := current():
        change = {"what": what, "field": field, "before": plain(before), "after": plain(after)}
        trail.changes.append((target, {**change, "table": table, "row": row}))


def current() -> Trail | None:
    """The trail of this request or job, where there is one."""
    return g.get("trail") if has_app_context() else None


@event.listens_for(db.session, "before_flush")
def collect(session: Session, _context: Any, _instances: Any) -> None:
    """Look at what is about to be written, while the values before are still to be had."""
    if current() is None:
        return
    seen = [(row, _differences(row)) for row in session.dirty if session.is_modified(row)]
    seen += [(row, _values(row, gone=True)) for row in session.deleted]
    added = [row for row in session.new if not isinstance(row, NOT_NOTED)]
    noted = [(row, found) for row, found in seen if found and not isinstance(row, NOT_NOTED)]
    with session.no_autoflush:
        g.trail_found = [(target_of(row), row, found) for row, found in noted]
    g.trail_added = added


@event.listens_for(db.session, "after_flush_postexec")
def keep(_session: Session, _context: Any) -> None:
    """Put what was collected onto the trail, now that new rows have their ids."""
    trail = current()
    if trail is None:
        return
    found = g.pop("trail_found", [])
    added = [(target_of(row), row, _values(row, gone=False)) for row in g.pop("trail_added", [])]
    for target, row, differences in [*added, *found]:
        for name, before, after in differences:
            trail.changes.append((target, _change(row, name, before, after)))


@event.listens_for(db.session, "do_orm_execute")
def see_statements(state: ORMExecuteState) -> None:
    trail = current()
    if trail is None or not (state.is_update or state.is_delete or state.is_insert):
        return
    model = state.bind_mapper and state.bind_mapper.class_
    if model and not issubclass(model, NOT_NOTED):
        trail.tables.add(model.__tablename__)


@event.listens_for(db.session, "after_transaction_create")
def mark(_session: Session, transaction: SessionTransaction) -> None:
    if (trail := current()) and transaction.nested:
        trail.marks[transaction] = len(trail.changes)


@event.listens_for(db.session, "after_soft_rollback")
def forget(_session: Session, transaction: SessionTransaction) -> None:
    """What is rolled back, all of it or to a savepoint, did not happen."""
    trail = current()
    if trail and (transaction.nested or transaction.parent is None):
        del trail.changes[trail.marks.pop(transaction, 0) :]


@event.listens_for(db.session, "before_commit")
def write(session: Session) -> None:
    """Write the entries, one for each thing that was changed."""
    trail = current()
    if trail is None or session.in_nested_transaction():
        return
    session.flush()
    if not trail.changes:
        trail.changes = [(Target(name, None, ""), {}) for name in sorted(trail.tables)]
    things: dict[Target, list[Change]] = {}
    for target, change in trail.changes:
        things.setdefault(target, []).extend([change] if change else [])
    for target, changes in things.items():
        session.add(
            AuditEntry(
                user_id=trail.user_id,
                actor=trail.actor,
                action=trail.action,
                target_kind=target[0],
                target_id=target[1],
                target=target[2],
                changes=changes,
                address=trail.address,
            )
        )
    trail.changes, trail.tables = [], set()


def _differences(row: Any) -> list[tuple[str, Any, Any]]:
    """Column, value before and value after of each column of `row` that is about to change."""
    state = inspect(row)
    found = []
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].load_history()
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if history.has_changes() and before != after and column.key not in NOT_NOTED_COLUMNS:
            found.append((column.key, before, after))
    return found


def _values(row: Any, *, gone: bool) -> list[tuple[str, Any, Any]]:
    """The columns of a row that comes or goes, without those that say nothing."""
    found = []
    for column in inspect(row).mapper.column_attrs:
        value = getattr(row, column.key)
        if column.key not in NOT_NOTED_COLUMNS and value not in (None, ""):
            found.append((column.key, value, None) if gone else (column.key, None, value))
    return found


def _change(row: Any, name: str, before: Any, after: Any) -> Change:
    if name in SECRET_COLUMNS:
        before, after = ("•••" if value else None for value in (before, after))
    return {
        "what": name_of(row),
        "table": row.__tablename__,
        "row": row_id(row),
        "field": name,
        "before": plain(before),
        "after": plain(after),
    }


def plain(value: Any) -> Any:
    """`value` as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, dates.date):  # times too
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return str(value)[:LONGEST]
