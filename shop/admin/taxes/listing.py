"""The list of tax rates."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from shop.account import countries
from shop.admin.exports import in_chunks
from shop.admin.lists import Filter, Listing, contains
from shop.admin.taxes.forms import percent
from shop.extensions import db
from shop.taxes.models import TaxRate

COLUMNS = ("country", "region", "tax_class", "title", "percent")


def matching(statement: Select[Any], text: str) -> Select[Any]:
    """Rates by their words, or by the name of their country."""
    wanted = text.casefold()
    codes = [code for code, name in countries.choices() if wanted in name.casefold()]
    codes += [text.upper()] if len(text) == 2 else []
    words = (TaxRate.title, TaxRate.region, TaxRate.tax_class)
    return statement.where(
        db.or_(TaxRate.country.in_(codes), *(contains(column, text) for column in words))
    )


RATES = Listing(
    sorts={
        "place": (TaxRate.country, TaxRate.region, TaxRate.tax_class),
        "rate": (TaxRate.rate, TaxRate.country),
        "class": (TaxRate.tax_class, TaxRate.country, TaxRate.region),
    },
    labels={
        "place": _l("Country"),
        "class": _l("Class of goods"),
        "-rate": _l("Highest first"),
        "rate": _l("Lowest first"),
    },
    key=TaxRate.id,
    filters=(
        Filter(
            "for",
            _l("Rates of"),
            {
                "countries": (_l("Whole countries"), TaxRate.region == ""),
                "regions": (_l("Regions"), TaxRate.region != ""),
            },
        ),
        Filter(
            "goods",
            _l("Goods"),
            {
                "standard": (_l("Standard"), TaxRate.tax_class == "standard"),
                "special": (_l("Other classes"), TaxRate.tax_class != "standard"),
            },
        ),
    ),
    search=matching,
)


def file_rows(statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """What the file has of each rate, by COLUMNS."""
    for rates in in_chunks(statement):
        for rate in rates:
            where = (rate.country, rate.region, rate.tax_class)
            yield (*where, rate.title, percent(rate.rate))
