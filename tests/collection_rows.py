"""Collections as the database has them."""

from shop.catalog.models import Collection
from shop.extensions import db


def stored(slug):
    db.session.rollback()
    return db.session.scalar(db.select(Collection).where(Collection.slug == slug))
