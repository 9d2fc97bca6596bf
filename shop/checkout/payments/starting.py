"""Beginning to pay an order."""

import secrets
from datetime import timedelta

from sqlalchemy import update

from shop import clock
from shop.checkout.payments import Charge, PaymentState, Started, providers
from shop.extensions import db
from shop.orders import states
from shop.orders.models import Order, Payment
from shop.orders.states import Status, Step

TRY_FOR = timedelta(minutes=30)  # a try to pay is given up after that
AGAIN_WITHIN = timedelta(minutes=20)  # so long, the same try is taken up again
LONGEST_HOLD = timedelta(hours=3)  # since the order was placed, however often it is tried
UNNAMED = "new-"  # begins the reference of a payment that the provider has not named yet


class NotPayable(Exception):
    """The order is paid or cancelled, or is not paid through a provider."""


def is_payable(order: Order) -> bool:
    """Whether the shopper can pay `order` now."""
    is_open = order.status == Status.PENDING and states.can(order, Step.PAY)
    return is_open and order.payment_method in providers()


def begin(order: Order) -> Payment:
    """The payment to start: the last try where that is young, else another. Its goods are held
    for as long as it may take. Does not commit. Raises NotPayable."""
    states.hold(order)
    if not is_payable(order):
        raise NotPayable(order.number)
    now = clock.now()
    payment: Payment | None = db.session.scalar(
        db.select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.provider == order.payment_method,
            Payment.status == PaymentState.STARTED,
            Payment.created_at > now - AGAIN_WITHIN,
        )
        .order_by(Payment.id.desc())
        .limit(1)
    )
    if payment is None:
        payment = Payment(
            order_id=order.id,
            provider=order.payment_method,
            reference=UNNAMED + secrets.token_hex(16),
            status=PaymentState.STARTED,
            amount=order.total,
            currency=order.currency,
            created_at=now,
        )
        db.session.add(payment)
        db.session.flush()
    _hold_goods(order)
    return payment


def _hold_goods(order: Order) -> None:
    """Paying takes time; what is paid in that time must still be there."""
    until = min(clock.now() + TRY_FOR * 1.2, order.placed_at + LONGEST_HOLD)
    db.session.execute(
        update(Order)
        .where(Order.id == order.id, Order.hold_expires_at < until)
        .values(hold_expires_at=until)
    )


def start(payment: Payment, done_url: str, back_url: str) -> str:
    """Have the provider begin to take the committed `payment`; where the shopper pays.

    Commits. Raises ProviderAway.
    """
    order = db.session.get_one(Order, payment.order_id)
    provider = providers()[payment.provider]
    charge = Charge(
        key=f"{order.number}-payment-{payment.id}",
        payment_id=payment.id,
        order_number=order.number,
        email=order.email,
        amount=payment.amount,
        currency=payment.currency,
        started_at=int(payment.created_at.timestamp()),
        done_url=done_url,
        back_url=back_url,
    )
    db.session.rollback()  # no transaction is open while the provider is waited for
    started = provider.start(charge)
    _name(charge.payment_id, started)
    return started.url


def _name(payment_id: int, started: Started) -> None:
    payment = db.session.get_one(Payment, payment_id)
    payment.reference = started.reference
    db.session.commit()
