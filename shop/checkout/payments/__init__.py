"""Payment providers, behind one small interface.

An order is written before a provider is called. Only what a provider says itself, in a signed
message or when it is asked, is proof of a payment; that a browser comes back is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from flask import Flask, current_app
from flask_babel import gettext as _

from shop.extensions import db
from shop.orders.models import Order, Payment, Refund
from shop.orders.pages import payment_title
from shop.orders.states import INVOICE


class PaymentState(StrEnum):
    """What became of a try to pay: Payment.status."""

    STARTED = "started"
    PAID = "paid"  # what the order is paid with
    FAILED = "failed"
    WRONG = "wrong"  # money came, but not what the order asks for: somebody must see to it
    SENT_BACK = "sent_back"  # money came that the order could not take any more


class Kind(StrEnum):
    """What a provider says of a payment."""

    PAID = "paid"
    FAILED = "failed"


class BadMessage(Exception):
    """A message that the provider did not send, or sent too long ago."""


class ProviderAway(Exception):
    """The provider does not answer, or not now. Trying again later is right."""


class RefundRefused(Exception):
    """The provider will never do this refund; the text says why."""


@dataclass(frozen=True)
class Message:
    """What a provider says of one payment. `id` is the message's own; `amount` in minor units."""

    id: str
    kind: Kind
    reference: str
    amount: int
    currency: str
    payment_id: int | None = None
    order_number: str = ""


@dataclass(frozen=True)
class Charge:
    """What a provider is asked to take. `key` is the same whenever the same is asked again."""

    key: str
    payment_id: int
    order_number: str
    email: str
    amount: int  # minor units
    currency: str
    started_at: int  # seconds since 1970
    done_url: str  # where the shopper goes afterwards
    back_url: str  # where they go when they do not pay


@dataclass(frozen=True)
class Started:
    """Where the shopper pays, and the provider's id of the payment."""

    url: str
    reference: str


class Provider(Protocol):
    """Somebody who takes money for the shop. No transaction is open while one is called."""

    pays_at: str  # the origin of the pages that it sends shoppers to; empty for our own

    def start(self, charge: Charge) -> Started:
        """Begin to take a payment; asked again, the same one. Raises ProviderAway."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message | None:
        """A message in a request; None for one about nothing of ours. Raises BadMessage."""

    def status(self, reference: str) -> Message | None:
        """What became of a payment; None while that is open. Raises ProviderAway."""

    def refund(self, reference: str, amount: int, key: str) -> str:
        """Give back `amount` minor units of a payment; the refund's id. The same `key` is the
        same refund. Raises ProviderAway or RefundRefused."""


def providers() -> Mapping[str, Provider]:
    """Those that take money by themselves, by the code of their payment method."""
    return providers_in(current_app)


def providers_in(app: Flask) -> Mapping[str, Provider]:
    """Those of `app`."""
    found: Mapping[str, Provider] = app.extensions["payment_providers"]
    return found


def use(app: Flask, known: Mapping[str, Provider]) -> None:
    """Let `app` take payments through `known`."""
    app.extensions["payment_providers"] = known


def methods() -> dict[str, tuple[str, str]]:
    """The payment methods that a shopper can choose: title and sentence, by code."""
    said = {
        "stripe": _("You pay on the next page, which belongs to our payment provider."),
        "test": _("For trying the shop out: no money moves."),
        INVOICE: _("You get an invoice by e-mail and pay it by bank transfer."),
    }
    codes = [*providers(), INVOICE]
    return {code: (payment_title(code), said[code]) for code in codes}


def send_refund(refund: Refund) -> str:
    """Have the refund's provider send its money; the provider's reference.

    Money that came by transfer goes back by transfer, by hand. Ends the transaction, for the
    provider may take long. Raises ProviderAway or RefundRefused.
    """
    payment = db.session.get(Payment, refund.payment_id) if refund.payment_id else None
    provider = providers().get(payment.provider) if payment else None
    if payment is None or provider is None:
        return f"by-hand-{refund.id}"
    number = db.session.get_one(Order, refund.order_id).number
    reference, amount, key = payment.reference, refund.amount, f"{number}-refund-{refund.id}"
    db.session.rollback()
    return provider.refund(reference, amount, key)
