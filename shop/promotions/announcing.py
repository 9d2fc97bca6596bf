"""What pages say of the promotions that apply by themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Flask, g
from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import clock, pagecache
from shop.catalog.models import CollectionProduct
from shop.catalog.reading import fetch
from shop.common_reads import common
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
# Built once: each page asks it. Those that run now, and those to come, which end what is kept.
OFFERS = (
    select(
        Promotion.kind,
        Promotion.percent,
        Promotion.amount,
        Promotion.buy_quantity,
        Promotion.get_quantity,
        Promotion.minimum_spend,
        Promotion.starts_at,
        Promotion.ends_at,
        (Promotion.scope == Scope.EVERYTHING).label("is_for_all"),
        or_(BY_NAME.exists(), BY_COLLECTION.exists()).label("is_for_product"),
    )
    .where(
        Promotion.code.is_(None),
        Promotion.is_active,
        or_(Promotion.ends_at.is_(None), Promotion.ends_at > NOW),
        or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
    )
    .order_by(Promotion.id)
)
NO_PRODUCT = 0


def init_app(app: Flask) -> None:
    """Let product pages, which are below, ask."""
    app.extensions["announcements"] = announcements


def announcements(product_id: int) -> list[str]:
    """A line for each promotion without a code that runs now and covers the product; what is for
    the product alone comes first. One query."""
    offers = _running(product_id)
    own = [offer for offer in offers if offer.is_for_product and not offer.is_for_all]
    shown = [*own, *(offer for offer in offers if offer.is_for_all)][:MOST]
    return [wording.announcement(offer) for offer in shown]


def announcement() -> str | None:
    """A line for the promotion without a code that runs now and covers everything, for the head
    of every page; none while the database is away, as error pages ask too. One query at most:
    none on a product's page, which has asked, nor where kept pages of the same token have."""
    if database_was_away():
        return None
    try:
        offers = _running()
    except (OperationalError, InterfaceError, TimeoutError):
        g.is_makeshift = True
        db.session.rollback()
        return None
    return next((wording.announcement(offer) for offer in offers if offer.is_for_all), None)


def _running(product_id: int = NO_PRODUCT) -> list[Any]:
    """The offers that run now. A page that is kept holds until the next one begins or ends."""
    known: dict[int, list[Any]] = g.setdefault("offers", {})
    if known and product_id == NO_PRODUCT:
        return next(iter(known.values()))
    if product_id not in known:
        now = clock.now()
        offers = [
            offer
            for offer in _offers(product_id, now)
            if offer.ends_at is None or offer.ends_at > now
        ]
        for offer in offers:
            is_to_come = offer.starts_at is not None and offer.starts_at > now
            pagecache.keep_until(offer.starts_at if is_to_come else offer.ends_at)
        known[product_id] = [
            offer for offer in offers if offer.starts_at is None or offer.starts_at <= now
        ]
    return known[product_id]


def _offers(product_id: int, now: datetime) -> Sequence[Any]:
    def read() -> Sequence[Any]:
        return fetch(OFFERS, product=product_id, now=now)

    return common("offers", read) if product_id == NO_PRODUCT else read()
