"""Changing what is charged where. Callers commit. Orders keep the rates of their day."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from shop.extensions import db
from shop.taxes.models import TaxRate
from shop.taxes.regions import region_code


class RateTaken(Exception):
    """There is a rate already for this class in this place."""


def create(**values: Any) -> TaxRate:
    """A rate with `values` by the names of its columns. Raises RateTaken."""
    return change(TaxRate(), **values)


def change(rate: TaxRate, /, **values: Any) -> TaxRate:
    """Give `rate` other `values`; its region is kept by its code. Raises RateTaken."""
    values["region"] = region_code(values["country"], values.get("region", ""))
    try:
        with db.session.begin_nested():
            for name, value in values.items():
                setattr(rate, name, value)
            db.session.add(rate)
    except IntegrityError:
        raise RateTaken() from None
    return rate


def remove(rate: TaxRate) -> None:
    """Delete `rate`: nothing is charged there any more, or a country's rate instead."""
    db.session.delete(rate)
    db.session.flush()
