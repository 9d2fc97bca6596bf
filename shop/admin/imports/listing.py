"""The lists of imports, of what one of them would change, and of all the exports there are."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import Select, or_

from shop.access import needed
from shop.admin.imports.models import ImportFinding, ImportRun, Kind, Status
from shop.admin.lists import Filter, Listing, contains
from shop.admin.menu import GROUPS
from shop.catalog.transfer import cells
from shop.extensions import db
from shop.rights import Right

STATES: dict[str, LazyString] = {
    Status.WAITING: _l("To be checked"),
    Status.CHECKED: _l("Checked"),
    Status.REFUSED: _l("Refused"),
    Status.APPLYING: _l("Being imported"),
    Status.DONE: _l("Imported"),
}
COLUMNS: dict[str, LazyString] = {
    "slug": _l("Address"),
    "title": _l("Title"),
    "collection": _l("Collections"),
    "description": _l("Description"),
    "sku": _l("SKU"),
    "options": _l("Options"),
    "price": _l("Price"),
    "compare_at_price": _l("Price before"),
    "stock": _l("Stock"),
    "image": _l("Picture"),
}


class Export(NamedTuple):
    """A list that is there as a file."""

    label: LazyString | str
    url: str


def _named(statement: Select[tuple[ImportRun]], text: str) -> Select[tuple[ImportRun]]:
    return statement.where(or_(contains(ImportRun.name, text), contains(ImportRun.actor, text)))


RUNS = Listing(
    sorts={"uploaded": ImportRun.id, "name": ImportRun.name},
    labels={
        "-uploaded": _l("Newest first"),
        "uploaded": _l("Oldest first"),
        "name": _l("Name, A to Z"),
    },
    key=ImportRun.id,
    filters=(
        Filter(
            "status",
            _l("State"),
            {value: (label, ImportRun.status == value) for value, label in STATES.items()},
        ),
    ),
    search=_named,
    per_page=20,
)


def _about(statement: Select[tuple[ImportFinding]], text: str) -> Select[tuple[ImportFinding]]:
    columns = (ImportFinding.slug, ImportFinding.sku, ImportFinding.text)
    return statement.where(or_(*(contains(column, text) for column in columns)))


OF_KIND = Filter(
    "kind",
    _l("What"),
    {
        Kind.NEW: (_l("New"), ImportFinding.kind == Kind.NEW),
        Kind.CHANGED: (_l("Changed"), ImportFinding.kind == Kind.CHANGED),
    },
)
OF_COLUMN = Filter(
    "cell",
    _l("Column"),
    {name: (COLUMNS[name], ImportFinding.cell == name) for name in cells.COLUMNS},
)
CHANGES = Listing(
    sorts={"line": ImportFinding.line},
    labels={"line": _l("First line first"), "-line": _l("Last line first")},
    key=ImportFinding.id,
    filters=(OF_KIND, OF_COLUMN),
    search=_about,
)
PROBLEMS = replace(CHANGES, filters=(OF_COLUMN,))


def listing_of(run: ImportRun) -> Listing:
    """How the findings of `run` can be asked for."""
    return PROBLEMS if run.problems else CHANGES


def findings(run: ImportRun) -> Select[tuple[ImportFinding]]:
    """All that is said of the rows of `run`."""
    found: Select[tuple[ImportFinding]] = db.select(ImportFinding)
    return found.where(ImportFinding.run_id == run.id)


def exports() -> list[Export]:
    """Every list of the back office that the signed-in administrator may have as a file."""
    return sorted(_exports(), key=lambda export: _in_dictionary(str(export.label)))


def _in_dictionary(label: str) -> str:
    """What `label` is sorted by: large and small letters alike, Ä among the As."""
    return unicodedata.normalize("NFKD", label.casefold())


def _exports() -> Iterator[Export]:
    labels = {endpoint: label for _title, items in GROUPS for endpoint, label in items}
    labels["admin.imports"] = _l("Imports")
    for rule in current_app.url_map.iter_rules():
        name = rule.endpoint.removesuffix("_csv")
        if rule.endpoint == name or not name.startswith("admin.") or rule.arguments:
            continue
        need = needed(rule.endpoint, "GET")
        if isinstance(need, Right) and current_user.may(need):
            words = name.removeprefix("admin.").replace("_", " ").capitalize()
            yield Export(labels.get(name, _(words)), url_for(rule.endpoint))
