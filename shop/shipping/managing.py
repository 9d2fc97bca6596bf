"""Changing where the shop ships to, how, and for how much. Callers commit.

Orders keep a copy of what was chosen, so that any zone and method can go.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError

from shop.extensions import db
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone


class TitleTaken(Exception):
    """Another zone is called so."""


class CodeTaken(Exception):
    """Another method of the zone has this code."""


class CountryTaken(Exception):
    """Another zone has some of the countries; `zones` has its title by the country's code."""

    def __init__(self, zones: Mapping[str, str]) -> None:
        super().__init__(", ".join(zones))
        self.zones = zones


def zones_of_countries() -> dict[str, tuple[int, str]]:
    """The id and title of the zone of each country that is in one."""
    rows = db.session.execute(
        db.select(ShippingCountry.country, ShippingZone.id, ShippingZone.title).join(
            ShippingZone, ShippingZone.id == ShippingCountry.zone_id
        )
    )
    return {country: (zone_id, title) for country, zone_id, title in rows}


def create_zone(title: str, countries: Iterable[str]) -> ShippingZone:
    """A zone of `countries` (ISO 3166-1 alpha-2), the last of all.

    Raises TitleTaken and CountryTaken.
    """
    last = db.session.scalar(db.select(func.max(ShippingZone.position)))
    zone = ShippingZone(position=0 if last is None else last + 1)
    return change_zone(zone, title, countries)


def change_zone(zone: ShippingZone, title: str, countries: Iterable[str]) -> ShippingZone:
    """Give `zone` another title and other countries. Raises TitleTaken and CountryTaken."""
    wanted = set(countries)
    _refuse_taken(zone, wanted)
    with _refusing(TitleTaken(title)):
        zone.title = title
        db.session.add(zone)
    for country in list(zone.countries):
        if country.country not in wanted:
            zone.countries.remove(country)
            db.session.delete(country)  # what only leaves a list is not seen by the log
    present = {country.country for country in zone.countries}
    try:
        with db.session.begin_nested():
            zone.countries += [ShippingCountry(country=code) for code in sorted(wanted - present)]
    except IntegrityError:  # another request put one into its zone meanwhile
        _refuse_taken(zone, wanted)
        raise
    return zone


def remove_zone(zone: ShippingZone) -> None:
    """Delete `zone` and its methods: nothing is shipped to its countries any more."""
    db.session.delete(zone)
    db.session.flush()


def create_method(zone: ShippingZone, steps: Mapping[int, int], **values: Any) -> ShippingMethod:
    """A method of `zone`, the last of it; see change_method. Raises CodeTaken."""
    last = max((method.position for method in zone.methods), default=-1)
    return change_method(ShippingMethod(zone_id=zone.id, position=last + 1), steps, **values)


def change_method(
    method: ShippingMethod, steps: Mapping[int, int], **values: Any
) -> ShippingMethod:
    """Give `method` other `values` and prices. Raises CodeTaken.

    steps: the price (minor units) by the total (minor units) or weight (grams) that it begins at.
    """
    with _refusing(CodeTaken(values.get("code"))):
        for name, value in values.items():
            setattr(method, name, value)
        db.session.add(method)
    for step in list(method.steps):
        if step.threshold not in steps:
            method.steps.remove(step)
            db.session.delete(step)
        else:
            step.price = steps[step.threshold]
    present = {step.threshold for step in method.steps}
    method.steps += [
        ShippingStep(threshold=threshold, price=price)
        for threshold, price in sorted(steps.items())
        if threshold not in present
    ]
    db.session.flush()
    return method


def remove_method(method: ShippingMethod) -> None:
    """Delete `method`; orders that were placed with it keep what they say of it."""
    db.session.delete(method)
    db.session.flush()


def _refuse_taken(zone: ShippingZone, countries: set[str]) -> None:
    elsewhere = {
        country: title
        for country, (zone_id, title) in zones_of_countries().items()
        if country in countries and zone_id != zone.id
    }
    if elsewhere:
        raise CountryTaken(elsewhere)


@contextmanager
def _refusing(refusal: Exception) -> Iterator[None]:
    """Write what the block does; raise `refusal` where a row like it is there already."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        raise refusal from None
