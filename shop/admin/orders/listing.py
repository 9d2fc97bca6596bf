"""How the list of orders can be asked for.

Whatever is typed into its search is looked up in indexes: number, e-mail and SKU from their
beginning. Only a part of a name is looked for in all rows, on SQLite in an index of names alone.
"""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, false, func, literal_column, or_

from shop.admin.lists import Condition, Filter, Listing, begins_with, contains
from shop.extensions import db
from shop.orders import packing
from shop.orders.keys import ALPHABET
from shop.orders.models import Order, OrderLine, Refund, ReturnRequest
from shop.orders.states import INVOICE, Status

MOST_COUNTED = 999  # orders that a tab counts; more are shown as "999+"
MOST_NAMED = 1000  # orders that a search names by their ids
NO_NAME = re.compile(r"[\d@]")  # has it one, it is looked for among names only if nowhere else
FIRST_PART = 5  # letters of a number that are as good as one, also without its "W-"
# What people write for letters that no number has.
AS_WRITTEN = str.maketrans("OIL", "011")
NUMBER_SEARCH = re.compile(rf"(W-)?([{ALPHABET}OIL]{{1,5}})-?([{ALPHABET}OIL]{{0,5}})")


# Written out, as the condition of the index that holds them is.
HAS_REFUND = Order.refunded > literal_column("0")


def _unpaid() -> Condition:
    """Money is to come. The statuses are named, so that those in between are not read."""
    waiting = (Status.PENDING, Status.PACKED, Status.SHIPPED, Status.DELIVERED)
    return and_(Order.paid_at.is_(None), Order.status.in_(waiting))


def _is_in(rows: Select[int]) -> Condition:
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
            and_(HAS_REFUND, Order.refunded < Order.total),
        ),
        "refunded": (_l("Refunded"), and_(HAS_REFUND, Order.refunded >= Order.total)),
        "invoice": (_l("By invoice"), Order.payment_method == INVOICE),
        "stripe": (_l("By card"), Order.payment_method == "stripe"),
        "test": (_l("Test payment"), Order.payment_method == "test"),
    },
)


def matching(statement: Select[Any], text: str) -> Select[Any]:
    """Orders whose number, e-mail or SKU begins with `text`, or whose name has it inside.

    The few that a look-up finds are named by their ids, so that they are looked up once; only
    a condition that holds for more than can be named goes into the statement itself.
    """
    ids: set[int] = set()
    broad: list[Condition] = []
    for look in (_by_number, _by_email, _by_sku, _by_name):
        is_found = bool(ids or broad)
        if look is _by_name and is_found and NO_NAME.search(text):
            continue
        rows, condition = look(text)
        found = db.session.scalars(rows.limit(MOST_NAMED + 1)).all()
        if len(found) > MOST_NAMED:
            broad.append(condition)
        else:
            ids.update(found)
    return statement.where(or_(Order.id.in_(sorted(ids)), *broad))


def _by_number(text: str) -> tuple[Select[int], Condition]:
    numbers = _numbers(text)
    return _orders(Order.number.between(*numbers) if numbers else false())


def _by_email(text: str) -> tuple[Select[int], Condition]:
    return _orders(begins_with(Order.email, text.lower()))


def _by_sku(text: str) -> tuple[Select[int], Condition]:
    has_sku = or_(*(begins_with(OrderLine.sku, sku) for sku in sorted({text, text.upper()})))
    return db.select(OrderLine.order_id).where(has_sku), Order.lines.any(has_sku)


def _by_name(text: str) -> tuple[Select[int], Condition]:
    return _orders(contains(Order.name, text))


def _orders(condition: Condition) -> tuple[Select[int], Condition]:
    return db.select(Order.id).where(condition), condition


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
    most_counted=1000,
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
