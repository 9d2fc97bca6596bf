"""A promotion in plain words, and what it makes of a price."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import format_date, format_time, ngettext
from flask_babel import gettext as _
from sqlalchemy import Select

from shop import money
from shop.catalog.models import CollectionProduct, Product
from shop.extensions import db
from shop.pricing import Kind, Offer, PricedLine, price
from shop.promotions import wording
from shop.promotions.models import Promotion, Scope

MOST_NAMED = 3  # things that a sentence names


class Example(NamedTuple):
    """What so many units of a product cost without and with the promotion, in minor units."""

    title: str
    quantity: int
    before: int
    after: int


def sentences(promotion: Promotion) -> list[str]:
    """What it does, of what, for whom and when."""
    return [
        _("%(effect)s: %(what)s.", effect=wording.effect(promotion), what=covered(promotion)),
        *_asked_for(promotion),
        _when(promotion),
        *_limits(promotion),
    ]


def covered(promotion: Promotion) -> str:
    """What it covers, in a few words."""
    if promotion.scope == Scope.EVERYTHING:
        return str(_("everything in the shop"))
    rows = promotion.products if promotion.scope == Scope.PRODUCTS else promotion.collections
    titles = sorted(row.title for row in rows)
    named = ", ".join(titles[:MOST_NAMED])
    more = len(titles) - MOST_NAMED
    if more > 0:
        return str(
            ngettext("%(named)s and %(num)s more", "%(named)s and %(num)s more", more, named=named)
        )
    return named or str(_("nothing yet"))


def _asked_for(promotion: Promotion) -> list[str]:
    found = [
        _("Shoppers give the code %(code)s in their cart.", code=promotion.code)
        if promotion.code
        else _("It applies by itself; no code is asked for.")
    ]
    if promotion.minimum_spend:
        least = money.shown(promotion.minimum_spend)
        found.append(
            _("Only where at least %(least)s of what it covers is in the cart.", least=least)
        )
    return found


def _when(promotion: Promotion) -> str:
    begin, end = (moment and _shown(moment) for moment in (promotion.starts_at, promotion.ends_at))
    if begin and end:
        return str(_("From %(begin)s until %(end)s.", begin=begin, end=end))
    if begin:
        return str(_("From %(begin)s, without an end.", begin=begin))
    return str(_("From now until %(end)s.", end=end) if end else _("From now on, without an end."))


def _shown(moment: datetime) -> str:
    day, time = format_date(moment), format_time(moment, "short")
    return str(_("%(day)s, %(time)s", day=day, time=time))


def _limits(promotion: Promotion) -> list[str]:
    found = []
    if promotion.total_limit is not None:
        found.append(
            ngettext(
                "%(num)s order may use it.", "%(num)s orders may use it.", promotion.total_limit
            )
        )
    if promotion.per_customer_limit is not None:
        found.append(
            ngettext(
                "A customer may use it once.",
                "A customer may use it %(num)s times.",
                promotion.per_customer_limit,
            )
        )
    if not promotion.combines:
        found.append(
            _("It stands alone: shoppers get it, or all others together, whichever saves more.")
        )
    return found


def example(promotion: Promotion) -> Example | None:
    """For the first product that it covers; None for free shipping, or where it covers none.

    As many units as it takes: those of a purchase that gives more, or enough for the least.
    """
    product = db.session.scalars(_products(promotion).limit(1)).first()
    if product is None or promotion.kind == Kind.FREE_SHIPPING:
        return None
    units = promotion.buy_quantity + promotion.get_quantity if promotion.kind == Kind.BUY_GET else 1
    units = max(units, -(-promotion.minimum_spend // product.price))
    line = PricedLine(0, product.id, units, product.price)
    return Example(product.title, units, line.subtotal, price([line], [_offer(promotion)]).total)


def _products(promotion: Promotion) -> Select[Product]:
    """Those that it covers and shoppers can buy, in the order of their ids."""
    found: Select[Product] = (
        db.select(Product).where(Product.is_published, Product.price > 0).order_by(Product.id)
    )
    if promotion.scope == Scope.PRODUCTS:
        found = found.where(Product.id.in_([row.id for row in promotion.products]))
    if promotion.scope == Scope.COLLECTIONS:
        shown = db.select(CollectionProduct.product_id).where(
            CollectionProduct.collection_id.in_([row.id for row in promotion.collections])
        )
        found = found.where(Product.id.in_(shown))
    return found


def _offer(promotion: Promotion) -> Offer:
    return Offer(
        promotion_id=promotion.id or 0,
        title=promotion.title,
        kind=promotion.kind,
        percent=promotion.percent,
        amount=promotion.amount,
        buy_quantity=promotion.buy_quantity,
        get_quantity=promotion.get_quantity,
        minimum_spend=promotion.minimum_spend,
    )
