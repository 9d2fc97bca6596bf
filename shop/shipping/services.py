"""Where the shop ships to, how, and for how much."""

from dataclasses import dataclass

from sqlalchemy import case, func

from shop import texts
from shop.extensions import db
from shop.shipping.models import Basis, ShippingCountry, ShippingMethod, ShippingStep


@dataclass(frozen=True)
class ShippingOffer:
    """A way to ship that a shopper can choose. `price` in minor units, before discounts."""

    code: str
    title: str
    description: str
    price: int


def methods_for(country: str, goods_total: int, weight: int) -> list[ShippingOffer]:
    """The methods to `country` (ISO 3166-1 alpha-2), in the merchant's order; none where the shop
    does not ship to it. `goods_total` is in minor units after discounts (`Totals.goods`), `weight`
    in grams. One query.
    """
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        return []
    measured = case((ShippingMethod.basis == Basis.WEIGHT, weight), else_=goods_total)
    reached = (
        db.select(func.max(ShippingStep.threshold))
        .where(ShippingStep.method_id == ShippingMethod.id, ShippingStep.threshold <= measured)
        .correlate(ShippingMethod)
        .scalar_subquery()
    )
    rows = db.session.execute(
        db.select(
            ShippingMethod,
            texts.shown(ShippingMethod.title).label("shown_title"),
            texts.shown(ShippingMethod.description).label("shown_description"),
            ShippingStep.price,
        )
        .join(ShippingCountry, ShippingCountry.zone_id == ShippingMethod.zone_id)
        .join(ShippingStep, ShippingStep.method_id == ShippingMethod.id)
        .where(
            ShippingCountry.country == country.upper(),
            ShippingMethod.is_active,
            ShippingStep.threshold == reached,
        )
        .order_by(ShippingMethod.position, ShippingMethod.id)
    )
    return [
        ShippingOffer(method.code, title, description, _price(method, price, goods_total))
        for method, title, description, price in rows
    ]


def _price(method: ShippingMethod, price: int, goods_total: int) -> int:
    is_free = method.free_over is not None and goods_total >= method.free_over
    return 0 if is_free else price


def countries() -> set[str]:
    """The countries that some active method serves (ISO 3166-1 alpha-2)."""
    served = db.select(ShippingMethod.zone_id).where(ShippingMethod.is_active)
    return set(
        db.session.scalars(
            db.select(ShippingCountry.country).where(ShippingCountry.zone_id.in_(served))
        )
    )
