"""An order's page in the back office, and its papers."""

from flask import Response, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.orders.forms import DeliveryForm
from shop.admin.orders.page import conflict, known, order_page, url_of
from shop.extensions import db
from shop.orders import documents, invoices, services, states
from shop.orders.models import Order
from shop.orders.states import NotPossible, Step
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/orders/<number>")
@needs(Right.SEE_ORDERS)
def order(number: str) -> ResponseReturnValue:
    return order_page(known(number))


@blueprint.get("/orders/<number>/invoice")
@needs(Right.SEE_ORDERS)
def order_invoice(number: str) -> Response:
    order = known(number)
    found = invoices.of(order)
    if found is None:
        abort(404, _("This order has no invoice yet. It gets one when it is paid."))
    return _pdf(documents.invoice_pdf(order, found), f"invoice-{found.number}")


@blueprint.get("/orders/<number>/packing-slip")
@needs(Right.PACK_ORDERS)
def packing_slip(number: str) -> Response:
    order = known(number)
    return _pdf(documents.packing_slip_pdf(order), f"packing-slip-{order.number}")


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@blueprint.get("/orders/<number>/address")
@needs(Right.EDIT_ORDERS)
def order_address(number: str) -> ResponseReturnValue:
    order = known(number)
    if not states.can(order, Step.READDRESS):
        raise _too_late(order)
    return _address_page(order, DeliveryForm(obj=order, blank=True))


@blueprint.post("/orders/<number>/address")
@needs(Right.EDIT_ORDERS)
def save_order_address(number: str) -> ResponseReturnValue:
    order = known(number)
    hold(order)
    form = DeliveryForm(stored=DeliveryForm(obj=order, blank=True))
    if not form.validate_on_submit():
        return _address_page(order, form), 400
    if form.is_outdated:
        return _address_page(order, form), 409
    try:
        services.readdress(order, form.address, current_user.name)
    except NotPossible:
        raise _too_late(order) from None
    db.session.commit()
    flash(_("The address is changed."), "success")
    return see_other(url_of(order))


def _address_page(order: Order, form: DeliveryForm) -> str:
    return render_template("admin/orders/address.html", order=order, form=form)


def _too_late(order: Order) -> Exception:
    return conflict(order, _("This order has left already, or is not sent at all."))
