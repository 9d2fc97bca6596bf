"""Sending a letter about an order once more, because the shopper did not get or lost it."""

from typing import Any, NamedTuple

from flask_babel import gettext as _

from shop import outbox
from shop.orders import history, refunds
from shop.orders.history import SHOP
from shop.orders.models import Order
from shop.orders.receipt import receipt
from shop.outbox import Job


class Letter(NamedTuple):
    """A letter that an order has come to: its name in forms, its title, and who sends it."""

    name: str
    title: str
    job: Job
    arguments: dict[str, Any]


class NoSuchLetter(KeyError):
    """The order has not come to a letter of that name."""


def letters(order: Order) -> list[Letter]:
    """Those that `order` has come to, in the sequence in which they are sent."""
    about = {"order_id": order.id}
    found = [
        (True, Letter("placed", _("Order confirmation"), Job.SEND_ORDER_PLACED, about)),
        (order.paid_at, Letter("paid", _("Payment received"), Job.SEND_ORDER_PAID, about)),
        (order.shipped_at, Letter("shipped", _("On its way"), Job.SEND_ORDER_SHIPPED, about)),
        (order.delivered_at, Letter("delivered", _("Delivered"), Job.SEND_ORDER_DELIVERED, about)),
        (order.cancelled_at, Letter("cancelled", _("Cancelled"), Job.SEND_ORDER_CANCELLED, about)),
    ]
    return [letter for is_due, letter in found if is_due] + _of_refunds(order)


def _of_refunds(order: Order) -> list[Letter]:
    shown = receipt(order).shown
    return [
        Letter(
            f"refund-{refund.id}",
            _("Refund of %(amount)s", amount=shown(refund.amount)),
            Job.SEND_ORDER_REFUNDED,
            {"refund_id": refund.id},
        )
        for refund in order.refunds
        if refund.status == refunds.DONE
    ]


def send_again(order: Order, name: str, actor: str = SHOP) -> Letter | None:
    """Post the letter `name`, as a mail of its own; the timeline says so in the back office.

    None where the same was asked for a moment ago. Raises NoSuchLetter.
    """
    letter = next((letter for letter in letters(order) if letter.name == name), None)
    if letter is None:
        raise NoSuchLetter(name)
    if history.was_just_noted(order, "mail", letter.title, actor):
        return None
    outbox.post(letter.job, **letter.arguments)
    history.note(order, "mail", letter.title, actor, is_internal=True)
    return letter
