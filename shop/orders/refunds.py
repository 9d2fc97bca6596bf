"""Money that goes back.

A refund is written first, in the transaction that decides it, and sent to the payment's provider
by a job. What an order gives back never exceeds what was paid: shares of a line are differences
of rounded running sums, and the last refund is cut to what is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import CursorResult, update

from shop import clock, outbox
from shop.catalog import stock
from shop.extensions import db
from shop.orders import history, spending, states
from shop.orders.history import SHOP
from shop.orders.models import Order, OrderLine, Payment, Refund
from shop.outbox import Job
from shop.pricing import refund_share

# Refund.status; what failed and was asked for again, as a refund of its own, is AGAIN.
ASKED, DONE, FAILED, AGAIN = "asked", "done", "failed", "again"


class NotPaid(Exception):
    """There is no money of this order to give back."""


class NotFailed(Exception):
    """The refund is on its way, or somebody has seen to it already."""


class TooMuch(ValueError):
    """More units, or more money, than are left; `left` says how much is."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} left to refund")
        self.left = left


@dataclass(frozen=True)
class Part:
    """What of an order is refunded: so many units of each line, by its id, and `amount` minor
    units besides, such as the shipping. `token` is of the form that asks for it."""

    units: Mapping[int, int] = field(default_factory=dict)
    amount: int = 0
    restock: bool = False  # whether the units can be sold again
    token: str | None = None


def refund_units(
    order: Order,
    units: Mapping[int, int],
    reason: str = "",
    actor: str = SHOP,
    *,
    restock: bool = False,
) -> Refund | None:
    """Refund so many units of each line, by its id; None where nothing is left to give back.

    With `restock` they can be sold again. Raises NotPaid, TooMuch or, for a line of another
    order, KeyError.
    """
    return refund_part(order, Part(units, restock=restock), reason, actor)


def refund_part(order: Order, part: Part, reason: str = "", actor: str = SHOP) -> Refund | None:
    """Refund what `part` says, as one refund; None where nothing is left to give back.

    Raises NotPaid, TooMuch or, for a line of another order, KeyError.
    """
    hold_paid(order)
    lines = {line.id: line for line in order.lines}
    goods = sum(_take_units(lines[line_id], wanted) for line_id, wanted in part.units.items())
    goods = min(goods, left(order))
    if part.amount > left(order) - goods:
        raise TooMuch(left(order) - goods)
    if part.restock:
        _restock(order, {lines[line_id]: wanted for line_id, wanted in part.units.items()})
    refund = _refund(order, goods + part.amount, reason, actor)
    if refund:
        refund.token = part.token
    return refund


def worth(order: Order, part: Part) -> int:
    """Minor units that `part` of `order` would come to, as it was read. Raises TooMuch."""
    lines = {line.id: line for line in order.lines}
    goods = sum(_share(lines[line_id], wanted) for line_id, wanted in part.units.items())
    goods = min(goods, left(order))
    if part.amount > left(order) - goods:
        raise TooMuch(left(order) - goods)
    return goods + part.amount


def refund_amount(order: Order, amount: int, reason: str = "", actor: str = SHOP) -> Refund | None:
    """Refund `amount` minor units, whatever they are for. Raises NotPaid or TooMuch."""
    hold_paid(order)
    if not 0 < amount <= left(order):
        raise TooMuch(left(order))
    return _refund(order, amount, reason, actor)


def refund_rest(order: Order, reason: str = "", actor: str = SHOP) -> Refund | None:
    """Refund all that is left of what was paid, shipping included. Raises NotPaid."""
    hold_paid(order)
    for line in order.lines:
        line.refunded_quantity = line.quantity
    return _refund(order, left(order), reason, actor)


def left(order: Order) -> int:
    """Minor units that can still be refunded."""
    return order.total - order.refunded if order.paid_at else 0


def hold_paid(order: Order) -> None:
    """Lock the order until the commit. Raises NotPaid."""
    states.hold(order)
    if order.paid_at is None:
        raise NotPaid(order.number)


def _take_units(line: OrderLine, units: int) -> int:
    """What `units` more of `line` are worth; they count as refunded from now on."""
    share = _share(line, units)
    line.refunded_quantity += units
    return share


def _share(line: OrderLine, units: int) -> int:
    rest = line.quantity - line.refunded_quantity
    if not 0 < units <= rest:
        raise TooMuch(rest)
    return refund_share(line.total, line.quantity, line.refunded_quantity, units)


def _restock(order: Order, units: Mapping[OrderLine, int]) -> None:
    back: dict[int, int] = {}
    for line, count in units.items():
        back[line.variant_id] = back.get(line.variant_id, 0) + count
    stock.give_back(back, f"order {order.number} returned")


def _refund(order: Order, amount: int, reason: str, actor: str) -> Refund | None:
    if amount <= 0:
        return None
    order.refunded += amount
    history.note(order, "refund", str(amount), actor)
    spending.count(order, -amount)
    return _send(order, paid_by(order), amount, reason)


def paid_by(order: Order) -> Payment | None:
    """The payment that the order was paid with."""
    return next((p for p in order.payments if p.status == "paid"), None)


def send_back(payment: Payment, order: Order, reason: str) -> Refund:
    """Give back money that `order` cannot take: paid twice, or after it was cancelled.

    It was never counted as the order's, so `refunded` does not count it either.
    """
    refund = _send(order, payment, payment.amount, reason)
    history.note(order, "sent_back", str(payment.amount))
    return refund


def _send(order: Order, payment: Payment | None, amount: int, reason: str) -> Refund:
    refund = Refund(
        order_id=order.id,
        payment_id=payment.id if payment else None,
        amount=amount,
        reason=reason[:200],
    )
    order.refunds.append(refund)
    db.session.flush()
    outbox.post(Job.SEND_REFUND, refund_id=refund.id)
    return refund


def is_by_hand(reference: str) -> bool:
    """Whether a refund's reference says that no provider sends it: somebody must transfer it."""
    return reference.startswith("by-hand-")


def note_sent(refund: Refund, reference: str) -> None:
    """Note that the provider sends the money, under its `reference`, and tell the shopper, once."""
    sent = db.session.execute(
        update(Refund)
        .where(Refund.id == refund.id, Refund.status == ASKED)
        .values(status=DONE, reference=reference, needs_person=is_by_hand(reference))
        .execution_options(synchronize_session=False)
    )
    db.session.expire(refund)
    if cast(CursorResult[Any], sent).rowcount == 1:
        outbox.post(Job.SEND_ORDER_REFUNDED, refund_id=refund.id)


def note_failed(order: Order, refund: Refund, why: str) -> None:
    """Note that the provider refuses the refund for good: somebody must see to it."""
    refund.status, refund.needs_person = FAILED, True
    history.note(order, "refund_failed", why)


def settle(order: Order, refund: Refund, actor: str = SHOP, remark: str = "") -> None:
    """Note that `actor` has sent the money by hand, and tell the shopper if the provider's refusal
    kept that from happening before. Raises NotFailed where nobody need see to it (any more)."""
    states.hold(order)
    if not refund.needs_person:
        raise NotFailed(refund.id)
    if refund.status == FAILED:
        outbox.post(Job.SEND_ORDER_REFUNDED, refund_id=refund.id)
    refund.status, refund.needs_person = DONE, False
    refund.settled_at, refund.settled_by = clock.now(), actor[:100]
    refund.settled_note = remark[:500]
    history.note(order, "settled", str(refund.amount), actor, is_internal=True)


def try_again(order: Order, refund: Refund, actor: str = SHOP) -> Refund:
    """Ask the provider once more for what it refused, as a new refund: the same one would get the
    same answer. Raises NotFailed."""
    states.hold(order)
    if refund.status != FAILED:
        raise NotFailed(refund.id)
    refund.status, refund.needs_person = AGAIN, False
    history.note(order, "refund_again", str(refund.amount), actor, is_internal=True)
    payment = db.session.get(Payment, refund.payment_id) if refund.payment_id else None
    return _send(order, payment, refund.amount, refund.reason)


def was_asked_with(order: Order, token: str) -> bool:
    """Whether the form with that token was sent before."""
    return any(refund.token == token for refund in order.refunds)
