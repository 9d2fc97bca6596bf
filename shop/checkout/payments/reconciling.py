"""Settling what never came back: payments whose message was lost, asked for at the provider."""

import logging
from datetime import timedelta

from sqlalchemy import or_

from shop import clock
from shop.checkout.payments import Kind, Message, PaymentState, ProviderAway, providers, receiving
from shop.checkout.payments.starting import UNNAMED
from shop.extensions import db
from shop.orders.models import Payment

log = logging.getLogger(__name__)

ASK_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=2)
MOST_AT_ONCE = 200


def reconcile() -> int:
    """Ask about each payment that is open for a while; how many were settled. Commits each."""
    return sum(_settle(payment_id) for payment_id in _open())


def _open() -> list[int]:
    before = clock.now() - ASK_AFTER
    ids = db.session.scalars(
        db.select(Payment.id)
        .where(
            Payment.status == PaymentState.STARTED,
            Payment.provider.in_(list(providers())),
            Payment.created_at < before,
            or_(Payment.checked_at.is_(None), Payment.checked_at < before),
        )
        .order_by(Payment.checked_at.nulls_first(), Payment.id)
        .limit(MOST_AT_ONCE)
    ).all()
    db.session.rollback()
    return list(ids)


def _settle(payment_id: int) -> bool:
    payment = db.session.get_one(Payment, payment_id)
    payment.checked_at = clock.now()
    code, is_old = payment.provider, payment.created_at < clock.now() - GIVE_UP_AFTER
    failed = _failure(payment)
    db.session.commit()
    message: Message | None = failed  # a payment that was never named was never begun
    if not failed.reference.startswith(UNNAMED):
        try:
            message = providers()[code].status(failed.reference) or (failed if is_old else None)
        except ProviderAway as error:
            log.warning("Payment %d is still open, %s does not answer: %s", payment_id, code, error)
            return False
    if message is None:
        return False
    receiving.receive(code, message)
    db.session.commit()
    return True


def _failure(payment: Payment) -> Message:
    return Message(
        id=f"given-up-{payment.reference}",
        kind=Kind.FAILED,
        reference=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        payment_id=payment.id,
    )
