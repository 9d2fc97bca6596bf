"""Where an order and its money stand, in a word each: (text, kind of badge)."""

from flask_babel import gettext as _

from shop.orders import states
from shop.orders.models import Order
from shop.orders.states import MoneyState, Status

Badge = tuple[str, str]


def badges(order: Order) -> tuple[Badge, Badge]:
    """Of the goods, and of the money."""
    return goods(order), paid(order)


def goods(order: Order) -> Badge:
    is_waiting = order.status == Status.PENDING and order.payment_method != states.INVOICE
    return {
        Status.PENDING: (_("Held"), "low") if is_waiting else (_("To pack"), "sale"),
        Status.PAID: (_("To pack"), "sale"),
        Status.PACKED: (_("To ship"), "sale"),
        Status.SHIPPED: (_("On its way"), "success"),
        Status.DELIVERED: (_("Delivered"), "success"),
        Status.CANCELLED: (_("Cancelled"), "sold-out"),
        Status.RETURNED: (_("Returned"), "quiet"),
    }[Status(order.status)]


def paid(order: Order) -> Badge:
    if order.paid_at is None and order.status in (Status.CANCELLED, Status.RETURNED):
        return _("Not paid"), "quiet"
    return {
        MoneyState.UNPAID: (_("Unpaid"), "low"),
        MoneyState.PAID: (_("Paid"), "success"),
        MoneyState.PARTLY_REFUNDED: (_("Refunded in part"), "quiet"),
        MoneyState.REFUNDED: (_("Refunded"), "quiet"),
    }[states.money_state(order)]
