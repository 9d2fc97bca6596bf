"""The steps of an order, each a button of its page."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.orders.forms import CancelForm, MailForm, NoteForm, ShipForm
from shop.admin.orders.page import known, order_page, url_of
from shop.admin.orders.stepping import step
from shop.extensions import db
from shop.orders import history, resending, services
from shop.orders.states import Status
from shop.rights import Right
from shop.web import see_other


@blueprint.post("/orders/<number>/pack")
@needs(Right.PACK_ORDERS)
def pack_order(number: str) -> ResponseReturnValue:
    return step(
        known(number),
        lambda order: services.pack(order, current_user.name),
        _("Packed."),
        lambda order: order.status == Status.PACKED,
    )


@blueprint.post("/orders/<number>/ship")
@needs(Right.PACK_ORDERS)
def ship_order(number: str) -> ResponseReturnValue:
    order, form = known(number), ShipForm()
    if not form.validate_on_submit():
        return order_page(order, form)
    tracking = (form.tracking_number.data or "", form.tracking_url.data or "")
    return step(
        order,
        lambda order: services.ship(order, *tracking, actor=current_user.name),
        _("Shipped. The shopper gets a mail about it."),
        lambda order: (
            order.status == Status.SHIPPED
            and (order.tracking_number, order.tracking_url) == tracking
        ),
    )


@blueprint.post("/orders/<number>/deliver")
@needs(Right.PACK_ORDERS)
def deliver_order(number: str) -> ResponseReturnValue:
    return step(
        known(number),
        lambda order: services.deliver(order, current_user.name),
        _("Delivered."),
        lambda order: order.status == Status.DELIVERED,
    )


@blueprint.post("/orders/<number>/pay")
@needs(Right.EDIT_ORDERS)
def pay_order(number: str) -> ResponseReturnValue:
    return step(
        known(number),
        lambda order: services.pay(order, actor=current_user.name),
        _("Marked as paid. The shopper gets a mail about it."),
        lambda order: order.paid_at is not None,
    )


@blueprint.post("/orders/<number>/cancel")
@needs(Right.EDIT_ORDERS)
def cancel_order(number: str) -> ResponseReturnValue:
    order, form = known(number), CancelForm()
    if not form.validate_on_submit():
        return order_page(order, form)
    return step(
        order,
        lambda order: services.cancel(order, current_user.name, form.reason.data or ""),
        _("Cancelled. What was paid goes back, and the shopper gets a mail about it."),
        lambda order: order.status == Status.CANCELLED,
    )


@blueprint.post("/orders/<number>/notes")
@needs(Right.PACK_ORDERS)
def add_order_note(number: str) -> ResponseReturnValue:
    order, form = known(number), NoteForm()
    if not form.validate_on_submit():
        return order_page(order, form)
    written = ("note", form.text.data, current_user.name)
    if not history.was_just_noted(order, *written):
        history.note(order, *written, is_internal=True)
        db.session.commit()
    return see_other(url_of(order, "timeline"))


@blueprint.post("/orders/<number>/mails")
@needs(Right.EDIT_ORDERS)
def resend_order_mail(number: str) -> ResponseReturnValue:
    order = known(number)
    form = MailForm(order)
    if not form.validate_on_submit():
        return order_page(order, form)
    letter = resending.send_again(order, form.letter.data, current_user.name)
    db.session.commit()
    if letter:
        told = _("“%(title)s” is on its way to %(to)s.", title=letter.title, to=order.email)
    else:
        told = _("That mail was sent again just now. It is not sent twice.")
    flash(told, "success")
    return see_other(url_of(order))
