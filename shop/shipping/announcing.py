"""What a product's page says of delivery: the cheapest way to each zone."""

from typing import NamedTuple

from flask import Flask
from sqlalchemy import func, select

from shop import texts
from shop.catalog.reading import fetch
from shop.common_reads import common
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone


class Delivery(NamedTuple):
    """The cheapest way to ship to a zone."""

    zone: str
    description: str  # "3 to 5 working days"; empty for none
    price: int  # minor units, the lowest it can be
    free_over: int | None  # minor units of goods


# Built once: the page asks it each time.
METHODS = (
    select(
        ShippingZone.title,
        ShippingMethod.description,
        func.min(ShippingStep.price),
        ShippingMethod.free_over,
    )
    .join(ShippingMethod, ShippingMethod.zone_id == ShippingZone.id)
    .join(ShippingStep, ShippingStep.method_id == ShippingMethod.id)
    .where(
        ShippingMethod.is_active,
        select(ShippingCountry.country).where(ShippingCountry.zone_id == ShippingZone.id).exists(),
    )
    .group_by(
        ShippingZone.id,
        ShippingZone.title,
        ShippingZone.position,
        ShippingMethod.id,
        ShippingMethod.description,
        ShippingMethod.free_over,
    )
    .order_by(
        ShippingZone.position, ShippingZone.id, func.min(ShippingStep.price), ShippingMethod.id
    )
)


def init_app(app: Flask) -> None:
    """Let product pages, which are below, ask."""
    app.extensions["deliveries"] = deliveries


def deliveries() -> list[Delivery]:
    """One for each zone that the shop ships to, in the merchant's order. One query."""
    return common(("deliveries", texts.foreign()), _read)


def _read() -> list[Delivery]:
    cheapest: dict[str, Delivery] = {}
    for row in fetch(METHODS):
        cheapest.setdefault(row[0], Delivery(*row))
    return list(cheapest.values())
