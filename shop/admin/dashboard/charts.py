"""Bars as SVG, drawn on the server. Each chart has its numbers in a table as well."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from shop.admin.dashboard.sales import Day

WIDTH, HEIGHT = 720, 200  # of the drawing's own units
FOOT = 24  # below the bars, for their names
MOST_NAMES = 8


class Bar(NamedTuple):
    """One bar and, beside it as a thin mark, the value before."""

    label: str
    value: int
    before: int
    x: float
    width: float
    y: float
    height: float
    before_y: float
    has_name: bool


class Chart(NamedTuple):
    """All that the template draws. `peak` is what the top line stands for."""

    bars: list[Bar]
    peak: int
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT


def of_days(now: Sequence[Day], before: Sequence[Day]) -> Chart:
    """A bar for each day; for more than 60 days, for each month."""
    is_long = len(now) > 60
    labels = [_month(day.date) if is_long else _day(day.date) for day in now]
    if not is_long:
        return _drawn(labels, [d.sales for d in now], [d.sales for d in before])
    pairs = list(zip(labels, now, before, strict=True))
    months = [(label, list(rows)) for label, rows in groupby(pairs, key=lambda pair: pair[0])]
    return _drawn(
        [label for label, _rows in months],
        [sum(day.sales for _label, day, _then in rows) for _label, rows in months],
        [sum(then.sales for _label, _day, then in rows) for _label, rows in months],
    )


def _day(day: date) -> str:
    return str(format_skeleton("MMMd", day, locale=get_locale()))


def _month(day: date) -> str:
    return str(format_skeleton("yMMM", day, locale=get_locale()))


def _drawn(labels: list[str], values: list[int], before: list[int]) -> Chart:
    peak = max([*values, *before, 1])
    step = WIDTH / max(len(labels), 1)
    every = -(-len(labels) // MOST_NAMES)
    bars = []
    for index, (label, value, then) in enumerate(zip(labels, values, before, strict=True)):
        height = round(value / peak * HEIGHT, 1)
        bars.append(
            Bar(
                label,
                value,
                then,
                x=round(index * step + step * 0.15, 1),
                width=round(step * 0.7, 1),
                y=round(HEIGHT - height, 1),
                height=height,
                before_y=round(HEIGHT - then / peak * HEIGHT, 1),
                has_name=(len(labels) - 1 - index) % every == 0,
            )
        )
    return Chart(bars, peak)


def words(days: int) -> tuple[str, str]:
    """What a period and the one before it are called."""
    if days == 1:
        return _("Today"), _("Yesterday")
    if days == 365:
        return _("365 days"), _("The 365 days before")
    return _("%(days)s days", days=days), _("The %(days)s days before", days=days)


def span(days: int, last: date) -> str:
    """The dates of a period: "Oct 24" to "Nov 22"."""
    first = last - timedelta(days=days - 1)
    return f"{_day(first)} \N{EN DASH} {_day(last)}"
