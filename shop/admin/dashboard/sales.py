"""What was sold when. Days begin at midnight in the shop's time zone; money is in minor units.

Cancelled orders do not count, refunds are taken off, and only orders in the shop's currency are
added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, case, func

from shop import clock, money
from shop.cart.models import Cart, CartLine
from shop.extensions import db
from shop.orders.models import Order, OrderLine
from shop.orders.states import Status

PERIODS = (1, 7, 30, 365)  # days, today included
CARTS_KEPT = 90  # days that a guest's cart is kept: further back, carts cannot be counted
BEST = 10


class Day(NamedTuple):
    """What one day came to."""

    date: date
    orders: int = 0
    sales: int = 0


@dataclass(frozen=True)
class Period:
    """What so many days came to, up to now, beside as many days before them."""

    days: int
    orders: int
    sales: int
    orders_before: int
    sales_before: int

    @property
    def average(self) -> int:
        """Of an order, in minor units."""
        return self.sales // self.orders if self.orders else 0

    @property
    def change(self) -> int | None:
        """Of the sales, in percent; None where there was nothing before."""
        if not self.sales_before:
            return None
        return round(100 * (self.sales - self.sales_before) / self.sales_before)


class BestSeller(NamedTuple):
    """A product, by what was sold of it."""

    product_id: int
    title: str
    units: int
    sales: int


class Conversion(NamedTuple):
    """How many carts became an order."""

    carts: int
    orders: int

    @property
    def percent(self) -> float:
        return round(100 * self.orders / self.carts, 1) if self.carts else 0.0


def zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["SHOP_TIMEZONE"])


def today() -> date:
    return clock.now().astimezone(zone()).date()


def begin(day: date) -> datetime:
    """The moment at which `day` begins, in UTC."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def by_day() -> dict[date, Day]:
    """Each day of the last two years on which something was sold. One query."""
    day = _local_day()
    rows = db.session.execute(
        db.select(day, func.count(), func.sum(Order.total - Order.refunded))
        .where(Order.placed_at >= begin(today() - timedelta(days=2 * max(PERIODS))), *_counts())
        .group_by(day)
    )
    days = [Day(date.fromisoformat(str(on)), orders, int(sales)) for on, orders, sales in rows]
    return {day.date: day for day in days}


def _counts() -> tuple[ColumnElement[bool], ...]:
    return (Order.status != Status.CANCELLED, Order.currency == money.currency())


def _local_day() -> ColumnElement[Any]:
    """The day in the shop's time zone on which an order was placed."""
    if db.session.get_bind().dialect.name == "postgresql":
        local = func.timezone(current_app.config["SHOP_TIMEZONE"], Order.placed_at)
        return func.to_char(local, "YYYY-MM-DD")
    offsets = _offsets()
    shift = case(
        *[(Order.placed_at < until, f"{seconds} seconds") for until, seconds in offsets[:-1]],
        else_=f"{offsets[-1][1]} seconds",
    )
    return func.date(Order.placed_at, shift if len(offsets) > 1 else f"{offsets[0][1]} seconds")


def _offsets() -> list[tuple[datetime, int]]:
    """Until when the shop's clock was how many seconds ahead of UTC, for two years back: SQLite
    knows no time zones."""
    found: list[tuple[datetime, int]] = []
    for ago in range(2 * max(PERIODS), -2, -1):
        morning = datetime.combine(today() - timedelta(days=ago), time(), zone())
        seconds = int((morning.utcoffset() or timedelta()).total_seconds())
        if found and found[-1][1] == seconds:
            found.pop()
        found.append((begin(morning.date() + timedelta(days=1)), seconds))
    return found


def period(days: int, known: dict[date, Day]) -> Period:
    """The last `days` days, of what `by_day` found."""
    now, before = series(days, known), series(days, known, days)
    return Period(
        days,
        sum(day.orders for day in now),
        sum(day.sales for day in now),
        sum(day.orders for day in before),
        sum(day.sales for day in before),
    )


def series(days: int, known: dict[date, Day], ago: int = 0) -> list[Day]:
    """`days` days in a row that end `ago` days before today, the empty ones too."""
    last = today() - timedelta(days=ago)
    dates = [last - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [known.get(day, Day(day)) for day in dates]


def best_sellers(days: int) -> Sequence[BestSeller]:
    """What sold best in the last `days` days, by the money it brought."""
    sales = func.sum(OrderLine.total)
    rows = db.session.execute(
        db.select(
            OrderLine.product_id, func.max(OrderLine.title), func.sum(OrderLine.quantity), sales
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.placed_at >= begin(today() - timedelta(days=days - 1)), *_counts())
        .group_by(OrderLine.product_id)
        .order_by(sales.desc(), OrderLine.product_id)
        .limit(BEST)
    )
    return [BestSeller(id_, title, int(units), int(total)) for id_, title, units, total in rows]


def conversion(days: int, orders: int) -> Conversion:
    """Of the carts of the last `days` days (CARTS_KEPT at most), those that became the `orders`.

    An order empties its cart, so the carts that did not are those with something in them still.
    """
    since = begin(today() - timedelta(days=days - 1))
    has_lines = db.select(CartLine.id).where(CartLine.cart_id == Cart.id).exists()
    left = db.session.scalar(
        db.select(func.count(Cart.id)).where(Cart.updated_at >= since, has_lines)
    )
    return Conversion((left or 0) + orders, orders)
