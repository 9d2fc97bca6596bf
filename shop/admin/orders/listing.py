"""How the list of orders can be asked for.

Whatever is typed into its search is looked up in indexes: number, e-mail and SKU from their
beginning. Only a part of a name is looked for in every row, in an index of names alone.
"""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, func, or_, union

from shop.admin.lists import Condition, Filter, Listing, begins_with, contains
from shop.extensions import db
from shop.orders import packing
from shop.orders.keys import ALPHABET
from shop.orders.models import Order, OrderLine, Refund, ReturnRequest
from shop.orders.states import INVOICE, Status

MOST_COUNTED = 999  # orders that a tab counts; more are shown as "999+"
FIRST_PART = 5  # letters of a number that are as good as one, also without its "W-"
# What people write for letters that no number has.
AS_WRITTEN = str.maketrans("OIL", "011")
NUMBER_SEARCH = re.compile(rf"(W-)?([{ALPHABET}OIL]{{1,5}})-?([{ALPHABET}OIL]{{0,5}})")


def _unpaid() -> Condition:
    """Money is to come. The statuses are named, so that those in between are not read."""
    waiting = (Status.PENDING, Status.PACKED, Status.SHIPPED, Status.DELIVERED)
    return and_(Order.paid_at.is_(None), Order.status.in_(waiting))


def _is_in(rows: Select[tuple[int]]) -> Condition:
    return Order.id.in_(rows)


STATES = Filter(
    "state",
    _l("State"),
    {
        "pack": (_l("To pack"), packing.to_pack()),
        "ship": (_l("To ship"), packing.to_ship()),
        "unpaid": (_l("Awaiting payment"), _unpaid()),
        "returns": (
            _l("Returns to decide"),
            _is_in(db.select(ReturnRequest.order_id).where(ReturnRequest.status == "asked")),
        ),
        "refunds": (
            _l("Refunds to see to"),
            _is_in(db.select(Refund.order_id).where(Refund.needs_person)),
        ),
        "shipped": (_l("On their way"), Order.status == Status.SHIPPED),
        "delivered": (_l("Delivered"), Order.status == Status.DELIVERED),
        "cancelled": (_l("Cancelled"), Order.status == Status.CANCELLED),
        "returned": (_l("Returned"), Order.status == Status.RETURNED),
    },
    is_tabs=True,
)
PAYMENTS = Filter(
    "payment",
    _l("Payment"),
    {
        "unpaid": (_l("Unpaid"), Order.paid_at.is_(None)),
        "paid": (_l("Paid"), Order.paid_at.is_not(None)),
        "partly": (
            _l("Refunded in part"),
            and_(Order.refunded > 0, Order.refunded < Order.total),
        ),
        "refunded": (_l("Refunded"), and_(Order.refunded > 0, Order.refunded == Order.total)),
        "invoice": (_l("By invoice"), Order.payment_method == INVOICE),
        "stripe": (_l("By card"), Order.payment_method == "stripe"),
        "test": (_l("Test payment"), Order.payment_method == "test"),
    },
)


def matching(statement: Select[Any], text: str) -> Select[Any]:
    """Orders whose number, e-mail or SKU begins with `text`, or whose name has it inside."""
    found = [
        db.select(Order.id).where(begins_with(Order.email, text.lower())),
        db.select(OrderLine.order_id).where(
            or_(*(begins_with(OrderLine.sku, sku) for sku in {text, text.upper()}))
        ),
        db.select(Order.id).where(contains(Order.name, text)),
    ]
    if numbers := _numbers(text):
        found.append(db.select(Order.id).where(Order.number.between(*numbers)))
    return statement.where(Order.id.in_(union(*found)))


def _numbers(text: str) -> tuple[str, str] | None:
    """The first and last number that begin as `text` does; both are whole numbers, so that they
    stand in the same order whatever a database thinks of dashes. None for what is none."""
    match = NUMBER_SEARCH.fullmatch(text.upper())
    if match is None:
        return None
    is_whole = len(match[2]) == FIRST_PART
    if not is_whole and (match[3] or not match[1]):
        return None
    letters = (match[2] + match[3]).translate(AS_WRITTEN)
    ends = (letters.ljust(10, filling) for filling in (ALPHABET[0], ALPHABET[-1]))
    first, last = (f"W-{end[:5]}-{end[5:]}" for end in ends)
    return first, last


ORDERS = Listing(
    sorts={"placed": Order.placed_at, "total": Order.total, "name": Order.name},
    labels={
        "-placed": _l("Newest first"),
        "placed": _l("Oldest first"),
        "-total": _l("Largest total first"),
        "total": _l("Smallest total first"),
        "name": _l("By name"),
    },
    key=Order.id,
    filters=(STATES, PAYMENTS),
    search=matching,
    dates=Order.placed_at,
)


def tab_counts() -> dict[str, str]:
    """How many orders each tab shows, in one query that stops counting where it does not matter."""
    counts = {
        value: db.select(func.count())
        .select_from(db.select(Order.id).where(condition).limit(MOST_COUNTED + 1).subquery())
        .scalar_subquery()
        for value, (_label, condition) in STATES.options.items()
    }
    row = db.session.execute(db.select(*counts.values())).one()
    return {
        value: f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
        for value, count in zip(counts, row, strict=True)
    }
