"""The payment method `test`, for developers: a bank of our own, and all the ways in which a bank
can behave. Its messages go through the same door as those of a real provider."""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from flask_babel import lazy_gettext as _

from shop import outbox
from shop.checkout.payments import BadMessage, Charge, Kind, Message, Started, bank, receiving
from shop.extensions import db
from shop.orders.models import Payment
from shop.outbox import Job

SOON = timedelta()


class Word(NamedTuple):
    """A message of the bank, and how long after its decision it comes."""

    kind: Kind
    after: timedelta = SOON
    times: int = 1


class Scenario(NamedTuple):
    """How the bank behaves: its decision, what it says, and where it leaves the browser, which is
    `back` in the shop, or still at the `bank`."""

    title: str
    decision: Kind
    words: tuple[Word, ...]
    browser: str = "back"


PAID, FAILED = Kind.PAID, Kind.FAILED
SCENARIOS = {
    "pay": Scenario(_("Pay"), PAID, (Word(PAID),)),
    "decline": Scenario(_("Decline"), FAILED, (Word(FAILED),)),
    "slow": Scenario(_("The bank takes ten seconds"), PAID, (Word(PAID, timedelta(seconds=10)),)),
    "late": Scenario(
        _("The message comes a minute later"), PAID, (Word(PAID, timedelta(minutes=1)),)
    ),
    "first": Scenario(_("The message comes before the browser"), PAID, (Word(PAID),), "bank"),
    "closed": Scenario(_("Paid, but the browser closed and no message came"), PAID, (), "bank"),
    "twice": Scenario(_("The message comes twice"), PAID, (Word(PAID, times=2),)),
    "shuffled": Scenario(_("An older failure comes after it"), PAID, (Word(PAID), Word(FAILED))),
}


class TestBank:
    """The provider."""

    __test__ = False  # pytest takes it for tests by its name
    pays_at = ""

    def start(self, charge: Charge) -> Started:
        digest = sha256(charge.key.encode()).hexdigest()[:32]
        return Started(charge.back_url, f"test-{digest}")

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message | None:
        if not bank.is_signed(body, headers.get(bank.HEADER, "")):
            raise BadMessage("not signed by the test bank")
        try:
            said = json.loads(body)
            return Message(
                id=said["id"],
                kind=Kind(said["kind"]),
                reference=said["reference"],
                amount=said["amount"],
                currency=said["currency"],
                payment_id=said.get("payment_id"),
                order_number=said.get("order_number", ""),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadMessage(str(error)) from None

    def status(self, reference: str) -> Message | None:
        found = bank.decided(reference)
        if found is None:
            return None
        kind = Kind(str(found["kind"]))
        amount, currency = int(found["amount"]), str(found["currency"])
        return Message(f"status-{reference}-{kind}", kind, reference, amount, currency)

    def refund(self, reference: str, amount: int, key: str) -> str:
        return f"test-{key}"


def play(payment: Payment, scenario: Scenario) -> None:
    """Let the bank decide of the named `payment`, and say what it says. Commits each message."""
    bank.decide(payment.reference, scenario.decision, payment.amount, payment.currency)
    about: dict[str, str | int] = {
        "reference": payment.reference,
        "amount": payment.amount,
        "currency": payment.currency,
        "payment_id": payment.id,
    }
    for word in scenario.words:
        said = about | {"id": secrets.token_hex(16), "kind": str(word.kind)}
        for _time in range(word.times):
            if word.after:
                outbox.post(Job.DELIVER_TEST_MESSAGE, delay=word.after, said=said)
                db.session.commit()
            else:
                deliver(said)


def deliver(said: dict[str, str | int]) -> None:
    """Sign the message and bring it to the shop's door, as the bank's request would. Commits."""
    body, headers = bank.message(**said)
    receiving.take("test", body, headers)
    db.session.commit()
