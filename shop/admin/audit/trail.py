"""Noting, by itself, every row that a request of the back office changes.

A trail begins with an unsafe request of an administrator (or a job done for one). From then on
each flush of the session leaves its changes on it, and the commit writes them as AuditEntry rows,
in the same transaction: there is no change without its entry, and none without its change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, has_app_context, request
from flask_login import current_user
from sqlalchemy import event, insert
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from shop import access
from shop.admin.audit.models import AuditEntry
from shop.admin.audit.noticing import (
    ADDED,
    NOT_NOTED,
    REMOVED,
    Change,
    change_of,
    differences,
    foreign_keys,
    joined,
    plain,
    row_values,
)
from shop.admin.audit.targets import Target, target_of
from shop.auth.models import User
from shop.database import SAFE_METHODS
from shop.extensions import db
from shop.rights import Right

__all__ = ["ADDED", "REMOVED"]  # with what is defined below: whoever notes a change needs them

Marks = dict[SessionTransaction, int]


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
    undoes_id: int | None = None  # the entry that this undoes
    entry_ids: list[int] = field(default_factory=list)  # what the last commit wrote


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
    event: str = "",
) -> None:
    """Put onto the trail what the session cannot see: a statement that changes many rows.

    With the `table` and the id of the `row` the change can be undone like any other. `event` is
    REMOVED where the statement deleted the row.
    """
    if trail := current():
        change = {"what": what, "field": field, "before": plain(before), "after": plain(after)}
        where = {"table": table, "row": row} | ({"event": event} if event else {})
        trail.changes.append((target, change | where))


def last_entry_id() -> int | None:
    """The entry of the only thing that this request has changed so far, once it has committed."""
    trail = current()
    return trail.entry_ids[0] if trail and len(trail.entry_ids) == 1 else None


def current() -> Trail | None:
    """The trail of this request or job, where there is one."""
    return g.get("trail") if has_app_context() else None


@event.listens_for(db.session, "before_flush")
def collect(session: Session, _context: Any, _instances: Any) -> None:
    """Look at what is about to be written, while the values before are still to be had."""
    if current() is None:
        return
    changed = [row for row in session.dirty if session.is_modified(row)]
    seen = [(row, differences(row)) for row in changed]
    seen += [(row, row_values(row, REMOVED)) for row in session.deleted]
    added = [row for row in session.new if not isinstance(row, NOT_NOTED)]
    noted = [(row, found) for row, found in seen if found and not isinstance(row, NOT_NOTED)]
    with session.no_autoflush:
        g.trail_keys = {row: foreign_keys(row) for row in changed if not isinstance(row, NOT_NOTED)}
        g.trail_found = [
            (target_of(row), [change_of(row, *one) for one in found]) for row, found in noted
        ]
    g.trail_added, g.trail_deleted = added, set(session.deleted)


@event.listens_for(db.session, "after_flush")
def collect_keys(_session: Session, _context: Any) -> None:
    """Look at the foreign keys once more: `collection.parent = other` sets one while it is
    written."""
    for row, before in g.pop("trail_keys", {}).items() if current() else ():
        after = foreign_keys(row)
        found = [(key, before[key], after[key]) for key in before if before[key] != after[key]]
        if found:
            g.trail_found.append((target_of(row), [change_of(row, *one) for one in found]))


@event.listens_for(db.session, "persistent_to_deleted")
def collect_orphan(session: Session, row: Any) -> None:
    """A row that only left its owner's list is deleted while that is written."""
    if current() is None or isinstance(row, NOT_NOTED) or row in g.get("trail_deleted", ()):
        return
    with session.no_autoflush:
        gone = [change_of(row, *one) for one in row_values(row, REMOVED)]
        g.trail_found.append((target_of(row), gone))


@event.listens_for(db.session, "after_flush_postexec")
def keep(_session: Session, _context: Any) -> None:
    """Put what was collected onto the trail, now that new rows have their ids."""
    trail = current()
    if trail is None:
        return
    for row in g.pop("trail_added", []):
        target = target_of(row)
        trail.changes += [(target, change_of(row, *one)) for one in row_values(row, ADDED)]
    for target, changes in g.pop("trail_found", []):
        trail.changes += [(target, change) for change in changes]


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
    things: dict[tuple[str, int | None, str], list[Change]] = {}
    names: dict[tuple[str, int | None, str], Target] = {}
    for target, change in trail.changes:
        key = (target.kind, target.id, "" if target.id else target.label)
        names[key] = target  # the name that the thing has at the end
        things.setdefault(key, []).extend([change] if change else [])
    entries = [
        _entry(trail, names[key], joined(changes))
        for key, changes in things.items()
        if joined(changes) or not changes
    ]
    if len(entries) > 1:  # perhaps thousands, whose ids nobody asks for: one statement
        session.execute(insert(AuditEntry), entries)
    trail.entry_ids = [_added(session, entry) for entry in entries] if len(entries) == 1 else []
    trail.changes, trail.tables = [], set()


def _added(session: Session, values: dict[str, Any]) -> int:
    entry = AuditEntry(**values)
    session.add(entry)
    session.flush()
    return entry.id


def _entry(trail: Trail, target: Target, changes: list[Change]) -> dict[str, Any]:
    return {
        "user_id": trail.user_id,
        "actor": trail.actor,
        "action": trail.action,
        "target_kind": target.kind,
        "target_id": target.id,
        "target": target.label,
        "changes": changes,
        "address": trail.address,
        "undoes_id": trail.undoes_id,
    }
