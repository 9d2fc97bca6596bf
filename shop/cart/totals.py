"""What a cart comes to, and what became of its codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from shop import clock, pricing
from shop.cart.queries import Contents, Line
from shop.pricing import Kind, Offer, PricedLine, Totals
from shop.promotions import services as promotions
from shop.taxes.services import rates_for


@dataclass(frozen=True)
class Place:
    """Where things go, as far as taxes ask: `country` is ISO 3166-1 alpha-2."""

    country: str
    region: str = ""


@dataclass(frozen=True)
class GivenCode:
    """A code that the shopper gave. `reason` says why it may not be used, empty where it may;
    one that may be used can still take nothing off, as other offers take more."""

    code: str
    reason: str = ""
    is_applied: bool = False
    is_for_shipping: bool = False


@dataclass(frozen=True)
class Quote:
    """What a cart comes to. `lines` of the totals have the variants' ids as their keys."""

    totals: Totals
    codes: tuple[GivenCode, ...] = ()


def quote(
    inside: Contents,
    codes: Sequence[str] = (),
    *,
    customer: str | None = None,
    place: Place | None = None,
    shipping: int = 0,
) -> Quote:
    """Price what can be bought of `inside`, with its own codes and `codes`.

    `customer` is a normalised mail address where it is known. `place` is the shop's own country
    until it is known; `shipping` in minor units. Two queries; none for an empty cart.
    """
    return quotes(inside, codes, customer=customer, place=place)(shipping)


def quotes(
    inside: Contents,
    codes: Sequence[str] = (),
    *,
    customer: str | None = None,
    place: Place | None = None,
) -> Callable[[int], Quote]:
    """The same for any price of shipping: what is asked of the database is asked once."""
    lines = [_priced(line) for line in inside.buyable]
    given = list(dict.fromkeys([*inside.codes, *codes]))
    offers, refused = promotions.offers(lines, given, customer, clock.now())
    where = place or Place(current_app.config["SHOP_COUNTRY"])
    rates = rates_for(where.country, where.region) if lines else {}
    include_tax = current_app.config["SHOP_PRICES_INCLUDE_TAX"]

    def priced(shipping: int) -> Quote:
        totals = pricing.price(lines, offers, shipping, rates, include_tax)
        return Quote(totals, tuple(_given(code, totals, offers, refused) for code in given))

    return priced


def _given(code: str, totals: Totals, offers: list[Offer], refused: dict[str, str]) -> GivenCode:
    kinds = {offer.code: offer.kind for offer in offers}
    return GivenCode(
        code,
        refused.get(code, ""),
        any(row.code == code for row in totals.discounts),
        kinds.get(code) == Kind.FREE_SHIPPING,
    )


def _priced(line: Line) -> PricedLine:
    if line.product_id is None:
        raise ValueError(f"{line.title!r} is no longer sold, so it has no price")
    return PricedLine(
        key=line.variant_id,
        product_id=line.product_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_class=line.tax_class,
        weight=line.weight,
    )
