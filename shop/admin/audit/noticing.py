"""What is about to change in a row, as the log keeps it: its columns' values before and after."""

import datetime as dates
from collections.abc import Iterable
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from shop.admin.audit.models import AuditEntry
from shop.admin.audit.targets import name_of, row_id
from shop.auth.models import AuthToken, SignIn
from shop.catalog.models import CollectionProduct
from shop.extensions import db
from shop.orders.models import Counter
from shop.outbox import OutboxJob

# What follows from a change by itself, or is of no interest to whoever reads the log.
NOT_NOTED: tuple[type[Any], ...] = (AuditEntry, OutboxJob, SignIn, AuthToken, Counter)
NOT_NOTED_COLUMNS = frozenset({"updated_at", "created_at", "id"})
# What a product's columns sum up of its variants and reviews, and what says which row it is.
FOLLOWING = {
    "products": frozenset(
        {
            *("price", "highest_price", "compare_at_price", "is_on_sale", "stock"),
            *("is_available", "rating_count", "rating_average"),
        }
    ),
    "variants": frozenset({"product_id"}),
    "import_runs": frozenset({"job_id"}),
    "order_events": frozenset({"order_id", "actor", "is_internal"}),
    "refunds": frozenset({"order_id", "payment_id", "token"}),
    "collection_products": frozenset({"collection_id", "product_id"}),
    "catalog_texts": frozenset(
        {"language", "field", "word", "product_id", "collection_id", "page_id"}
    ),
}
SECRET_COLUMNS = frozenset({"password_hash", "secret", "code_hash", "token_hash"})
LONGEST = 60_000  # characters of a value that are kept: more than a page's text may have
HIDDEN = "•••"  # what is kept of a secret
ADDED, REMOVED = "added", "removed"  # the `event` of a change that is a row's coming or going

Change = dict[str, Any]  # what, table, row, field, before, after; event where there is one


def differences(row: Any) -> list[Any]:
    """Column, value before and value after of each column of `row` that is about to change."""
    state = inspect(row)
    changed = {
        column.key: state.attrs[column.key].load_history()
        for column in state.mapper.column_attrs
        if _is_of_interest(row, column.key)
    }
    changed = {key: history for key, history in changed.items() if history.has_changes()}
    unknown = _stored(row, [key for key, history in changed.items() if not history.deleted])
    found = []
    for key, history in changed.items():
        before = history.deleted[0] if history.deleted else unknown.get(key)
        after = history.added[0] if history.added else None
        if before != after:
            found.append((key, before, after))
    return found


def foreign_keys(row: Any) -> dict[str, Any]:
    """The foreign keys of `row` that are of interest."""
    columns = inspect(row).mapper.column_attrs
    return {
        column.key: getattr(row, column.key)
        for column in columns
        if column.columns[0].foreign_keys and _is_of_interest(row, column.key)
    }


def _stored(row: Any, keys: list[str]) -> dict[str, Any]:
    """What the database has in the columns `keys` of `row`: a value that was set without being
    read first, as after a commit, is not known to the session."""
    state = inspect(row)
    if not keys or state.identity is None:
        return {}
    table = state.mapper.class_
    same = [
        column == value
        for column, value in zip(state.mapper.primary_key, state.identity, strict=True)
    ]
    wanted = db.select(*(getattr(table, key) for key in keys)).where(*same)
    stored = db.session.connection().execute(wanted).first()
    return dict(zip(keys, stored, strict=True)) if stored else {}


def row_values(row: Any, event: str) -> list[Any]:
    """The columns of a row that comes or goes, without those that say nothing."""
    found: list[Any] = []
    for column in inspect(row).mapper.column_attrs:
        value = getattr(row, column.key)
        if value not in (None, "") and _is_of_interest(row, column.key):
            pair = (value, None) if event == REMOVED else (None, value)
            found.append((column.key, *pair, event))
    return found


def _is_of_interest(row: Any, column: str) -> bool:
    follows = column in FOLLOWING.get(row.__tablename__, ())
    return not follows and column not in NOT_NOTED_COLUMNS


def change_of(row: Any, name: str, before: Any, after: Any, event: str = "") -> Change:
    if name in SECRET_COLUMNS:
        before, after = (HIDDEN if value else None for value in (before, after))
    if isinstance(row, CollectionProduct):  # shown there by itself, for being in one below it
        before, after = before or None, after or None
    return ({"event": event} if event else {}) | {
        "what": name_of(row),
        "table": row.__tablename__,
        "row": row.collection_id if isinstance(row, CollectionProduct) else row_id(row),
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


def joined(changes: Iterable[Change]) -> list[Change]:
    """`changes` with one for each field: what it was at first and is at last. A field that is
    back where it was has not changed."""
    found: dict[Any, Change] = {}
    for number, change in enumerate(changes):
        is_known = change["row"] is not None and change["table"]
        key = (change["table"], change["row"], change["field"]) if is_known else number
        first = found.get(key)
        found[key] = change if first is None else _joined(first, change)
    return [
        change
        for change in found.values()
        if change["before"] != change["after"] or change["before"] == HIDDEN
    ]


def _joined(first: Change, last: Change) -> Change:
    change = first | {"what": last["what"], "after": last["after"]}
    if last.get("event") == REMOVED:
        change["event"] = REMOVED
    return change
