"""What a promotion does, in words. What is asked of is a Promotion, or a row with its columns."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from shop import money
from shop.pricing import Kind


class Described(Protocol):
    """The columns of a Promotion that words are made of."""

    kind: str
    percent: int
    amount: int
    buy_quantity: int
    get_quantity: int
    minimum_spend: int
    ends_at: datetime | None


def effect(of: Described) -> str:
    """What it gives: "20 % off", "Free shipping, up to $15.00"."""
    return _capped(of, _gift(of))


def _gift(of: Described) -> str:
    if of.kind == Kind.PERCENT:
        return str(_("%(percent)s %% off", percent=percent(of.percent)))
    if of.kind == Kind.AMOUNT:
        return str(_("%(amount)s off", amount=money.shown(of.amount)))
    if of.kind == Kind.BUY_GET:
        return str(_("Buy %(buy)s, get %(get)s free", buy=of.buy_quantity, get=of.get_quantity))
    return str(_("Free shipping"))


def _capped(of: Described, line: str) -> str:
    """`line` with the most that shipping may cost."""
    if of.kind != Kind.FREE_SHIPPING or not of.amount:
        return line
    return str(_("%(offer)s, up to %(most)s", offer=line, most=money.shown(of.amount)))


def announcement(of: Described) -> str:
    """A line for shoppers who look at what it covers: "20 % off in the cart until Nov 30, 2030"."""
    line = _gift(of)
    if of.kind in (Kind.PERCENT, Kind.AMOUNT):
        line = str(_("%(offer)s in the cart", offer=line))
    if of.minimum_spend:
        line = str(_("%(offer)s from %(least)s", offer=line, least=money.shown(of.minimum_spend)))
    line = _capped(of, line)
    if of.ends_at:
        line = str(_("%(offer)s until %(day)s", offer=line, day=format_date(of.ends_at)))
    return line


def percent(hundredths: int) -> str:
    """Hundredths of a percent as the reader writes a number: 1250 is 12.5."""
    return str(format_decimal(Decimal(hundredths) / 100))
