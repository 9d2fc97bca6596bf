"""The one table of what may happen to an order, and the guarded update that makes it happen.

Whether an order is paid or refunded is kept beside its status (`paid_at`, `refunded`), because
goods and money go separate ways: an order on invoice may be shipped before it is paid, and one
that was delivered may be refunded in part.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, or_, update

from shop import clock
from shop.extensions import db
from shop.orders.models import Order


class Status(StrEnum):
    """Where the goods of an order are."""

    PENDING = "pending"  # placed; the stock is held, nothing is paid
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"  # every unit came back


class MoneyState(StrEnum):
    """Where the money of an order is."""

    UNPAID = "unpaid"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


class Step(StrEnum):
    """What may happen to an order."""

    PAY = "pay"
    PACK = "pack"
    READDRESS = "readdress"
    SHIP = "ship"
    DELIVER = "deliver"
    CANCEL = "cancel"
    EXPIRE = "expire"
    ASK_RETURN = "ask_return"
    RETURN = "return"


class Move(NamedTuple):
    """That `step` takes an order from `before` to `after`; some do so with invoice orders alone."""

    step: Step
    before: Status
    after: Status
    on_invoice: bool = False


INVOICE = "invoice"  # the payment method whose orders are sent before they are paid

MOVES = (
    Move(Step.PAY, Status.PENDING, Status.PAID),
    # An invoice that is paid late: the goods are on their way, or there.
    Move(Step.PAY, Status.PACKED, Status.PACKED, on_invoice=True),
    Move(Step.PAY, Status.SHIPPED, Status.SHIPPED, on_invoice=True),
    Move(Step.PAY, Status.DELIVERED, Status.DELIVERED, on_invoice=True),
    Move(Step.PACK, Status.PENDING, Status.PACKED, on_invoice=True),
    Move(Step.PACK, Status.PAID, Status.PACKED),
    Move(Step.SHIP, Status.PENDING, Status.SHIPPED, on_invoice=True),
    Move(Step.SHIP, Status.PAID, Status.SHIPPED),
    Move(Step.SHIP, Status.PACKED, Status.SHIPPED),
    Move(Step.READDRESS, Status.PENDING, Status.PENDING),
    Move(Step.READDRESS, Status.PAID, Status.PAID),
    Move(Step.READDRESS, Status.PACKED, Status.PACKED),
    Move(Step.DELIVER, Status.SHIPPED, Status.DELIVERED),
    Move(Step.CANCEL, Status.PENDING, Status.CANCELLED),
    Move(Step.CANCEL, Status.PAID, Status.CANCELLED),
    Move(Step.CANCEL, Status.PACKED, Status.CANCELLED),
    Move(Step.EXPIRE, Status.PENDING, Status.CANCELLED),
    Move(Step.ASK_RETURN, Status.DELIVERED, Status.DELIVERED),
    Move(Step.RETURN, Status.DELIVERED, Status.RETURNED),
)


class NotPossible(Exception):
    """The order's state does not allow `step` (any more)."""

    def __init__(self, order: Order, step: Step) -> None:
        super().__init__(f"{step} of order {order.number}, which is {order.status}")
        self.order = order
        self.step = step


def can(order: Order, step: Step) -> bool:
    """Whether `order`, as it was read, allows `step`."""
    if step is Step.PAY and order.paid_at:
        return False
    return any(
        move.step is step
        and move.before == order.status
        and (not move.on_invoice or order.payment_method == INVOICE)
        for move in MOVES
    )


def require(order: Order, step: Step) -> None:
    """Raises NotPossible where `order`, as it was read, does not allow `step`."""
    if not can(order, step):
        raise NotPossible(order, step)


def money_state(order: Order) -> MoneyState:
    """What became of the order's money."""
    if order.paid_at is None:
        return MoneyState.UNPAID
    if not order.refunded:
        return MoneyState.PAID
    return MoneyState.REFUNDED if order.refunded == order.total else MoneyState.PARTLY_REFUNDED


def advance(order: Order, step: Step, *conditions: ColumnElement[bool], **values: Any) -> None:
    """Take `order` one `step` further and set its columns to `values`, in one guarded update.

    The row stays locked until the commit, so who comes at the same time finds the order as this
    left it. Raises NotPossible, and changes nothing, where its state or one of the `conditions`
    does not allow it.
    """
    moves = [move for move in MOVES if move.step is step]
    db.session.flush()
    changed = db.session.execute(
        update(Order)
        .where(Order.id == order.id, or_(*map(_allows, moves)), *conditions)
        .values(status=case({m.before: m.after for m in moves}, value=Order.status), **values)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(order)
    if cast(CursorResult[Any], changed).rowcount != 1:
        raise NotPossible(order, step)


def _allows(move: Move) -> ColumnElement[bool]:
    if move.on_invoice:
        return and_(Order.status == move.before, Order.payment_method == INVOICE)
    return Order.status == move.before


def hold(order: Order) -> None:
    """Lock the order's row until the commit and read it anew."""
    db.session.flush()
    db.session.refresh(order, with_for_update=True)


def due(moment: datetime | None = None) -> tuple[ColumnElement[bool], ...]:
    """The conditions of an unpaid order whose stock is held no longer."""
    expired: ColumnElement[bool] = Order.hold_expires_at <= (moment or clock.now())
    return (Order.status == Status.PENDING, expired)
