"""What a provider's message does: once, whenever and however often it comes.

Its id is written in the same transaction as its effect. What is decided is decided while the
order's row is held, so that a message, the same message and the reconciler cannot get in each
other's way. The first word that money came counts: a failure that arrives after it changes
nothing, and a payment after a failure is one.

Money that comes for an order that was cancelled in the meantime, or is paid already, is sent
back: its goods may be somebody else's by now, and the shopper can order again.
"""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from shop import clock
from shop.checkout.payments import Kind, Message, PaymentState, providers
from shop.extensions import db
from shop.orders import refunds, services, states
from shop.orders.models import Order, Payment, PaymentEvent
from shop.orders.states import NotPossible

OPEN = (PaymentState.STARTED, PaymentState.FAILED)


def take(code: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Check and receive a request of the provider `code`. Does not commit.

    Raises KeyError for an unknown provider, and BadMessage.
    """
    message = providers()[code].read(body, headers)
    if message:
        receive(code, message)


def receive(code: str, message: Message) -> None:
    """Give `message` its effect, unless it had one. Does not commit."""
    if not _is_first(code, message):
        return
    payment = _payment(code, message)
    if payment is None:
        if message.kind is Kind.PAID:
            _keep_stray(code, message)
        return
    if payment.order_id is None:
        return
    order = db.session.get_one(Order, payment.order_id)
    states.hold(order)
    db.session.refresh(payment)
    payment.reference = message.reference
    if message.kind is Kind.FAILED:
        if payment.status == PaymentState.STARTED:
            payment.status = PaymentState.FAILED
    elif payment.status in OPEN:
        _settle(order, payment, message)


def _is_first(code: str, message: Message) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(PaymentEvent(provider=code, event_id=message.id, kind=str(message.kind)))
    except IntegrityError:
        return False
    return True


def _payment(code: str, message: Message) -> Payment | None:
    """The payment that is meant: by our own id, which the provider gives back, or by theirs.

    One whose row is gone, of an order that is there, is made again.
    """
    if message.payment_id:
        payment = db.session.get(Payment, message.payment_id)
        if payment and payment.provider == code:
            return payment
    order_id = db.session.scalar(db.select(Order.id).where(Order.number == message.order_number))
    found = _named(code, message)
    if found or order_id is None:
        return found
    return _add(code, message, PaymentState.STARTED, order_id=order_id)


def _named(code: str, message: Message) -> Payment | None:
    found: Payment | None = db.session.scalar(
        db.select(Payment).where(Payment.provider == code, Payment.reference == message.reference)
    )
    return found


def _keep_stray(code: str, message: Message) -> None:
    """Money for an order that the shop does not know: the back office shows it."""
    _add(code, message, PaymentState.WRONG, problem="There is no such order.")


def _add(code: str, message: Message, status: PaymentState, **columns: object) -> Payment | None:
    """The payment, made now or by another message about it that came at the same time."""
    payment = Payment(
        provider=code,
        reference=message.reference,
        status=status,
        amount=message.amount,
        currency=message.currency,
        **columns,
    )
    try:
        with db.session.begin_nested():
            db.session.add(payment)
    except IntegrityError:
        return _named(code, message)
    return payment


def _settle(order: Order, payment: Payment, message: Message) -> None:
    """Money came: the order's, the wrong amount of it, or too late."""
    payment.amount, payment.currency = message.amount, message.currency
    payment.checked_at = clock.now()
    if (message.amount, message.currency) != (order.total, order.currency):
        payment.status = PaymentState.WRONG
        payment.problem = (
            f"{message.amount} {message.currency} came, {order.total} {order.currency} was asked."
        )
        return
    try:
        services.pay(order, payment)
    except NotPossible:
        payment.status = PaymentState.SENT_BACK
        payment.problem = f"Came when the order was {order.status}; sent back."
        refunds.send_back(payment, order, "paid too late, or twice")
