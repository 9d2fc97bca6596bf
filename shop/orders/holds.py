"""Stock that unpaid orders hold, and giving it back in time."""

from datetime import timedelta

from shop.extensions import db
from shop.orders import services
from shop.orders.models import Order
from shop.orders.states import NotPossible, due

HOLD_FOR = timedelta(hours=1)  # since the order was placed, for those that are paid at once
MOST_AT_ONCE = 500


def expire_all() -> int:
    """Expire every order whose hold has ended, each in a transaction of its own; how many."""
    ids = db.session.scalars(
        db.select(Order.id).where(*due()).order_by(Order.hold_expires_at).limit(MOST_AT_ONCE)
    ).all()
    db.session.commit()
    return sum(_expire(order_id) for order_id in ids)


def _expire(order_id: int) -> bool:
    try:
        services.expire(db.session.get_one(Order, order_id))
    except NotPossible:  # it was paid or cancelled just now
        db.session.rollback()
        return False
    db.session.commit()
    return True
