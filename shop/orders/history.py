"""The timeline of an order: who did what, and when."""

from shop.extensions import db
from shop.orders.models import Order, OrderEvent

# Who did something, where it was not an administrator, whose name is kept.
SHOP = "shop"
SHOPPER = "shopper"


def note(order: Order, kind: str, text: str = "", actor: str = SHOP) -> None:
    """Add to the timeline of `order`. `kind` is a Step or another word; `text` says more."""
    event = OrderEvent(order_id=order.id, kind=kind, text=text, actor=actor[:100])
    db.session.add(event)
