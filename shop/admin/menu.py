"""The menu of the back office: what the signed-in administrator may open, and nothing else."""

from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from shop.access import needed
from shop.languages import own_path
from shop.rights import Right


class Item(NamedTuple):
    """A link of the menu."""

    label: LazyString
    url: str
    is_current: bool


GROUPS: tuple[tuple[LazyString, tuple[tuple[str, LazyString], ...]], ...] = (
    (
        _l("Sell"),
        (
            ("admin.dashboard", _l("Dashboard")),
            ("admin.orders", _l("Orders")),
            ("admin.packing", _l("Packing")),
            ("admin.stray_payments", _l("Payments")),
            ("admin.customers", _l("Customers")),
            ("admin.reviews", _l("Reviews")),
        ),
    ),
    (
        _l("Catalog"),
        (
            ("admin.products", _l("Products")),
            ("admin.collections", _l("Collections")),
            ("admin.promotions", _l("Promotions")),
            ("admin.imports", _l("Import and export")),
            ("admin.searches", _l("Searches")),
            ("admin.words", _l("Other languages")),
        ),
    ),
    (
        _l("Shop"),
        (
            ("admin.shipping", _l("Shipping")),
            ("admin.taxes", _l("Taxes")),
            ("admin.pages", _l("Pages")),
            ("admin.mail_texts", _l("Mail texts")),
            ("admin.settings", _l("Settings")),
        ),
    ),
    (
        _l("Behind the scenes"),
        (
            ("admin.team", _l("Administrators")),
            ("admin.changes", _l("Changes")),
            ("admin.jobs", _l("Jobs and mail")),
        ),
    ),
)


def menu() -> list[tuple[LazyString, list[Item]]]:
    """The groups with something in them for whoever is signed in."""
    groups = [(title, [_item(*row) for row in rows if _may(row[0])]) for title, rows in GROUPS]
    return [(title, items) for title, items in groups if items]


def _may(endpoint: str) -> bool:
    need = needed(endpoint, "GET")
    is_there = endpoint in current_app.view_functions
    return is_there and isinstance(need, Right) and current_user.may(need)


def _item(endpoint: str, label: LazyString) -> Item:
    url = url_for(endpoint)
    return Item(label, url, _is_at(url) and not any(_is_at(other) for other in _below(url)))


def _is_at(url: str) -> bool:
    """Whether this request's page is at `url` or below it; all are below the dashboard's."""
    here = own_path()
    return here == url or (not url.endswith("/") and here.startswith(url + "/"))


def _below(url: str) -> list[str]:
    """The addresses of other items that are below `url`, as packing is below the orders."""
    known = [row[0] for _title, rows in GROUPS for row in rows]
    urls = [url_for(endpoint) for endpoint in known if endpoint in current_app.view_functions]
    return [other for other in urls if other.startswith(url + "/")]
