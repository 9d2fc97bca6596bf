"""The list of orders, and the same as a CSV file."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template
from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from shop import money
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer, in_chunks
from shop.admin.orders.badges import badges
from shop.admin.orders.listing import ORDERS, STATES, tab_counts
from shop.extensions import db
from shop.orders.models import Order, OrderLine
from shop.rights import Right

CSV_COLUMNS = (
    *("number", "placed_at", "status", "email", "items"),
    *("subtotal", "discount", "shipping", "tax", "total", "currency"),
)


@blueprint.get("/orders")
@needs(Right.SEE_ORDERS)
def orders() -> str:
    asked = ORDERS.asked()
    page = ORDERS.page(db.select(Order).options(selectinload(Order.lines)), asked)
    return render_template(
        "admin/orders/list.html",
        listing=ORDERS,
        states=STATES,
        counts=tab_counts(),
        asked=asked,
        page=page,
        badges=badges(page.items),
    )


@blueprint.get("/orders.csv")
@needs(Right.SEE_ORDERS)
def orders_csv() -> Response:
    return csv_answer("orders", CSV_COLUMNS, _rows())


def _rows() -> Iterator[tuple[Any, ...]]:
    """Money in major units with a point. Tax that the prices include is not a part that is added,
    so the row has none: subtotal - discount + shipping + tax = total in each."""
    units = select(func.sum(OrderLine.quantity)).where(OrderLine.order_id == Order.id)
    statement = db.select(
        *(Order.number, Order.placed_at, Order.status, Order.email),
        func.coalesce(units.scalar_subquery(), 0),
        *(Order.subtotal, Order.discount, Order.shipping),
        case((Order.prices_include_tax, 0), else_=Order.tax),
        *(Order.total, Order.currency),
    )
    for chunk in in_chunks(ORDERS.selected(statement, ORDERS.asked())):
        for number, placed_at, status, email, items, *amounts, currency in chunk:
            paid = (money.major(amount, currency) for amount in amounts)
            yield (number, placed_at.isoformat(), status, email, items, *paid, currency)
