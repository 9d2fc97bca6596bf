"""Money that goes back."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.orders.page import conflict, known, order_page, url_of
from shop.admin.orders.refund_form import RefundForm, refund_form
from shop.admin.orders.stepping import step
from shop.extensions import db
from shop.orders import refunds, states
from shop.orders.models import Order, Refund
from shop.rights import Right
from shop.web import see_other


@blueprint.post("/orders/<number>/refund")
@needs(Right.EDIT_ORDERS)
def refund_order(number: str) -> ResponseReturnValue:
    """First shows what it comes to; only when that is confirmed is anything refunded."""
    order = known(number)
    states.hold(order)
    form = refund_form(order)
    if refunds.was_asked_with(order, form.token.data):
        return see_other(url_of(order, "money"))
    if not refunds.left(order) or (form.confirmed.data and form.is_outdated):
        raise conflict(order, _("What can be refunded has changed. Look at the order first."))
    if not form.validate_on_submit():
        return order_page(order, form)
    if not form.confirmed.data:
        return _question(order, form)
    refunds.refund_part(order, form.part, form.reason.data or "", current_user.name)
    db.session.commit()
    flash(_("Refunded. The shopper gets a mail once the money is on its way."), "success")
    return see_other(url_of(order, "money"))


def _question(order: Order, form: RefundForm) -> str:
    total = refunds.worth(order, form.part)
    payment = refunds.paid_by(order)
    return render_template(
        "admin/orders/refund.html",
        order=order,
        form=form,
        part=form.part,
        total=total,
        by_hand=payment is None or payment.provider == states.INVOICE,
    )


@blueprint.post("/orders/<number>/refunds/<int:refund_id>/again")
@needs(Right.EDIT_ORDERS)
def retry_refund(number: str, refund_id: int) -> ResponseReturnValue:
    order = known(number)
    refund = _refund(order, refund_id)
    return step(
        order,
        lambda order: refunds.try_again(order, refund, current_user.name),
        _("The refund is asked for again."),
        lambda order: refund.status == refunds.AGAIN,
    )


@blueprint.post("/orders/<number>/refunds/<int:refund_id>/settle")
@needs(Right.EDIT_ORDERS)
def settle_refund(number: str, refund_id: int) -> ResponseReturnValue:
    order = known(number)
    refund = _refund(order, refund_id)
    return step(
        order,
        lambda order: refunds.settle(order, refund, current_user.name),
        _("Noted: the money was sent by hand."),
        lambda order: refund.settled_at is not None,
    )


def _refund(order: Order, refund_id: int) -> Refund:
    found = next((refund for refund in order.refunds if refund.id == refund_id), None)
    return found or abort(404)
