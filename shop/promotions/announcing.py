"""What pages say of the promotions that apply by themselves."""

from flask import Flask
from sqlalchemy import BindParameter, bindparam, case, func, or_, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import clock, pagecache
from shop.catalog.models import CollectionProduct
from shop.catalog.reading import fetch
from shop.database import UTCDateTime
from shop.errors import database_was_away
from shop.extensions import db
from shop.promotions import wording
from shop.promotions.models import (
    Promotion,
    Scope,
    promotion_collections,
    promotion_products,
)

MOST = 3  # promotions that one page names

NOW = bindparam("now", type_=UTCDateTime)
PRODUCT: BindParameter[int] = bindparam("product")
BY_NAME = select(promotion_products.c.product_id).where(
    promotion_products.c.promotion_id == Promotion.id, promotion_products.c.product_id == PRODUCT
)
BY_COLLECTION = (
    select(promotion_collections.c.collection_id)
    .join(
        CollectionProduct,
        CollectionProduct.collection_id == promotion_collections.c.collection_id,
    )
    .where(
        promotion_collections.c.promotion_id == Promotion.id,
        CollectionProduct.product_id == PRODUCT,
    )
)
# Built once: the page asks it each time. What is for the product alone comes first.
SHOWN = select(
    Promotion.kind,
    Promotion.percent,
    Promotion.amount,
    Promotion.buy_quantity,
    Promotion.get_quantity,
    Promotion.minimum_spend,
    Promotion.ends_at,
).where(
    Promotion.code.is_(None),
    Promotion.is_active,
    or_(Promotion.starts_at.is_(None), Promotion.starts_at <= NOW),
    or_(Promotion.ends_at.is_(None), Promotion.ends_at > NOW),
    or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
)
RUNNING = (
    SHOWN.where(or_(Promotion.scope == Scope.EVERYTHING, BY_NAME.exists(), BY_COLLECTION.exists()))
    .order_by(case((Promotion.scope == Scope.EVERYTHING, 1), else_=0), Promotion.id)
    .limit(MOST)
)
# When the next one begins or ends, and what a page says of them changes by itself.
NEXT = select(
    func.min(Promotion.starts_at).filter(Promotion.starts_at > NOW),
    func.min(Promotion.ends_at).filter(Promotion.ends_at > NOW),
).where(Promotion.code.is_(None), Promotion.is_active)
FOR_ALL = SHOWN.where(Promotion.scope == Scope.EVERYTHING).order_by(Promotion.id).limit(1)


def init_app(app: Flask) -> None:
    """Let product pages, which are below, ask."""
    app.extensions["announcements"] = announcements


def announcements(product_id: int) -> list[str]:
    """A line for each promotion without a code that runs now and covers the product. One query."""
    rows = fetch(RUNNING, product=product_id, now=clock.now())
    return [wording.announcement(row) for row in rows]  # type: ignore[arg-type]


def announcement() -> str | None:
    """A line for the promotion without a code that runs now and covers everything, for the head
    of every page. One query; none while the database is away, as error pages ask too."""
    if database_was_away():
        return None
    try:
        row = fetch(FOR_ALL, now=clock.now())
        if pagecache.is_for_keeping():
            for moment in fetch(NEXT, now=clock.now())[0]:
                pagecache.keep_until(moment)
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        return None
    return wording.announcement(row[0]) if row else None  # type: ignore[arg-type]
