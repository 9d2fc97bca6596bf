"""The order that would be placed now: what is in the cart, priced for where it goes.

Its digest stands for what the shopper is shown. The form sends it back, so that nothing is ordered
at a price, in a number or for a total that was not seen.
"""

import hashlib
import json
from dataclasses import dataclass

from shop import money
from shop.cart.queries import Contents, Line, State
from shop.cart.totals import Place, Quote, quote
from shop.pricing import Totals
from shop.shipping.services import ShippingOffer, methods_for


class Changed(Exception):
    """What would be ordered is not what the shopper was shown. `before` is the total that they
    saw, in minor units, where it is known."""

    def __init__(self, before: int | None = None) -> None:
        super().__init__(before)
        self.before = before


@dataclass(frozen=True)
class Draft:
    """An order before it is placed. `method` is None where nothing can be shipped there."""

    inside: Contents
    quote: Quote
    methods: tuple[ShippingOffer, ...]
    method: ShippingOffer | None

    @property
    def totals(self) -> Totals:
        return self.quote.totals

    @property
    def lines(self) -> list[Line]:
        return self.inside.buyable

    @property
    def digest(self) -> str:
        """The total, and a digest of what is bought at which price, such as "4795-3f…"."""
        lines = [(line.variant_id, line.quantity, line.unit_price) for line in self.lines]
        rows = [money.currency(), self.totals.prices_include_tax, lines]
        return f"{self.totals.total}-{hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]}"

    def require_shown(self, shown: str | None) -> None:
        """Raises Changed unless `shown` is the digest of the same things at the same prices, and
        of no lower total: an offer that ended meanwhile, or dearer shipping, must be seen first.

        A client that sends no digest has seen the cart: there the prices must be those that it
        saw last, and everything still be there.
        """
        if shown:
            before = _total(shown)
            same_goods = shown.partition("-")[2] == self.digest.partition("-")[2]
            if before is None or not same_goods or self.totals.total > before:
                raise Changed(before)
        elif any(line.price_changed or line.state is not State.READY for line in self.inside.lines):
            raise Changed()


def _total(shown: str) -> int | None:
    text = shown.partition("-")[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else None


def draft(inside: Contents, where: Place, method: str, customer: str | None) -> Draft:
    """Price `inside` as shipped to `where` by `method` (its code), else by the first there is.

    `customer` is a normalised mail address where it is known.
    """
    goods = quote(inside, customer=customer, place=where).totals
    methods = tuple(methods_for(where.country, goods.goods, goods.weight))
    chosen = next((m for m in methods if m.code == method), methods[0] if methods else None)
    price = chosen.price if chosen else 0
    priced = quote(inside, customer=customer, place=where, shipping=price)
    return Draft(inside, priced, methods, chosen)
