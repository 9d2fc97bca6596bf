"""The list of zones."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from shop import money
from shop.account import countries
from shop.admin.exports import in_chunks
from shop.admin.lists import Listing, contains
from shop.extensions import db
from shop.shipping.models import (
    Basis,
    ShippingCountry,
    ShippingMethod,
    ShippingStep,
    ShippingZone,
)

COLUMNS = (
    *("zone", "countries", "code", "title", "description", "basis", "free_over", "steps"),
    "is_active",
)


def matching(statement: Select[Any], text: str) -> Select[Any]:
    """Zones by their title, the title or code of a method, or the name of a country."""
    wanted = text.casefold()
    codes = [
        code for code, name in countries.choices() if wanted in name.casefold() or wanted == code
    ]
    codes += [text.upper()] if len(text) == 2 else []
    methods = db.select(ShippingMethod.zone_id).where(
        contains(ShippingMethod.title, text) | contains(ShippingMethod.code, text)
    )
    served = db.select(ShippingCountry.zone_id).where(ShippingCountry.country.in_(codes))
    return statement.where(
        contains(ShippingZone.title, text)
        | ShippingZone.id.in_(methods)
        | ShippingZone.id.in_(served)
    )


ZONES = Listing(
    sorts={"position": ShippingZone.position, "title": ShippingZone.title},
    labels={"position": _l("As they were added"), "title": _l("Title")},
    key=ShippingZone.id,
    search=matching,
)


def select_zones() -> Select[Any]:
    """Zones with all that is in them, in four queries however many they are."""
    zones: Select[Any] = db.select(ShippingZone)
    return zones.options(
        selectinload(ShippingZone.countries),
        selectinload(ShippingZone.methods).selectinload(ShippingMethod.steps),
    )


def step_text(method: ShippingMethod, step: ShippingStep) -> tuple[str, str]:
    """From where on a step holds, and its price, as a merchant reads them."""
    if method.basis == Basis.WEIGHT:
        return f"{step.threshold} g", money.shown(step.price)
    return money.shown(step.threshold), money.shown(step.price)


def file_rows(statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """What the file has of each way to ship, by COLUMNS; amounts in major units."""
    code = money.currency()
    for zones in in_chunks(statement):
        for zone in zones:
            served = " ".join(country.country for country in zone.countries)
            for method in zone.methods or [None]:
                yield (zone.title, served, *_method_cells(method, code))


def _method_cells(method: ShippingMethod | None, code: str) -> tuple[Any, ...]:
    if method is None:
        return ("",) * 7
    free_over = "" if method.free_over is None else money.major(method.free_over, code)
    steps = " ".join(_step_cell(method, step, code) for step in method.steps)
    words = (method.code, method.title, method.description, method.basis)
    return (*words, free_over, steps, int(method.is_active))


def _step_cell(method: ShippingMethod, step: ShippingStep, code: str) -> str:
    is_weight = method.basis == Basis.WEIGHT
    threshold = str(step.threshold) if is_weight else money.major(step.threshold, code)
    return f"{threshold}={money.major(step.price, code)}"


def country_names(zone: ShippingZone) -> list[str]:
    """The countries of `zone` by their names, in the order that these have in their language."""
    served = {row.country for row in zone.countries}
    return [name for code, name in countries.choices() if code in served]
