"""What promotions brought: the orders that used them."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func

from shop import money
from shop.extensions import db
from shop.orders.models import Order, OrderDiscount
from shop.orders.states import Status


class Earned(NamedTuple):
    """What came of a promotion; money in minor units of the shop's currency."""

    orders: int = 0
    revenue: int = 0  # of those orders, less what was refunded
    discount: int = 0  # that the promotion gave


def of_promotions(promotion_ids: Iterable[int]) -> dict[int, Earned]:
    """By the promotions' ids; those without an order are left out. One query.

    As in all figures of the shop, cancelled orders do not count, nor do those in another currency.
    """
    rows = db.session.execute(
        db.select(
            OrderDiscount.promotion_id,
            func.count(Order.id),
            func.sum(Order.total - Order.refunded),
            func.sum(OrderDiscount.amount),
        )
        .join(Order, Order.id == OrderDiscount.order_id)
        .where(
            OrderDiscount.promotion_id.in_(list(promotion_ids)),
            Order.status != Status.CANCELLED,
            Order.currency == money.currency(),
        )
        .group_by(OrderDiscount.promotion_id)
    )
    return {
        id_: Earned(orders, int(revenue), int(discount)) for id_, orders, revenue, discount in rows
    }
