"""What pages say of the promotions that apply by themselves."""

from flask import Flask
from sqlalchemy import BindParameter, bindparam, case, or_, select
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
SHOWN_OF_ALL = select(
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
    or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
)
SHOWN = SHOWN_OF_ALL.where(
    or_(Promotion.starts_at.is_(None), Promotion.starts_at <= NOW),
    or_(Promotion.ends_at.is_(None), Promotion.ends_at > NOW),
)
RUNNING = (
    SHOWN.where(or_(Promotion.scope == Scope.EVERYTHING, BY_NAME.exists(), BY_COLLECTION.exists()))
    .order_by(case((Promotion.scope == Scope.EVERYTHING, 1), else_=0), Promotion.id)
    .limit(MOST)
)
# All that run or will, whatever each covers: pages change by themselves when one begins.
TO_COME = (
    SHOWN_OF_ALL.where(or_(Promotion.ends_at.is_(None), Promotion.ends_at > NOW))
    .add_columns(Promotion.starts_at, Promotion.scope)
    .order_by(Promotion.id)
)


def init_app(app: Flask) -> None:
    """Let product pages, which are below, ask."""
    app.extensions["announcements"] = announcements


def announcements(product_id: int) -> list[str]:
    """A line for each promotion without a code that runs now and covers the product. One query."""
    rows = fetch(RUNNING, product=product_id, now=clock.now())
    return [wording.announcement(row) for row in rows]  # type: ignore[arg-type]


def announcement() -> str | None:
    """A line for the promotion without a code that runs now and covers everything, for the head
    of every page. One query; none while the database is away, as error pages ask too.

    A page that is kept holds until the next promotion begins or ends.
    """
    if database_was_away():
        return None
    now = clock.now()
    try:
        rows = fetch(TO_COME, now=now)
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        return None
    line = None
    for row in rows:
        is_to_come = row.starts_at is not None and row.starts_at > now
        pagecache.keep_until(row.starts_at if is_to_come else row.ends_at)
        if line is None and not is_to_come and row.scope == Scope.EVERYTHING:
            line = wording.announcement(row)  # type: ignore[arg-type]
    return line
