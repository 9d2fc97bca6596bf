"""Emptying the catalog, for `flask seed --reset`."""

from sqlalchemy import delete, text, update

from shop.catalog import search
from shop.catalog.models import Collection, Picture, Product
from shop.extensions import db
from shop.media import renditions
from shop.outbox import Job, OutboxJob
from shop.texts.models import CatalogText

# Children first, so that no row is looked for in vain by its parent's ON DELETE CASCADE.
EMPTIED = (
    "cart_lines",
    "wishlist_items",
    "reviews",
    "collection_products",
    "stock_movements",
    "variant_option_values",
    "option_values",
    "options",
    "variants",
    "products",
    "collections",
    "pictures",
    "slug_redirects",
    "search_misses",
    "product_counts",
)


def empty_catalog() -> None:
    """Delete every collection and product, with all that hangs on them, and the pictures. Commits.

    Accounts stay; what lies in carts and on wishlists goes.
    """
    pictures = db.session.execute(db.select(Picture.key, Picture.width)).all()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
    db.session.execute(
        delete(OutboxJob).where(OutboxJob.name == Job.RENDER_PICTURE, OutboxJob.done_at.is_(None))
    )
    # These point in circles.
    db.session.execute(update(Product).values(cover_id=None, updated_at=Product.updated_at))
    db.session.execute(
        update(Collection).values(parent_id=None, picture_id=None, featured_product_id=None)
    )
    db.session.execute(delete(CatalogText).where(CatalogText.page_id.is_(None)))
    for table in EMPTIED:
        db.session.execute(delete(db.metadata.tables[table]))
    db.session.expire_all()
    search.index()
    db.session.commit()
    for picture in pictures:
        renditions.forget(picture.key, picture.width)
