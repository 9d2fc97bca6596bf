"""Undoing an entry of the audit log: putting back what its fields were before.

Only where that is safe, and only where a field still is what the entry made it: nothing that was
done since is lost. The features' own verbs do it, so that summaries, search and ratings follow.
Sent money and mail, stock, orders, and rows that came or went are not for it.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from shop import settings
from shop.admin.audit import restoring
from shop.admin.audit.models import AuditEntry
from shop.admin.audit.noticing import LONGEST, Change, plain
from shop.catalog.models import Product
from shop.database import UTCDateTime
from shop.extensions import Model, db

# The columns that may be put back, in the order in which their rows are locked.
COLUMNS: dict[str, frozenset[str]] = {
    table: frozenset(columns.split())
    for table, columns in (
        (
            "products",
            "title slug description seo_title seo_description tax_class is_published publish_at"
            " published_at",
        ),
        ("variants", "sku price compare_at_price weight position"),
        ("collection_products", "is_direct"),
        ("collections", "title slug description parent_id position"),
        ("reviews", "status hidden_reason answer answered_at"),
        (
            "promotions",
            "title code kind percent amount buy_quantity get_quantity scope minimum_spend"
            " starts_at ends_at is_active combines total_limit per_customer_limit",
        ),
        ("pages", "title slug body is_published in_footer at_checkout position"),
        ("mail_texts", "subject body"),
        ("tax_rates", "title rate"),
        ("shipping_zones", "title position"),
        ("shipping_methods", "title description free_over is_active position"),
        ("shipping_steps", "price"),
        ("settings", "value"),
        ("catalog_texts", "text"),
    )
}
MODELS: dict[str, Any] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers
}


class NotUndoable(Exception):
    """Nothing that the entry changed can be put back."""


class Difference(NamedTuple):
    """A field that is not any more what the entry made it."""

    change: Change
    now: Any  # as noticing.plain has it
    is_gone: bool = False  # with its row


class Outdated(Exception):
    """Some fields were changed again since, or their row is gone."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__(f"{len(differences)} fields differ")
        self.differences = differences


class DoesNotFit(Exception):
    """What was before is not possible any more: its address is taken, or its price too high."""


def restorable(entry: AuditEntry) -> list[Change]:
    """Those of the entry's changes that can be put back."""
    return [change for change in entry.changes if _is_restorable(entry, change)]


def _is_restorable(entry: AuditEntry, change: Change) -> bool:
    table = change.get("table", "")
    if change["field"] not in COLUMNS.get(table, ()) or change["before"] == change["after"]:
        return False
    if isinstance(change["before"], str) and len(change["before"]) >= LONGEST:
        return False  # it was not kept as a whole
    if table == "settings":
        return entry.target not in ("logo", "currency")  # files that are gone; every price
    if table == "collection_products":
        return not _thing_came_or_went(entry)
    came_or_went = "event" in change or None in _names(change)
    return change.get("row") is not None and not came_or_went


def _names(change: Change) -> list[Any]:
    """A name before and after; a row that a statement deleted has none after."""
    is_name = change["field"] in ("title", "slug", "sku")
    return [change["before"], change["after"]] if is_name else []


def _thing_came_or_went(entry: AuditEntry) -> bool:
    return any(
        change.get("event") and change.get("table") in ("products", "collections")
        for change in entry.changes
    )


def undo(entry: AuditEntry) -> bool:
    """Put back what can be; False where all of it is as it was before already.

    Raises NotUndoable, Outdated and DoesNotFit, having changed nothing.
    """
    changes = restorable(entry)
    if not changes:
        raise NotUndoable()
    rows = {key: _held(entry, *key) for key in sorted(_keys(changes), key=_in_order)}
    differences = [found for change in changes if (found := _difference(entry, change, rows))]
    if differences:
        raise Outdated(differences)
    wanted: dict[Any, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        if _now(change, rows[_key(change)]) != change["before"]:
            wanted[_key(change)][change["field"]] = change["before"]
    try:
        with db.session.begin_nested():
            for key, values in wanted.items():
                _restore(entry, key[0], rows[key], values)
    except restoring.REFUSALS as error:
        raise DoesNotFit() from error
    return bool(wanted)


def _keys(changes: list[Change]) -> set[tuple[str, Any]]:
    return {_key(change) for change in changes}


def _key(change: Change) -> tuple[str, Any]:
    return change["table"], change.get("row")


def _in_order(key: tuple[str, Any]) -> tuple[int, Any]:
    return list(COLUMNS).index(key[0]), key[1] or 0


def _held(entry: AuditEntry, table: str, row: Any) -> Any:
    """The row, locked until the commit and read anew; None where it is gone."""
    if table == "settings":
        settings.hold()
        return entry.target
    if table == "collection_products":
        shelf = restoring.Shelf(_locked(Product, entry.target_id), _locked_shelf(row))
        return shelf if shelf.product and shelf.collection else None
    if table == "variants":  # whoever edits a product holds it before its variants
        _locked(Product, entry.target_id)
    return _locked(MODELS[table], row)


def _locked(model: Any, id_: Any) -> Any:
    return db.session.get(model, id_, populate_existing=True, with_for_update={"of": model})


def _locked_shelf(id_: Any) -> Any:
    return db.session.get(MODELS["collections"], id_)


def _difference(entry: AuditEntry, change: Change, rows: dict[Any, Any]) -> Difference | None:
    row = rows[_key(change)]
    if row is None:
        return Difference(change, None, is_gone=True)
    now = _now(change, row)
    return None if now in (change["before"], change["after"]) else Difference(change, now)


def _now(change: Change, row: Any) -> Any:
    if change["table"] == "settings":
        return restoring.kept_setting(row)
    if change["table"] == "collection_products":
        return row.is_direct
    return plain(getattr(row, change["field"]))


def _restore(entry: AuditEntry, table: str, row: Any, values: dict[str, Any]) -> None:
    if table not in ("settings", "collection_products"):
        values = {name: _value(type(row), name, value) for name, value in values.items()}
    restore: Callable[[Any, dict[str, Any]], None] = restoring.VERBS.get(table, restoring.set_all)
    restore(row, values)
    db.session.flush()


def _value(model: Any, name: str, value: Any) -> Any:
    """What a column held, of what the log keeps of it."""
    is_moment = isinstance(model.__table__.c[name].type, UTCDateTime)
    return datetime.fromisoformat(value) if is_moment and value is not None else value
