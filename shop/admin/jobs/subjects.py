"""What the jobs of a page are about: to whom a letter goes, which order, which product.

Each kind of thing is asked for once for all the rows of a page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app, url_for
from sqlalchemy import Select

from shop.admin.imports.models import ImportRun
from shop.alerts.models import StockAlert
from shop.auth.models import User
from shop.catalog.models import Picture, Product, Review, Variant
from shop.checkout.models import BegunCheckout
from shop.extensions import db
from shop.orders.models import Order, Refund
from shop.outbox import OutboxJob


class Subject(NamedTuple):
    """`to`: an address, where it is a letter; `about`: a thing; `url`: its page, if it has one."""

    to: str = ""
    about: str = ""
    url: str = ""


# By the argument that has the id: id, address, name of the thing, then endpoint and its value.
Row = tuple[int, str | None, str | None, str, Any]
SELECTS: dict[str, tuple[Callable[[], Select[Any]], tuple[str, str]]] = {
    "order_id": (
        lambda: db.select(Order.id, Order.email, Order.number, Order.number),
        ("admin.order", "number"),
    ),
    "refund_id": (
        lambda: db.select(Refund.id, Order.email, Order.number, Order.number).join(
            Order, Order.id == Refund.order_id
        ),
        ("admin.order", "number"),
    ),
    "user_id": (
        lambda: db.select(User.id, User.email, db.null(), User.id),
        ("admin.customer", "user_id"),
    ),
    "alert_id": (
        lambda: (
            db.select(StockAlert.id, StockAlert.email, Product.title, Product.id)
            .join(Variant, Variant.id == StockAlert.variant_id)
            .join(Product, Product.id == Variant.product_id)
        ),
        ("admin.product", "product_id"),
    ),
    "review_id": (
        lambda: (
            db.select(Review.id, User.email, Product.title, Product.id)
            .join(Product, Product.id == Review.product_id)
            .outerjoin(User, User.id == Review.user_id)
        ),
        ("admin.product", "product_id"),
    ),
    "picture_id": (
        lambda: db.select(Picture.id, db.null(), Product.title, Product.id).join(
            Product, Product.id == Picture.product_id
        ),
        ("admin.product", "product_id"),
    ),
    "begun_id": (
        lambda: db.select(BegunCheckout.id, BegunCheckout.email, db.null(), BegunCheckout.id),
        ("", ""),
    ),
    "run_id": (
        lambda: db.select(ImportRun.id, db.null(), ImportRun.name, ImportRun.id),
        ("admin.import_run", "run_id"),
    ),
}


def of(rows: Iterable[OutboxJob]) -> Mapping[str, Subject]:
    """The subject of each of `rows`, by its job's id; an empty one where the thing is gone."""
    rows = list(rows)
    known = {name: _loaded(name, rows) for name in SELECTS}
    return {row.id: _subject(row, known) for row in rows}


def _loaded(name: str, rows: Sequence[OutboxJob]) -> dict[int, Subject]:
    ids = {i for row in rows if isinstance(i := row.arguments.get(name), int)}
    if not ids:
        return {}
    select, (endpoint, key) = SELECTS[name]
    statement = select()
    id_column = statement.selected_columns[0]
    found = db.session.execute(statement.where(id_column.in_(ids))).all()
    has_page = endpoint in current_app.view_functions
    return {
        id_: Subject(to or "", about or "", url_for(endpoint, **{key: value}) if has_page else "")
        for id_, to, about, value in found
    }


def _subject(row: OutboxJob, known: Mapping[str, Mapping[int, Subject]]) -> Subject:
    found = [known[name].get(value) for name, value in row.arguments.items() if name in known]
    subject = next((each for each in found if each), Subject())
    to = row.arguments.get("email")  # a letter to another address than the account's
    return subject._replace(to=to) if isinstance(to, str) else subject
