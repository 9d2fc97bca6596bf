"""Asking to be told when something is there again."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.alerts import services
from shop.alerts.forms import AlertForm
from shop.auth import tries
from shop.catalog.details import render_product
from shop.catalog.models import Product
from shop.catalog.reviews import find_product
from shop.errors import problem
from shop.extensions import db
from shop.web import see_other, wants_json

blueprint = Blueprint("alerts", __name__)


@blueprint.post("/products/<slug>/alert")
def ask(slug: str) -> ResponseReturnValue:
    product = find_product(slug)
    form = AlertForm(list(product.variants))
    if not form.validate_on_submit():
        return refused(product, form)
    count_try(product)
    if form.chosen.is_available:
        flash(_("It is here again: you can put it into your cart."), "success")
    else:
        services.ask(form.chosen.id, form.email.data)
        flash(_("We will write to %(email)s once it is back.", email=form.email.data), "success")
    db.session.commit()
    return see_other(url_for("catalog.product", slug=product.slug, variant=form.chosen.id))


def count_try(product: Product) -> None:
    """Raises TooManyTries, with the product as the way on."""
    count = tries.of_address("stock alert by address", request.remote_addr)
    try:
        tries.check(count)
    except tries.TooManyTries as error:
        error.way_on = url_for("catalog.product", slug=product.slug)
        error.way_on_label = _("Back to the product")
        raise
    tries.add(count)


def refused(product: Product, form: AlertForm) -> ResponseReturnValue:
    """400: the product's page with the errors beside the fields, or a problem document."""
    if wants_json():
        errors = {name: [str(e) for e in said] for name, said in form.errors.items()}
        sentence = _("Some fields need another look.")
        return problem(400, _("That did not work"), sentence, errors=errors)
    return render_product(product, alert_form=form, status=400)
