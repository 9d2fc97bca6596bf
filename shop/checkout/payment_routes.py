"""Paying an order, and what payment providers tell the shop."""

from flask import Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import forgery, headers
from shop.checkout import payments
from shop.checkout.blueprint import blueprint
from shop.checkout.payments import BadMessage, PaymentState, ProviderAway, receiving, starting
from shop.checkout.payments.starting import NotPayable, is_payable
from shop.checkout.payments.test import SCENARIOS
from shop.extensions import db
from shop.orders.keys import guest_key
from shop.orders.models import Order
from shop.orders.receipt import receipt
from shop.orders.states import Status
from shop.orders.visits import Visit, visit
from shop.web import public_url, see_other

RETRY_AFTER = "10"  # seconds, for a provider that does not answer


@blueprint.get("/orders/<number>/pay")
def pay(number: str) -> ResponseReturnValue:
    seen = visit(number)
    if not is_payable(seen.order):
        return redirect(seen.url())
    return pay_page(seen)


def pay_page(seen: Visit, error: str = "", status: int = 200) -> Response:
    """Where a shopper pays, or is led to the provider's page."""
    order = seen.order
    tries = order.payments
    page = render_template(
        "checkout/pay.html",
        visit=seen,
        order=order,
        receipt=receipt(order),
        was_declined=bool(tries) and tries[-1].status == PaymentState.FAILED,
        method=payments.methods()[order.payment_method],
        scenarios=SCENARIOS if order.payment_method == "test" else {},
        error=error,
    )
    return _may_lead_to(payments.providers()[order.payment_method].pays_at, page, status)


def _may_lead_to(origin: str, page: str, status: int) -> Response:
    """`page` with a policy that lets its form lead to `origin`, which browsers check."""
    response = make_response(page, status)
    policy = headers.content_security_policy()
    allowed = policy.replace("form-action 'self'", f"form-action 'self' {origin}".strip())
    response.headers["Content-Security-Policy"] = allowed
    return response


@blueprint.post("/orders/<number>/pay")
def start_paying(number: str) -> ResponseReturnValue:
    seen = visit(number)
    try:
        url = start(seen)
    except NotPayable:
        return not_payable(seen)
    except ProviderAway:
        sentence = _("Our payment provider does not answer just now. Please try again shortly.")
        response = pay_page(visit(number), sentence, 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return see_other(url)


def start(seen: Visit) -> str:
    """Begin a payment of the visited order; where it is paid. Commits.

    Raises NotPayable or ProviderAway.
    """
    payment = starting.begin(seen.order)
    done, back = _link(seen, "checkout.paid"), _link(seen, "checkout.pay")
    db.session.commit()
    return starting.start(payment, done, back)


def _link(seen: Visit, endpoint: str) -> str:
    """An absolute address for the provider, from PUBLIC_URL."""
    key = guest_key(seen.order) if seen.key else None
    return public_url(endpoint, number=seen.order.number, key=key)


def not_payable(seen: Visit) -> ResponseReturnValue:
    """303 where the order is paid already: the button was pressed twice. Else 409."""
    db.session.rollback()
    order: Order = seen.order
    if order.paid_at:
        return see_other(seen.url())
    if order.status == Status.CANCELLED:
        raise seen.conflict(_("This order is cancelled, so it cannot be paid any more."))
    raise seen.conflict(_("This order is not paid here."))


@blueprint.get("/orders/<number>/paid")
def paid(number: str) -> ResponseReturnValue:
    """Where a provider sends the shopper back to. That somebody comes here proves nothing."""
    seen = visit(number)
    if not is_payable(seen.order):
        return redirect(seen.url())
    return render_template("checkout/paid.html", visit=seen, order=seen.order)


@blueprint.post("/webhooks/<provider>")
@forgery.exempt
def webhook(provider: str) -> ResponseReturnValue:
    """What a provider says. 400 where it was not the provider; else 200, whatever became of it,
    for a message that had its effect need not come again."""
    if provider not in payments.providers():
        abort(404)
    try:
        receiving.take(provider, request.get_data(), request.headers)  # type: ignore[arg-type]
    except BadMessage:
        db.session.rollback()
        abort(400)
    db.session.commit()
    return {"received": True}
