"""What pages say of the promotions that apply by themselves."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from flask import Flask, g
from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import clock, locales, money, pagecache
from shop.catalog.reading import fetch, listed, numbers
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

COLLECTIONS = (
    select(listed(promotion_collections.c.collection_id))
    .where(promotion_collections.c.promotion_id == Promotion.id)
    .correlate(Promotion)
    .scalar_subquery()
)
NAMED = promotion_products.c.promotion_id == Promotion.id
# Built once: each page asks it. Those that run now, and those to come, which end what is kept.
OFFERS = (
    select(
        Promotion.id,
        Promotion.kind,
        Promotion.percent,
        Promotion.amount,
        Promotion.buy_quantity,
        Promotion.get_quantity,
        Promotion.minimum_spend,
        Promotion.starts_at,
        Promotion.ends_at,
        (Promotion.scope == Scope.EVERYTHING).label("is_for_all"),
        COLLECTIONS.label("collection_ids"),  # "3,17"; None for none
        select(promotion_products.c.product_id).where(NAMED).exists().label("names_products"),
    )
    .where(
        Promotion.code.is_(None),
        Promotion.is_active,
        or_(Promotion.ends_at.is_(None), Promotion.ends_at > bindparam("now", type_=UTCDateTime)),
        or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
    )
    .order_by(Promotion.id)
)
THAT_NAME_IT = select(promotion_products.c.promotion_id).where(
    promotion_products.c.product_id == bindparam("product")
)


def init_app(app: Flask) -> None:
    """Let product pages, which are below, ask."""
    app.extensions["announcements"] = announcements


def announcements(product_id: int, collection_ids: Collection[int]) -> list[str]:
    """A line for each promotion without a code that runs now and covers the product, which is in
    these collections; what is for the product alone comes first. Two queries at most."""
    offers = _running()
    by_name = _naming(product_id) if any(offer.names_products for offer in offers) else ()
    own = [
        offer
        for offer in offers
        if not offer.is_for_all
        and (offer.id in by_name or not numbers(offer.collection_ids).isdisjoint(collection_ids))
    ]
    shown = [*own, *(offer for offer in offers if offer.is_for_all)][:MOST]
    return [_line(offer) for offer in shown]


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
    return next((_line(offer) for offer in offers if offer.is_for_all), None)


def _running() -> list[Any]:
    """The offers that run now. A page that is kept holds until the next one begins or ends."""
    if "offers" not in g:
        now = clock.now()
        known = common("offers", lambda: fetch(OFFERS, now=now))
        offers = [offer for offer in known if offer.ends_at is None or offer.ends_at > now]
        for offer in offers:
            is_to_come = offer.starts_at is not None and offer.starts_at > now
            pagecache.keep_until(offer.starts_at if is_to_come else offer.ends_at)
        g.offers = [offer for offer in offers if offer.starts_at is None or offer.starts_at <= now]
    running: list[Any] = g.offers
    return running


def _naming(product_id: int) -> set[int]:
    """The promotions that name the product."""
    return {row[0] for row in fetch(THAT_NAME_IT, product=product_id)}


def _line(offer: Any) -> str:
    """The same words for the same row, made once in each language and currency."""
    return _worded(offer, locales.name(), money.currency())


@lru_cache(maxsize=256)
def _worded(offer: Any, _locale: str, _currency: str) -> str:
    return wording.announcement(offer)
