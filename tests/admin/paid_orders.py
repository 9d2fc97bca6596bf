"""Orders on their way, for the tests of the back office's pages of them."""

from factories import make_order

from shop.extensions import db
from shop.orders import returns, services
from shop.orders.models import Order

STEPS = {"packed": services.pack, "shipped": services.ship, "delivered": services.deliver}


def paid_order(*products, until="paid", **fields):
    """A paid order, taken so many steps further as it is `until` its status."""
    order = make_order(*products, **fields)
    services.pay(order)
    for status, step in STEPS.items():
        if order.status != until:
            step(order)
            assert order.status == status
    db.session.commit()
    return order


def wished_back(**fields):
    """A delivered order with a unit that its shopper wants to send back; that wish, too."""
    order = paid_order(until="delivered", **fields)
    wish = returns.ask_return(order, order.lines[0], 1, "It is too small.")
    db.session.commit()
    return order, wish


def again(order):
    """The order as it is now."""
    db.session.rollback()
    return db.session.get(Order, order.id)


def url(order, action=""):
    return f"/admin/orders/{order.number}{action}"
