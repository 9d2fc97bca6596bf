"""The list of changes: who may be chosen, what is searched, and the file."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select

from shop.admin.audit import actions, showing, words
from shop.admin.audit.models import AuditEntry
from shop.admin.exports import in_chunks
from shop.admin.lists import Asked, Filter, Listing, contains
from shop.auth.models import User
from shop.extensions import db

COLUMNS = ("at", "who", "action", "kind", "thing", "what", "before", "after", "entry")
NOBODY = "shop"  # the person's value in the address for what no account did


def listing() -> Listing:
    """How the list can be asked for: people and kinds of things are those of the log."""
    return Listing(
        sorts={"when": AuditEntry.created_at},
        labels={"-when": _l("Newest first"), "when": _l("Oldest first")},
        key=AuditEntry.id,
        filters=(Filter("who", _l("Person"), _people()), Filter("kind", _l("Kind"), _kinds())),
        search=_matching,
        dates=AuditEntry.created_at,
    )


def _people() -> dict[str, Any]:
    ids = _distinct(AuditEntry.user_id)
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    people: dict[str, Any] = {
        str(id_): (name, AuditEntry.user_id == id_)
        for id_, name in sorted(rows, key=lambda row: row.name.casefold())
    }
    return people | {NOBODY: (_l("The shop itself"), AuditEntry.user_id.is_(None))}


def _kinds() -> dict[str, Any]:
    found = db.session.scalars(_distinct(AuditEntry.target_kind))
    return {
        kind: (words.kind(kind), AuditEntry.target_kind == kind)
        for kind in sorted(kind for kind in found if kind)
    }


def _distinct(column: Any) -> Any:
    """The values of an indexed column, each looked up after the one before it: a hundred thousand
    entries of ten people are read ten times, not a hundred thousand."""
    values = select(func.min(column).label("value")).cte(f"each_{column.key}", recursive=True)
    after = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    values = values.union_all(select(after).where(values.c.value.is_not(None)))
    return select(values.c.value).where(values.c.value.is_not(None))


def _matching(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(or_(contains(AuditEntry.target, text), contains(AuditEntry.actor, text)))


def asked_of(found: Listing) -> tuple[Select[Any], Asked]:
    """What the address asks for; with a kind, `id` is one thing of it."""
    asked, statement = found.asked(), db.select(AuditEntry)
    id_ = request.args.get("id", "")
    if asked.chosen.get("kind") and id_.isdecimal() and len(id_) < 10:
        statement = statement.where(AuditEntry.target_id == int(id_))
        asked = dataclasses.replace(asked, chosen={**asked.chosen, "id": id_})
    return statement, asked


def file_rows(statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The lines of the CSV file, one for each change; times in UTC."""
    for entries in in_chunks(statement):
        for entry in entries:
            for line in showing.lines(entry):
                yield (
                    entry.created_at.isoformat(),
                    entry.actor,
                    actions.action(entry.action),
                    str(words.kind(entry.target_kind)),
                    entry.target,
                    line.words,
                    line.before,
                    line.after,
                    entry.id,
                )
