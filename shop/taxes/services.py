"""What is charged where."""

from shop import texts
from shop.extensions import db
from shop.pricing import Rate
from shop.taxes.models import TaxRate
from shop.taxes.regions import region_code


def rates_for(country: str, region: str = "") -> dict[str, Rate]:
    """The rates of a place by tax class; empty where nothing is charged.

    `country` is ISO 3166-1 alpha-2; `region` as a shopper wrote it. A region's rate of a class
    takes the place of the country's. One query.
    """
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        return {}
    country = country.upper()
    code = region_code(country, region)
    rows = db.session.execute(
        db.select(TaxRate.tax_class, texts.shown(TaxRate.title), TaxRate.rate)
        .where(TaxRate.country == country, TaxRate.region.in_({"", code}))
        .order_by(TaxRate.region)  # the country's come first, so that the region's replace them
    )
    return {tax_class: Rate(title, rate) for tax_class, title, rate in rows}
