"""An order's own pages, for its owner and for whoever holds the link from its mails."""

from flask import Blueprint, Flask, Response, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.cart import keeping
from shop.catalog import reviews
from shop.extensions import db
from shop.orders import documents, invoices, reorder, returns, services, states
from shop.orders.buyers import has_bought
from shop.orders.forms import ReturnForm
from shop.orders.pages import order_page
from shop.orders.states import NotPossible, Status, Step
from shop.orders.visits import Visit, visit
from shop.web import see_other

blueprint = Blueprint("orders", __name__, url_prefix="/orders")


def init_app(app: Flask) -> None:
    """Put the views into `app`, and let reviews know who bought what they are about."""
    app.register_blueprint(blueprint)
    reviews.verify_buyers_with(app, has_bought)


@blueprint.after_request
def keep_key_here(response: Response) -> Response:
    """The key in the address goes to nobody else. Our own forms still say where they come from:
    with "no-referrer", browsers without Sec-Fetch-Site would send `Origin: null`."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@blueprint.get("/<number>")
def show(number: str) -> ResponseReturnValue:
    return order_page(visit(number))


@blueprint.get("/<number>/invoice")
def invoice(number: str) -> ResponseReturnValue:
    order = visit(number).order
    found = invoices.of(order)
    if found is None:
        abort(404, _("This order has no invoice yet. It gets one when it is paid."))
    response = Response(documents.invoice_pdf(order, found), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="invoice-{found.number}.pdf"'
    return response


@blueprint.post("/<number>/cancel")
def cancel(number: str) -> ResponseReturnValue:
    seen = visit(number)
    try:
        services.cancel(seen.order, seen.actor)
    except NotPossible:
        db.session.rollback()
        return _too_late(seen)
    db.session.commit()
    _say(seen, _("Your order is cancelled."))
    return see_other(seen.url())


def _too_late(seen: Visit) -> ResponseReturnValue:
    """303 where the order is cancelled already: the button was pressed twice. Else 409."""
    if seen.order.status == Status.CANCELLED:
        return see_other(seen.url())
    raise seen.conflict(
        _("This order has left already. Once it is there, you can ask to return it on its page.")
    )


@blueprint.post("/<number>/return")
def ask_return(number: str) -> ResponseReturnValue:
    seen = visit(number)
    form = ReturnForm(seen.order)
    try:
        states.require(seen.order, Step.ASK_RETURN)
        if not form.validate_on_submit():
            return order_page(seen, form)
        returns.ask_return(seen.order, form.chosen, form.quantity.data, form.reason.data)
    except NotPossible:
        raise seen.conflict(_("Only an order that was delivered can be returned.")) from None
    except returns.TooMany as error:
        return _too_many(seen, form, error.left)
    db.session.commit()
    _say(seen, _("We have your request, and will write to you about the way back."))
    return see_other(seen.url(_anchor="returns"))


def _too_many(seen: Visit, form: ReturnForm, left: int) -> ResponseReturnValue:
    form.quantity.errors = [_("You can return at most %(left)s of this.", left=left)]
    db.session.rollback()
    return order_page(seen, form)


@blueprint.post("/<number>/reorder")
def order_again(number: str) -> ResponseReturnValue:
    seen = visit(number)
    cart_id, token = keeping.open_cart()
    short = reorder.put_into_cart(seen.order, cart_id)
    db.session.commit()
    flash(_("What we still have of your order is in your cart."), "success")
    if short:
        flash(_("Not in it, or fewer: %(titles)s.", titles=", ".join(short)), "warning")
    return keeping.to_cart(token)


def _say(seen: Visit, sentence: str) -> None:
    """Leave a message for the next page; who came by a key reads it off the order itself."""
    if seen.key is None:
        flash(sentence, "success")
