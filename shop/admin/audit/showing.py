"""Entries of the audit log as people read them: on the page of changes, and in a thing's history.

{% with entries = changes %}{% include 'admin/changes/_entries.html' %}{% endwith %}
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import exists
from sqlalchemy.orm import aliased

from shop.admin.audit import actions, undoing, values, words
from shop.admin.audit.models import AuditEntry
from shop.admin.audit.noticing import ADDED, Change
from shop.admin.audit.targets import KINDS
from shop.admin.audit.trail import last_entry_id
from shop.extensions import db

# The page of a thing, by its kind: endpoint, what its address needs, and where that stands.
PAGES = {
    "product": ("admin.product", "product_id", "target_id"),
    "collection": ("admin.collection", "collection_id", "target_id"),
    "order": ("admin.order", "number", "target"),
    "review": ("admin.review", "review_id", "target_id"),
    "promotion": ("admin.promotion", "promotion_id", "target_id"),
    "account": ("admin.customer", "user_id", "target_id"),
    "page": ("admin.page", "page_id", "target_id"),
    "mail text": ("admin.mail_text", "name", "target"),
    "import": ("admin.import_run", "run_id", "target_id"),
}
LISTS = {"setting": "admin.settings", "shipping zone": "admin.shipping", "tax rate": "admin.taxes"}


class Line(NamedTuple):
    """One change in words: "Price of Harbour mug (HM-1)", and its values."""

    words: str
    before: str
    after: str
    pieces: list[values.Piece]  # of two long texts, on the entry's own page


class Shown(NamedTuple):
    """An entry in words."""

    entry: AuditEntry
    kind: LazyString | str
    url: str | None  # of the thing's page
    action: str
    lines: list[Line]
    undone_by: int | None  # the entry that undid it
    can_be_undone: bool


def shown(entries: Sequence[AuditEntry]) -> list[Shown]:
    """`entries` in words, in a number of queries that does not grow with theirs."""
    there, undone = _still_there(entries), _undone(entries)
    return [
        Shown(
            entry,
            words.kind(entry.target_kind),
            _page_of(entry) if _key(entry) in there or entry.target_kind in LISTS else None,
            actions.action(entry.action),
            lines(entry),
            undone.get(entry.id),
            entry.id not in undone and bool(undoing.restorable(entry)),
        )
        for entry in entries
    ]


def lines(entry: AuditEntry, *, whole: bool = False) -> list[Line]:
    """What `entry` changed. A row that came or went is one line, unless all of it is wanted."""
    rows: dict[Any, list[Change]] = defaultdict(list)
    for number, change in enumerate(entry.changes):
        is_row = _is_event(change) and not whole
        key = (change.get("table"), change.get("row"), change["what"]) if is_row else number
        rows[key].append(change)
    return [
        _event_line(entry, changes[0])
        if _is_event(changes[0]) and not whole
        else _line(entry, changes[0], whole=whole)
        for changes in rows.values()
    ]


def lines_of(entry: AuditEntry, changes: Iterable[Change]) -> list[Line]:
    """Some of the entry's changes, each in words."""
    return [_line(entry, change, whole=False) for change in changes]


def differences(entry: AuditEntry, found: Iterable[undoing.Difference]) -> list[Any]:
    """Pairs of a change in words and of what its field is now, None where the thing is gone."""
    return [
        (_line(entry, change, whole=False), None if is_gone else _value_now(change, now))
        for change, now, is_gone in found
    ]


def _value_now(change: Change, now: Any) -> str:
    return values.shortened(values.shown(change["table"], change["field"], now))


def _line(entry: AuditEntry, change: Change, *, whole: bool) -> Line:
    table, field = change.get("table", ""), change["field"]
    before, after = (values.shown(table, field, change[name]) for name in ("before", "after"))
    if whole:
        pieces = values.difference(change["before"], change["after"])
        return Line(_part(change), before, after, pieces)
    before, after = values.shortened_pair(before, after)
    said = _("%(field)s of %(thing)s", field=words.field(field), thing=_of(entry, change))
    return Line(said, before, after, [])


def _part(change: Change) -> str:
    """Which field of which part, where it is clear of what thing: "Price (HM-1)"."""
    field = str(words.field(change["field"]))
    return f"{field} ({change['what']})" if change["what"] else field


def _is_event(change: Change) -> bool:
    return bool(change.get("event")) or change.get("table") == "collection_products"


def _event_line(entry: AuditEntry, change: Change) -> Line:
    thing, what = _of(entry, change), change["what"]
    if change.get("table") == "collection_products":
        if change["after"]:
            return _words(_("%(thing)s put into %(shelf)s", thing=entry.target, shelf=what))
        return _words(_("%(thing)s taken out of %(shelf)s", thing=entry.target, shelf=what))
    if change["event"] == ADDED:
        return _words(_("%(thing)s added", thing=thing))
    return _words(_("%(thing)s removed", thing=thing))


def _words(said: str) -> Line:
    return Line(said, "", "", [])


def _of(entry: AuditEntry, change: Change) -> str:
    """Which thing a change is of, and which part of it: "Harbour mug (HM-1)"."""
    name = entry.target or str(words.kind(entry.target_kind))
    return f"{name} ({change['what']})" if change["what"] else name


def _key(entry: AuditEntry) -> tuple[str, int | None]:
    return entry.target_kind, entry.target_id


def _page_of(entry: AuditEntry) -> str | None:
    """The address of the thing's page, if things of its kind have one."""
    endpoint, name, where = PAGES.get(entry.target_kind, (LISTS.get(entry.target_kind), "", ""))
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **({name: getattr(entry, where)} if name else {}))


def _still_there(entries: Iterable[AuditEntry]) -> set[tuple[str, int | None]]:
    """Which of the things with a page of their own are not deleted; one query a kind."""
    models = {kind: model for model, (kind, _label) in KINDS.items() if kind in PAGES}
    asked: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.target_kind in models and entry.target_id is not None:
            asked[entry.target_kind].add(entry.target_id)
    return {
        (kind, id_)
        for kind, ids in asked.items()
        for id_ in db.session.scalars(db.select(models[kind].id).where(models[kind].id.in_(ids)))
    }


def _undone(entries: Iterable[AuditEntry]) -> dict[int, int]:
    """By the entries that were undone, the last that did it, unless that was undone as well."""
    ids = [entry.id for entry in entries]
    later = aliased(AuditEntry)
    found = db.session.execute(
        db.select(AuditEntry.undoes_id, AuditEntry.id)
        .where(AuditEntry.undoes_id.in_(ids), ~exists().where(later.undoes_id == AuditEntry.id))
        .order_by(AuditEntry.id)
    ).all()
    return {row.undoes_id: row.id for row in found}


def last_entry_url() -> str | None:
    """The page of what this request has changed, for a flashed message that offers to undo it;
    None where it was several things, or nothing."""
    entry_id = last_entry_id()
    return url_for("admin.change", entry_id=entry_id) if entry_id else None
