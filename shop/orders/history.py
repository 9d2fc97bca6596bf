"""The timeline of an order: who did what, and when."""

from datetime import timedelta

from flask_babel import gettext as _

from shop import clock, money
from shop.extensions import db
from shop.orders.models import Order, OrderEvent

# Who did something, where it was not an administrator, whose name is kept.
SHOP = "shop"
SHOPPER = "shopper"
MOMENT = timedelta(minutes=1)  # in which the same thing again is the same press of a button


def note(
    order: Order, kind: str, text: str = "", actor: str = SHOP, *, is_internal: bool = False
) -> None:
    """Add to the timeline of `order`. `kind` is a key of `sentence`; `text` says more. What is
    internal is shown in the back office alone.

    The text of "refund" and "sent_back" is the amount in minor units.
    """
    order.events.append(
        OrderEvent(kind=str(kind), text=text, actor=actor[:100], is_internal=is_internal)
    )
    db.session.flush()


def for_shopper(order: Order) -> list[OrderEvent]:
    """The part of the timeline that is for the shopper's eyes."""
    return [event for event in order.events if not event.is_internal]


def was_just_noted(order: Order, kind: str, text: str, actor: str) -> bool:
    """Whether `actor` did the very same a moment ago: a button was pressed twice."""
    same = (kind, text, actor[:100])
    return any(
        (event.kind, event.text, event.actor) == same and clock.now() - event.created_at < MOMENT
        for event in order.events
    )


def sentence(event: OrderEvent, currency: str) -> str:
    """What happened, in words that a shopper may read."""
    text = event.text
    if event.kind in ("refund", "sent_back"):
        text = money.shown(int(text), currency)
    sentences = {
        "placed": _("Order placed"),
        "pay": _("Payment received"),
        "pack": _("Packed"),
        "ship": _("Handed to the carrier"),
        "deliver": _("Delivered"),
        "cancel": _("Cancelled"),
        "readdress": _("The delivery address was changed"),
        "expire": _("Cancelled, because no payment came in time"),
        "refund": _("Refunded: %(amount)s", amount=text),
        "sent_back": _("Sent back, as the order could not take it: %(amount)s", amount=text),
        "refund_failed": _("A refund could not be sent; we are looking into it"),
        "ask_return": _("Return asked for: %(what)s", what=text),
        "received": _("Return received: %(what)s", what=text),
        "refused": _("Return refused: %(why)s", why=text),
    }
    return str(sentences.get(event.kind, event.kind))
