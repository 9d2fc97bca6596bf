"""Reports to the merchant."""

from sqlalchemy import exists

from shop import outbox, settings
from shop.auth.models import User
from shop.catalog.models import Product, Variant
from shop.extensions import db
from shop.outbox import Job
from shop.rights import TABLE, Right


def report_low_stock() -> None:
    """Ask for a mail to each administrator when anything is running out."""
    low = exists().where(
        Variant.stock <= settings.current().low_stock,
        Variant.product_id == Product.id,
        Product.is_published,
    )
    if db.session.scalar(db.select(low)):
        for user_id in db.session.scalars(
            db.select(User.id).where(User.role.in_(TABLE[Right.EDIT_CATALOG]))
        ):
            outbox.post(Job.SEND_LOW_STOCK, user_id=user_id)
    db.session.commit()
