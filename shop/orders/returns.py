"""Goods that come back: a shopper asks, an administrator receives or refuses them."""

from typing import Any, cast

from sqlalchemy import CursorResult, func, update

from shop.catalog import stock
from shop.extensions import db
from shop.orders import history, refunds, states
from shop.orders.history import SHOP, SHOPPER
from shop.orders.models import Order, OrderLine, ReturnRequest
from shop.orders.states import Step, advance

ASKED, RECEIVED, REFUSED = "asked", "received", "refused"  # ReturnRequest.status


class TooMany(ValueError):
    """More units than can still be sent back; `left` says how many can."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} left to return")
        self.left = left


class AlreadyDecided(Exception):
    """The return was received or refused before."""


def ask_return(
    order: Order, line: OrderLine, quantity: int, reason: str, actor: str = SHOPPER
) -> ReturnRequest:
    """Ask to send back `quantity` units of `line`. Raises NotPossible or TooMany."""
    advance(order, Step.ASK_RETURN)
    left = returnable(order, line)
    if not 0 < quantity <= left:
        raise TooMany(left)
    wish = ReturnRequest(line_id=line.id, quantity=quantity, reason=reason)
    order.returns.append(wish)
    history.note(order, Step.ASK_RETURN, line.counted(quantity), actor)
    return wish


def returnable(order: Order, line: OrderLine) -> int:
    """The units of `line` that nobody has asked to send back, and that are not refunded."""
    asked = sum(r.quantity for r in order.returns if r.line_id == line.id and r.status == ASKED)
    came = sum(r.quantity for r in order.returns if r.line_id == line.id and r.status == RECEIVED)
    return line.quantity - max(came, line.refunded_quantity) - asked


def receive_return(
    order: Order, wish: ReturnRequest, actor: str = SHOP, *, restock: bool = True
) -> None:
    """Note that what `wish` is about came back, and refund it, if the order is paid.

    With `restock` it can be sold again. The order is returned once every unit came back.
    Raises AlreadyDecided, or NotPossible where the order is not with its shopper.
    """
    states.hold(order)
    states.require(order, Step.RETURN)
    _decide(wish, RECEIVED)
    line = next(line for line in order.lines if line.id == wish.line_id)
    history.note(order, "received", line.counted(wish.quantity), actor)
    if restock:
        stock.give_back({line.variant_id: wish.quantity}, f"order {order.number} returned")
    units = min(wish.quantity, line.quantity - line.refunded_quantity)
    if order.paid_at and units:
        refunds.refund_units(order, {line.id: units}, "returned", actor)
    if _units_back(order) == sum(line.quantity for line in order.lines):
        advance(order, Step.RETURN)


def refuse_return(order: Order, wish: ReturnRequest, reason: str, actor: str = SHOP) -> None:
    """Note that what `wish` is about is not taken back, and why. Raises AlreadyDecided."""
    states.hold(order)
    _decide(wish, REFUSED)
    history.note(order, "refused", reason, actor)


def _decide(wish: ReturnRequest, status: str) -> None:
    decided = db.session.execute(
        update(ReturnRequest)
        .where(ReturnRequest.id == wish.id, ReturnRequest.status == ASKED)
        .values(status=status)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(wish)
    if cast(CursorResult[Any], decided).rowcount != 1:
        raise AlreadyDecided(wish.id)


def _units_back(order: Order) -> int:
    back = db.session.scalar(
        db.select(func.coalesce(func.sum(ReturnRequest.quantity), 0)).where(
            ReturnRequest.order_id == order.id, ReturnRequest.status == RECEIVED
        )
    )
    return int(back or 0)
