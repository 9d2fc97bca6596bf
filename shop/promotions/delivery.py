"""From which sum on delivery is free by itself, for the cart to say how far it is."""

from datetime import datetime

from sqlalchemy import or_

from shop.extensions import db
from shop.pricing import Kind
from shop.promotions.models import Promotion, Scope


def free_from(price: int, at: datetime) -> int | None:
    """The least spend that makes delivery of `price` free for everybody at `at`; None where no
    promotion does. Both in minor units. One query."""
    least: int | None = db.session.scalar(
        db.select(Promotion.minimum_spend)
        .where(
            Promotion.kind == Kind.FREE_SHIPPING,
            Promotion.code.is_(None),
            Promotion.scope == Scope.EVERYTHING,
            Promotion.is_active,
            Promotion.combines,
            Promotion.minimum_spend > 0,
            Promotion.per_customer_limit.is_(None),
            or_(Promotion.amount == 0, Promotion.amount >= price),
            or_(Promotion.starts_at.is_(None), Promotion.starts_at <= at),
            or_(Promotion.ends_at.is_(None), Promotion.ends_at > at),
            or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
        )
        .order_by(Promotion.minimum_spend)
        .limit(1)
    )
    return least
