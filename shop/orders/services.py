"""What happens to an order, from its placing to its delivery.

Each verb takes the order one step along the table of `shop.orders.states`, and has its effects
only where that step was taken: stock, promotions, invoice, timeline, mail. Nothing here commits.
Locks are always taken in one sequence: order, variants, products, promotions, invoice number.
"""

from collections.abc import Mapping

from shop import clock, outbox
from shop.catalog import stock
from shop.extensions import db
from shop.orders import history, invoices, refunds, spending
from shop.orders.history import SHOP
from shop.orders.models import Order, Payment
from shop.orders.states import INVOICE, Step, advance, due, hold, require
from shop.outbox import Job
from shop.promotions import services as promotions


def note_placed(order: Order, actor: str = history.SHOPPER) -> None:
    """Finish the placing of `order`, whose rows are all there: invoice, timeline and mail.

    Last in the transaction that takes the stock, for an invoice's number is waited for.
    """
    history.note(order, "placed", actor=actor)
    outbox.post(Job.SEND_ORDER_PLACED, order_id=order.id)
    if order.payment_method == INVOICE:
        invoices.issue(order)


def pay(order: Order, payment: Payment | None = None, actor: str = SHOP) -> None:
    """Note that the whole of `order` is paid, by `payment`, or by a transfer that `actor` saw.

    The caller has compared amount and currency. Raises NotPossible where the order is paid
    already, cancelled, or returned.
    """
    unpaid = Order.paid_at.is_(None)
    advance(order, Step.PAY, unpaid, paid_at=clock.now(), hold_expires_at=None)
    payment = payment or _transfer(order)
    payment.status = "paid"
    history.note(order, Step.PAY, payment.provider, actor)
    spending.count(order, order.total)
    outbox.post(Job.SEND_ORDER_PAID, order_id=order.id)
    invoices.issue(order)


def _transfer(order: Order) -> Payment:
    payment = Payment(
        order_id=order.id,
        provider=INVOICE,
        reference=order.number,
        status="paid",
        amount=order.total,
        currency=order.currency,
    )
    order.payments.append(payment)
    return payment


def pack(order: Order, actor: str = SHOP) -> None:
    """Note that `order` is packed. Raises NotPossible."""
    advance(order, Step.PACK, packed_at=clock.now(), hold_expires_at=None)
    history.note(order, Step.PACK, actor=actor)


def ship(
    order: Order, tracking_number: str = "", tracking_url: str = "", actor: str = SHOP
) -> None:
    """Note that `order` is on its way, and where to follow it. Raises NotPossible."""
    advance(
        order,
        Step.SHIP,
        shipped_at=clock.now(),
        hold_expires_at=None,
        tracking_number=tracking_number,
        tracking_url=tracking_url,
    )
    history.note(order, Step.SHIP, tracking_number, actor)
    outbox.post(Job.SEND_ORDER_SHIPPED, order_id=order.id)


def readdress(order: Order, address: Mapping[str, str], actor: str = SHOP) -> None:
    """Send `order`, which is still here, to `address`: columns of the order. Its amounts stay.
    Raises NotPossible."""
    hold(order)
    require(order, Step.READDRESS)
    for column, value in address.items():
        setattr(order, column, value)
    if db.session.is_modified(order):
        history.note(order, Step.READDRESS, actor=actor)


def deliver(order: Order, actor: str = SHOP) -> None:
    """Note that `order` has arrived. Raises NotPossible."""
    advance(order, Step.DELIVER, delivered_at=clock.now())
    history.note(order, Step.DELIVER, actor=actor)
    outbox.post(Job.SEND_ORDER_DELIVERED, order_id=order.id)


def cancel(order: Order, actor: str = SHOP, reason: str = "") -> None:
    """Cancel `order`: its stock goes back, and so does what was paid. Raises NotPossible."""
    advance(order, Step.CANCEL, cancelled_at=clock.now(), hold_expires_at=None)
    _undo(order)
    history.note(order, Step.CANCEL, reason, actor)
    if order.paid_at:
        refunds.refund_rest(order, reason or "cancelled", actor)
    outbox.post(Job.SEND_ORDER_CANCELLED, order_id=order.id)


def expire(order: Order) -> None:
    """Cancel `order`, which was not paid for as long as its stock was held. Raises NotPossible."""
    advance(order, Step.EXPIRE, *due(), cancelled_at=clock.now(), hold_expires_at=None)
    _undo(order)
    history.note(order, Step.EXPIRE)
    outbox.post(Job.SEND_ORDER_CANCELLED, order_id=order.id)


def _undo(order: Order) -> None:
    """Give back what the order holds: units that were not given back before, and promotions."""
    units: dict[int, int] = {}
    for line in order.lines:
        kept = line.quantity - line.refunded_quantity
        if kept:
            units[line.variant_id] = units.get(line.variant_id, 0) + kept
    stock.give_back(units, f"order {order.number} cancelled")
    promotions.release(order.id)
