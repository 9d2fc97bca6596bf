"""The orders that wait to be packed, and the parcels that wait for the carrier, as lists."""

from datetime import UTC, datetime, time
from typing import Any

from flask_babel import get_timezone
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, or_
from sqlalchemy.orm import selectinload

from shop import clock
from shop.admin.lists import Filter, Listing, contains
from shop.database import UTCDateTime
from shop.extensions import db
from shop.orders import packing
from shop.orders.models import Order


def _today() -> datetime:
    """When today began, where the shop is."""
    zone = get_timezone() or UTC
    return datetime.combine(clock.now().astimezone(zone).date(), time(), zone)


TODAY = bindparam("today", callable_=_today, type_=UTCDateTime(), unique=True)


def _search(statement: Select[Any], words: str) -> Select[Any]:
    columns = (Order.number, Order.name, Order.shipping_title)
    return statement.where(or_(*(contains(column, words) for column in columns)))


TO_PACK = Listing(
    sorts={"placed": Order.placed_at},
    labels={"placed": _l("Oldest first"), "-placed": _l("Newest first")},
    key=Order.id,
    filters=(
        Filter(
            "placed",
            _l("Placed"),
            {
                "today": (_l("Today"), Order.placed_at >= TODAY),
                "before": (_l("Before today"), Order.placed_at < TODAY),
            },
        ),
    ),
    search=_search,
)
TO_SHIP = Listing(
    sorts={"placed": Order.placed_at},
    labels={"placed": _l("Oldest first"), "-placed": _l("Newest first")},
    key=Order.id,
    search=_search,
)


def to_pack() -> Select[Any]:
    """The orders that wait to be packed, with their lines."""
    return _with_lines().where(packing.to_pack())


def to_ship() -> Select[Any]:
    """The orders that are packed, with their lines."""
    return _with_lines().where(packing.to_ship())


def _with_lines() -> Select[Any]:
    statement: Select[Any] = db.select(Order).options(selectinload(Order.lines))
    return statement
