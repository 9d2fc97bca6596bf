"""Keeping stock alerts, and finding those that are due. Nothing here commits."""

from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError

from shop import clock, outbox
from shop.alerts.models import StockAlert
from shop.catalog.models import Product, Variant
from shop.extensions import db
from shop.outbox import Job

MOST_AT_ONCE = 500  # alerts posted by one run; the rest follow in the next


def ask(variant_id: int, email: str) -> None:
    """Let `email` be told when the variant is back; asking twice is asking once."""
    try:
        with db.session.begin_nested():
            db.session.add(StockAlert(variant_id=variant_id, email=email))
    except IntegrityError:
        return


def post_due() -> int:
    """Ask for the mail of each alert whose variant is back, once; how many there were.

    It looks at the stock itself, so it does not matter who or what brought it back.
    """
    due = db.session.scalars(
        db.select(StockAlert.id)
        .join(Variant, Variant.id == StockAlert.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(StockAlert.posted_at.is_(None), Variant.stock > 0, Product.is_published)
        .order_by(StockAlert.id)
        .limit(MOST_AT_ONCE)
    ).all()
    return sum(_post(alert_id) for alert_id in due)


def _post(alert_id: int) -> bool:
    claimed = db.session.execute(
        update(StockAlert)
        .where(StockAlert.id == alert_id, StockAlert.posted_at.is_(None))
        .values(posted_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], claimed).rowcount != 1:
        return False
    outbox.post(Job.SEND_BACK_IN_STOCK, alert_id=alert_id)
    return True


def forget(email: str) -> None:
    """Delete what `email` wanted to be told."""
    db.session.execute(delete(StockAlert).where(StockAlert.email == email))
