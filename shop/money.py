"""Money: integers of the currency's minor unit (cents), never a float.

The number of digits of the minor unit is ISO 4217's, as CLDR (Babel) lists it.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache

from babel.numbers import format_currency, get_currency_precision

from shop import locales, settings

LARGEST = 2_000_000_000  # minor units; what a 32-bit column holds


class InvalidAmount(ValueError):
    """A text that is no amount of money."""


def currency() -> str:
    """The shop's currency, an ISO 4217 code."""
    return settings.current().currency


@cache
def digits(code: str) -> int:
    """How many decimals `code`'s minor unit has: 2 for USD, 0 for JPY, 3 for KWD."""
    return get_currency_precision(code)


def parse(text: str, code: str) -> int:
    """Minor units of `text`, an amount in major units with a point ("12.50").

    Raises InvalidAmount where it is no plain number, negative, too large, or finer than the
    minor unit.
    """
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise InvalidAmount(text) from None
    if not amount.is_finite() or not 0 <= amount <= LARGEST:
        raise InvalidAmount(text)
    minor = amount.scaleb(digits(code))
    if minor != minor.to_integral_value() or minor > LARGEST:
        raise InvalidAmount(text)
    return int(minor)


def typed(text: str, code: str) -> int:
    """`parse` for a form's field: a person writes amounts as their language does ("12,50").

    Raises InvalidAmount.
    """
    return parse(locales.plain_number(text), code)


def in_field(amount: int, code: str) -> str:
    """`major` for a form's field."""
    return locales.typed_number(major(amount, code))


def major(amount: int, code: str) -> str:
    """`amount` minor units in major units with a point, as CSV and JSON-LD want it: "12.50"."""
    places = digits(code)
    return f"{Decimal(amount).scaleb(-places):.{places}f}"


def rounded(exact: Decimal) -> int:
    """Whole minor units of an exact amount of minor units, half up. The one place that rounds."""
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@lru_cache(maxsize=4096)
def _shown(amount: int, code: str, locale: str) -> str:
    return format_currency(Decimal(amount).scaleb(-digits(code)), code, locale=locale)


def shown(amount: int, code: str | None = None) -> str:
    """The |money filter: `amount` minor units as the reader writes them.

    They are of the shop's currency, or of `code`: an order keeps the one it was placed in.
    """
    return _shown(amount, code or currency(), locales.name())
