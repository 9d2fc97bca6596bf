"""Goods that come back: received, or refused."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.orders.forms import ReceiveForm, RefuseForm
from shop.admin.orders.page import known, order_page
from shop.admin.orders.stepping import step
from shop.orders import returns
from shop.orders.models import Order, ReturnRequest
from shop.rights import Right


@blueprint.post("/orders/<number>/returns/<int:wish_id>/receive")
@needs(Right.EDIT_ORDERS)
def receive_return(number: str, wish_id: int) -> ResponseReturnValue:
    order, form = known(number), ReceiveForm()
    wish, restock = _wish(order, wish_id), bool(form.restock.data)
    return step(
        order,
        lambda order: returns.receive_return(order, wish, current_user.name, restock=restock),
        _("Received. What was paid for it goes back."),
        lambda order: wish.status == returns.RECEIVED,
    )


@blueprint.post("/orders/<number>/returns/<int:wish_id>/refuse")
@needs(Right.EDIT_ORDERS)
def refuse_return(number: str, wish_id: int) -> ResponseReturnValue:
    order, form = known(number), RefuseForm()
    wish = _wish(order, wish_id)
    if not form.validate_on_submit():
        return order_page(order, form)
    return step(
        order,
        lambda order: returns.refuse_return(order, wish, form.reason.data, current_user.name),
        _("Refused. The reason stands on the page of the order, where the shopper reads it."),
        lambda order: wish.status == returns.REFUSED,
    )


def _wish(order: Order, wish_id: int) -> ReturnRequest:
    found = next((wish for wish in order.returns if wish.id == wish_id), None)
    return found or abort(404)
