"""Payments by card through Stripe Checkout: the shopper pays on a page of Stripe's.

Source: https://docs.stripe.com/payments/checkout/fulfillment and /webhooks. Amounts are in minor
units for both sides. Stripe remembers an idempotency key for a day: asked twice for the same
payment or refund, it does it once.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import stripe
from flask import current_app
from flask_babel import gettext as _

from shop.checkout.payments import (
    BadMessage,
    Charge,
    Kind,
    Message,
    ProviderAway,
    RefundRefused,
    Started,
)

Answer = TypeVar("Answer")

OPEN_FOR = 31 * 60  # seconds that a payment page works; Stripe wants 30 minutes or more
TOLERANCE = 300  # seconds that a message may be old
CONNECT, READ = 3, 8  # seconds to wait for
# What a session's messages say. A delayed method (a bank debit) is "completed" before it is paid.
KINDS = {
    "checkout.session.completed": Kind.PAID,
    "checkout.session.async_payment_succeeded": Kind.PAID,
    "checkout.session.async_payment_failed": Kind.FAILED,
    "checkout.session.expired": Kind.FAILED,
}


class Stripe:
    """The provider."""

    pays_at = "https://checkout.stripe.com"

    def __init__(self, key: str, webhook_secret: str, api_base: str | None = None) -> None:
        self._secret = webhook_secret
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": api_base} if api_base else None,
            http_client=stripe.RequestsClient(timeout=(CONNECT, READ)),
            max_network_retries=1,
        )
        if api_base:  # a stand-in for Stripe has its own payment page
            self.pays_at = api_base

    def start(self, charge: Charge) -> Started:
        line = {
            "quantity": 1,
            "price_data": {
                "currency": charge.currency.lower(),
                "unit_amount": charge.amount,
                "product_data": {"name": _("Order %(number)s", number=charge.order_number)},
            },
        }
        params: Any = {
            "mode": "payment",
            "line_items": [line],
            "customer_email": charge.email,
            "client_reference_id": charge.order_number,
            "metadata": {"order": charge.order_number, "payment": str(charge.payment_id)},
            "success_url": charge.done_url,
            "cancel_url": charge.back_url,
            "expires_at": charge.started_at + OPEN_FOR,
        }
        options: Any = {"idempotency_key": charge.key}
        session = _asked(lambda: self._client.v1.checkout.sessions.create(params, options))
        return Started(str(session.url), session.id)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message | None:
        signature = headers.get("Stripe-Signature", "")
        try:
            event = stripe.Webhook.construct_event(body, signature, self._secret, TOLERANCE)
            kind, session = KINDS.get(event.type), event.data.object
        except (stripe.SignatureVerificationError, ValueError, AttributeError) as error:
            raise BadMessage(str(error)) from None
        if kind is None or (kind is Kind.PAID and session.payment_status != "paid"):
            return None
        return _message(event.id, kind, session)

    def status(self, reference: str) -> Message | None:
        session = _asked(lambda: self._client.v1.checkout.sessions.retrieve(reference))
        if session.payment_status == "paid":
            return _message(f"status-{reference}-paid", Kind.PAID, session)
        if session.status == "expired":
            return _message(f"status-{reference}-failed", Kind.FAILED, session)
        return None

    def refund(self, reference: str, amount: int, key: str) -> str:
        session = _asked(lambda: self._client.v1.checkout.sessions.retrieve(reference))
        params: Any = {"payment_intent": _id(session.payment_intent), "amount": amount}
        options: Any = {"idempotency_key": key}
        try:
            return _asked(lambda: self._client.v1.refunds.create(params, options)).id
        except stripe.InvalidRequestError as error:
            raise RefundRefused(str(error.user_message or error)[:200]) from None


def _asked(ask: Callable[[], Answer]) -> Answer:
    """The answer of Stripe. Raises ProviderAway where there is none, or none for now."""
    try:
        return ask()
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise ProviderAway(str(error)) from error
    except stripe.AuthenticationError as error:
        current_app.logger.error("Stripe does not take STRIPE_SECRET_KEY: %s", error)
        raise ProviderAway("not signed in") from error


def _message(id_: str, kind: Kind, session: Any) -> Message:
    said = session.metadata or {}
    payment = str(said["payment"]) if "payment" in said else ""
    return Message(
        id=id_,
        kind=kind,
        reference=session.id,
        amount=session.amount_total or 0,
        currency=str(session.currency or "").upper(),
        payment_id=int(payment) if payment.isdecimal() and len(payment) < 10 else None,
        order_number=str(said["order"]) if "order" in said else "",
    )


def _id(thing: Any) -> str:
    """The id of what Stripe gives as an id, or as the thing itself."""
    return thing if isinstance(thing, str) else str(thing.id)
