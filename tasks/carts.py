"""Carts that nobody will come back to."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from shop import clock
from shop.cart.models import Cart
from shop.extensions import db

STALE_AFTER = timedelta(days=90)  # as long as the cookie that leads to it


def delete_stale() -> int:
    """Delete the guests' carts that were not touched for long; how many there were."""
    gone = db.session.execute(
        delete(Cart).where(Cart.user_id.is_(None), Cart.updated_at < clock.now() - STALE_AFTER)
    )
    db.session.commit()
    return cast(CursorResult[Any], gone).rowcount
