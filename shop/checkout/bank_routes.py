"""The pages of the test bank, for developers; production has none of them."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from shop.checkout import payment_routes
from shop.checkout.blueprint import keep_key_here
from shop.checkout.payments import Kind, test
from shop.checkout.payments.starting import NotPayable
from shop.extensions import db
from shop.orders.models import Payment
from shop.orders.visits import Visit, visit
from shop.web import see_other

blueprint = Blueprint("bank", __name__)
blueprint.after_request(keep_key_here)


@blueprint.post("/orders/<number>/pay/test")
def act(number: str) -> ResponseReturnValue:
    """Let the bank behave as the pressed button says."""
    seen = visit(number)
    name = request.form.get("scenario", "")
    if name == "step":
        return render_template("checkout/bank.html", visit=seen, order=seen.order, step=True)
    scenario = test.SCENARIOS.get(name) or abort(400)
    if seen.order.payment_method != "test":
        abort(404)
    try:
        payment_routes.start(seen)
    except NotPayable:
        return payment_routes.not_payable(seen)
    test.play(_begun(seen), scenario)
    if scenario.browser == "bank":
        return render_template("checkout/bank.html", visit=seen, order=seen.order, step=False)
    return see_other(seen.url(_way_back(scenario)))


def _way_back(scenario: test.Scenario) -> str:
    return "checkout.pay" if scenario.decision is Kind.FAILED else "checkout.paid"


def _begun(seen: Visit) -> Payment:
    """The payment that was just begun."""
    latest: Payment = db.session.scalars(
        db.select(Payment)
        .where(Payment.order_id == seen.order.id)
        .order_by(Payment.id.desc())
        .limit(1)
    ).one()
    return latest
