"""In what the shop counts its money."""

from shop import settings
from shop.extensions import db
from shop.orders.models import Order


class OrdersPlaced(Exception):
    """There are orders in the old currency; sums over both would mean nothing."""


def may_change() -> bool:
    """Whether nothing was sold yet."""
    return db.session.scalar(db.select(Order.id).limit(1)) is None


def change(code: str) -> None:
    """Count in `code` (ISO 4217) from now on. Amounts stay the numbers that they are.

    Raises OrdersPlaced, unless it is the currency already. Callers commit.
    """
    if code == settings.hold().currency:
        return
    if not may_change():
        raise OrdersPlaced(code)
    settings.save(currency=code)
