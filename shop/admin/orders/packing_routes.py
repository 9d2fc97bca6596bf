"""Packing: the orders in line, one print sheet for many, and handing parcels to the carrier."""

from collections.abc import Sequence

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.orders import packing_acts as acts
from shop.admin.orders.packing_acts import NothingSelected, TrackingTooLong
from shop.admin.orders.packing_list import TO_PACK, TO_SHIP, to_pack, to_ship
from shop.extensions import db
from shop.orders import documents, packing
from shop.orders.addresses import address_lines
from shop.orders.models import Order
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/orders/packing", endpoint="packing")
@needs(Right.PACK_ORDERS)
def packing_queue() -> ResponseReturnValue:
    return _queue()


def _queue(error: str = "") -> ResponseReturnValue:
    """The orders that wait to be packed; 400 with an `error`."""
    asked = TO_PACK.asked()
    html = render_template(
        "admin/orders/packing.html",
        listing=TO_PACK,
        asked=asked,
        page=TO_PACK.page(to_pack(), asked),
        packed=acts.ids_in(request.args.getlist("packed")),
        most=packing.MOST_AT_ONCE,
        units_left=packing.units_left,
        error=error,
    )
    return html, 400 if error else 200


@blueprint.post("/orders/packing")
@needs(Right.PACK_ORDERS)
def pack_selected() -> ResponseReturnValue:
    try:
        orders = acts.selected()
    except NothingSelected:
        return _queue(_("Select the orders first."))
    action = request.form.get("action")
    if action in ("print", "pdf"):
        return _to_sheet(orders, action)
    packed = acts.pack(orders)
    return see_other(url_for("admin.packing", packed=[order.id for order in packed]))


def _to_sheet(orders: Sequence[Order], action: str) -> ResponseReturnValue:
    endpoint = "admin.packing_pdf" if action == "pdf" else "admin.packing_sheet"
    return see_other(url_for(endpoint, ids=[order.id for order in orders]))


@blueprint.get("/orders/packing/print")
@needs(Right.PACK_ORDERS)
def packing_sheet() -> ResponseReturnValue:
    orders = _asked_orders()
    return render_template(
        "admin/orders/packing_print.html",
        orders=orders,
        picks=packing.pick_list(orders),
        address_lines=address_lines,
        units_left=packing.units_left,
        waiting=[order.id for order in orders if order.packed_at is None],
        most=packing.MOST_AT_ONCE,
    )


@blueprint.get("/orders/packing/slips.pdf")
@needs(Right.PACK_ORDERS)
def packing_pdf() -> ResponseReturnValue:
    orders = _asked_orders()
    body = documents.packing_slips_pdf(orders, packing.pick_list(orders))
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="packing-slips.pdf"'
    return response


def _asked_orders() -> Sequence[Order]:
    """The orders that the address names, else those of the list that it asks for, the oldest
    first: MOST_AT_ONCE of them."""
    if "ids" in request.args:
        return packing.by_id(acts.ids_in(request.args.getlist("ids")))
    statement = TO_PACK.narrowed(to_pack(), TO_PACK.asked())
    wanted = statement.order_by(Order.placed_at, Order.id).limit(packing.MOST_AT_ONCE)
    rows: Sequence[Order] = db.session.scalars(wanted).all()
    return rows


@blueprint.get("/orders/parcels")
@needs(Right.PACK_ORDERS)
def parcels() -> ResponseReturnValue:
    return _parcels()


def _parcels(error: str = "") -> ResponseReturnValue:
    """The orders that wait for the carrier; 400 with an `error`, and what was typed kept."""
    asked = TO_SHIP.asked()
    html = render_template(
        "admin/orders/packing_parcels.html",
        listing=TO_SHIP,
        asked=asked,
        page=TO_SHIP.page(to_ship(), asked),
        ticked=acts.ids_in(request.form.getlist("ids")),
        longest=acts.LONGEST_TRACKING,
        units_left=packing.units_left,
        error=error,
    )
    return html, 400 if error else 200


@blueprint.post("/orders/parcels")
@needs(Right.PACK_ORDERS)
def ship_selected() -> ResponseReturnValue:
    try:
        orders = acts.selected()
        if (action := request.form.get("action")) in ("print", "pdf"):
            return _to_sheet(orders, action)
        acts.ship(orders)
    except NothingSelected:
        return _parcels(_("Select the orders first."))
    except TrackingTooLong as error:
        return _parcels(_("The tracking number of %(order)s is too long.", order=error.number))
    return see_other(url_for("admin.parcels"))
