"""What is done with the selected orders, and what is said of it."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.errors import Conflict
from shop.extensions import db
from shop.orders import packing
from shop.orders.models import Order
from shop.orders.packing import Packed
from shop.orders.pages import status_label

LONGEST_TRACKING = 80  # characters of the column
NOTED = ("status", "tracking_number")  # columns that the audit log tells of

Before = dict[int, dict[str, str]]  # what stood in those columns, by the order's id


class NothingSelected(Exception):
    """No order was selected."""


class TrackingTooLong(Exception):
    """A tracking number that the column does not hold; `number` is the order's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def ids_in(texts: Sequence[str]) -> list[int]:
    """The ids among `texts`, without junk."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10]


def selected() -> Sequence[Order]:
    """The orders that the sent form names, the oldest first. Raises NothingSelected."""
    orders = packing.by_id(ids_in(request.form.getlist("ids")))
    if not orders:
        raise NothingSelected()
    return orders


def pack(orders: Sequence[Order]) -> list[Order]:
    """Pack `orders`, and commit; those that are packed now. Raises Conflict where none is."""
    before = _state(orders)
    packed = packing.pack_all(orders, current_user.name)
    _finish(packed, before, url_for("admin.packing"))
    said = ngettext("%(num)s order is packed.", "%(num)s orders are packed.", len(packed.done))
    flash(said, "success")
    return packed.done


def ship(orders: Sequence[Order]) -> None:
    """Hand `orders` to the carrier, each under the number typed for it, and commit.

    Raises TrackingTooLong, and Conflict where no order can be sent.
    """
    before = _state(orders)
    packed = packing.ship_all({order: tracking_of(order) for order in orders}, current_user.name)
    _finish(packed, before, url_for("admin.parcels"))
    said = ngettext(
        "%(num)s order is on its way.", "%(num)s orders are on their way.", len(packed.done)
    )
    flash(said, "success")


def tracking_of(order: Order) -> str:
    """The tracking number that was typed for `order`; empty for none. Raises TrackingTooLong."""
    text = " ".join(request.form.get(f"tracking-{order.id}", "").replace("\0", " ").split())
    if len(text) > LONGEST_TRACKING:
        raise TrackingTooLong(order.number)
    return text


def _state(orders: Sequence[Order]) -> Before:
    return {order.id: {name: getattr(order, name) for name in NOTED} for order in orders}


def _finish(packed: Packed, before: Before, way_on: str) -> None:
    """Note and commit what was done, and name what was not. Raises Conflict for nothing done."""
    said = ", ".join(f"{order.number} ({status_label(order)[0]})" for order in packed.stuck)
    sentence = _("Left as they are, because they have changed meanwhile: %(orders)s.", orders=said)
    if not packed.done:
        db.session.rollback()
        raise Conflict(sentence, way_on, _("Back to the list"))
    for order in packed.done:
        for name, text in before[order.id].items():
            if (after := getattr(order, name)) != text:
                trail.note(target_of(order), text, after, field=name)
    db.session.commit()
    if packed.stuck:
        flash(sentence, "warning")
