"""Where a browser that has just ordered goes."""

from flask_login import current_user
from werkzeug.wrappers import Response

from shop.checkout.payments.starting import is_payable
from shop.orders.keys import guest_key
from shop.orders.models import Order
from shop.orders.visits import Visit
from shop.web import see_other


def visit_of(order: Order) -> Visit:
    """The visit of who placed `order` in this browser: a guest's has the key."""
    is_own = current_user.is_authenticated and order.user_id == current_user.id
    return Visit(order, None if is_own else guest_key(order))


def to_order(visit: Visit) -> Response:
    """303 to where the order is paid, or to the order where there is nothing to pay now."""
    return see_other(visit.url("checkout.pay" if is_payable(visit.order) else "orders.show"))
