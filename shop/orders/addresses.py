"""Where an order goes, as it stands on a parcel."""

from babel import Locale

from shop import locales
from shop.orders.models import Order


def address_lines(order: Order) -> list[str]:
    """The lines of the order's address, the country in the reader's language."""
    town = f"{order.postcode} {order.city}".strip()
    lines = (order.name, order.line1, order.line2, town, order.region, country_name(order.country))
    return [line for line in lines if line]


def country_name(code: str) -> str:
    """The name of an ISO 3166-1 alpha-2 code in the language of this answer."""
    locale = Locale.parse(locales.name())
    return str(locale.territories.get(code, code))
