"""Who has bought what: reviews of products by those who did are marked."""

from shop.extensions import db
from shop.orders.models import Order, OrderLine
from shop.orders.states import Status

NOT_BOUGHT = (Status.CANCELLED, Status.RETURNED)


def has_bought(user_id: int, product_id: int) -> bool:
    """Whether the customer paid for the product, or was sent it, and did not give it back."""
    bought = (
        db.select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.user_id == user_id,
            OrderLine.product_id == product_id,
            OrderLine.refunded_quantity < OrderLine.quantity,
            Order.paid_at.is_not(None) | Order.delivered_at.is_not(None),
            Order.status.not_in(NOT_BOUGHT),
        )
        .exists()
    )
    return bool(db.session.scalar(db.select(bought)))
