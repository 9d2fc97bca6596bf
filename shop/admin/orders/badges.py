"""Where orders and their money stand, in a word each."""

from collections.abc import Iterable

from flask_babel import gettext as _

from shop.orders import states
from shop.orders.models import Order
from shop.orders.states import MoneyState, Status

Badge = tuple[str, str]  # the text, and the kind of its badge
HELD, NOT_PAID = "held", "not_paid"  # what is told of an order beside its two states


def badges(orders: Iterable[Order]) -> dict[int, tuple[Badge, Badge]]:
    """Of the goods and of the money of each order, by its id."""
    known = _badges()
    return {order.id: (known[_goods(order)], known[_money(order)]) for order in orders}


def _badges() -> dict[str, Badge]:
    """All there are: a page of orders looks each word up once."""
    return {
        HELD: (_("Held"), "low"),
        Status.PENDING: (_("To pack"), "sale"),
        Status.PAID: (_("To pack"), "sale"),
        Status.PACKED: (_("To ship"), "sale"),
        Status.SHIPPED: (_("On its way"), "success"),
        Status.DELIVERED: (_("Delivered"), "success"),
        Status.CANCELLED: (_("Cancelled"), "sold-out"),
        Status.RETURNED: (_("Returned"), "quiet"),
        NOT_PAID: (_("Not paid"), "quiet"),
        MoneyState.UNPAID: (_("Unpaid"), "low"),
        f"money {MoneyState.PAID}": (_("Paid"), "success"),
        MoneyState.PARTLY_REFUNDED: (_("Refunded in part"), "quiet"),
        MoneyState.REFUNDED: (_("Refunded"), "quiet"),
    }


def _goods(order: Order) -> str:
    is_held = order.status == Status.PENDING and order.payment_method != states.INVOICE
    return HELD if is_held else order.status


def _money(order: Order) -> str:
    if order.paid_at is None and order.status in (Status.CANCELLED, Status.RETURNED):
        return NOT_PAID
    state = states.money_state(order)
    return f"money {state}" if state is MoneyState.PAID else state
