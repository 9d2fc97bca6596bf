"""Money that needs a person: payments that no order can take, refunds that did not go by
themselves. Somebody sees to it outside the shop and then says here that it is settled."""

from sqlalchemy import literal, literal_column, union_all
from sqlalchemy.sql.selectable import Subquery

from shop import clock
from shop.extensions import db
from shop.orders import history, states
from shop.orders.models import Order, Payment, Refund

WRONG = "wrong"  # a Payment.status: money came, but not what an order asks for


class AlreadySettled(Exception):
    """Somebody has seen to it before."""


def settle_payment(payment: Payment, actor: str, remark: str) -> None:
    """Note that `actor` has seen to a payment that no order took. Raises AlreadySettled."""
    order = db.session.get(Order, payment.order_id) if payment.order_id else None
    if order:
        states.hold(order)
    db.session.refresh(payment, with_for_update=True)
    if payment.settled_at or payment.status != WRONG:
        raise AlreadySettled(payment.id)
    payment.settled_at, payment.settled_by = clock.now(), actor[:100]
    payment.settled_note = remark[:500]
    if order:
        history.note(order, "settled", str(payment.amount), actor, is_internal=True)


def strays(*, settled: bool = False) -> Subquery:
    """The money that waits for a person, or what they have `settled`, a row each. Columns:

    key (unique), kind (payment or refund), id, created_at, amount (minor units of `currency`),
    status, provider, reference, text (why), order_id, number, name, email and total of the order,
    settled_at, settled_by, settled_note.
    """
    order = (Order.number, Order.name, Order.email, Order.total)
    payments = (
        db.select(
            (Payment.id * 2).label("key"),
            literal("payment").label("kind"),
            *(Payment.id, Payment.created_at, Payment.amount, Payment.currency, Payment.status),
            *(Payment.provider, Payment.reference, Payment.problem.label("text")),
            *(Payment.order_id, *order),
            *(Payment.settled_at, Payment.settled_by, Payment.settled_note),
        )
        .outerjoin(Order, Order.id == Payment.order_id)
        .where(Payment.status == literal_column(f"'{WRONG}'"))  # written out, as in its index
        .where(Payment.settled_at.is_not(None) if settled else Payment.settled_at.is_(None))
    )
    refunds = (
        db.select(
            *((Refund.id * 2 + 1).label("key"), literal("refund").label("kind")),
            *(Refund.id, Refund.created_at, Refund.amount, Order.currency, Refund.status),
            *(Payment.provider, Refund.reference, Refund.reason),
            *(Refund.order_id, *order),
            *(Refund.settled_at, Refund.settled_by, Refund.settled_note),
        )
        .join(Order, Order.id == Refund.order_id)
        .outerjoin(Payment, Payment.id == Refund.payment_id)
        .where(Refund.settled_at.is_not(None) if settled else Refund.needs_person)
    )
    return union_all(payments, refunds).subquery("strays")
