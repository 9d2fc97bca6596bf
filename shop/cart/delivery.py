"""What the cart would come to with its delivery, before anybody has said where it goes."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import get_locale

from shop import clock
from shop.cart.queries import Contents
from shop.cart.totals import Quote, quotes
from shop.pricing import Totals
from shop.promotions import delivery as promotions
from shop.shipping.services import ShippingOffer, methods_for


@dataclass(frozen=True)
class Estimate:
    """The cart as shipped inside the shop's own country, by the way that the checkout offers first.

    `quote` counts that way's price. `missing` is how much more makes the delivery free, None where
    nothing does; `least` is the whole sum that does. Money is in minor units.
    """

    quote: Quote
    method: ShippingOffer | None = None
    country: str = ""
    least: int = 0
    missing: int | None = None

    @property
    def totals(self) -> Totals:
        return self.quote.totals

    @property
    def is_free(self) -> bool:
        return self.method is not None and self.totals.shipping == self.totals.shipping_discount


def estimate(inside: Contents, customer: str | None) -> Estimate:
    """Four queries; none for an empty cart, and two where nothing is shipped at home."""
    priced = quotes(inside, customer=customer)
    before = priced(0)
    if not inside.buyable:
        return Estimate(before)
    home = current_app.config["SHOP_COUNTRY"]
    method = next(iter(methods_for(home, before.totals.goods, before.totals.weight)), None)
    if method is None:
        return Estimate(before)
    after = priced(method.price)
    least = promotions.free_from(method.price, clock.now()) if method.price else None
    missing = None if least is None else max(least - after.totals.subtotal, 0)
    return Estimate(after, method, _name_of(home), least or 0, missing)


def _name_of(country: str) -> str:
    return str(get_locale().territories.get(country, country))
