"""Ways to ship: adding and editing them."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import money
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.shipping.forms import SPARE_ROWS, MethodForm, blank_rows, stored_method
from shop.extensions import db
from shop.rights import Right
from shop.shipping import managing
from shop.shipping.models import ShippingMethod, ShippingZone
from shop.web import see_other


@blueprint.get("/shipping/zones/<int:zone_id>/methods/new")
@needs(Right.EDIT_SETTINGS)
def new_method(zone_id: int) -> str:
    zone = db.get_or_404(ShippingZone, zone_id)
    steps = [{"threshold": "0", "price": ""}, *blank_rows(SPARE_ROWS)]
    return _page_of(MethodForm(blank=True, data={"steps": steps}), zone)


@blueprint.post("/shipping/zones/<int:zone_id>/methods")
@needs(Right.EDIT_SETTINGS)
def create_method(zone_id: int) -> ResponseReturnValue:
    zone = db.get_or_404(ShippingZone, zone_id)
    form = MethodForm()
    if not form.validate_on_submit():
        return _page_of(form, zone), 400
    try:
        managing.create_method(zone, form.prices, **form.values)
    except managing.CodeTaken:
        return _taken(form, zone)
    db.session.commit()
    return _saved()


@blueprint.get("/shipping/methods/<int:method_id>")
@needs(Right.SEE_SETTINGS)
def shipping_method(method_id: int) -> str:
    method = db.get_or_404(ShippingMethod, method_id)
    return _page_of(stored_method(method), method.zone, method)


@blueprint.post("/shipping/methods/<int:method_id>")
@needs(Right.EDIT_SETTINGS)
def save_method(method_id: int) -> ResponseReturnValue:
    method = db.get_or_404(ShippingMethod, method_id)
    hold(method)
    form = MethodForm(stored=stored_method(method))
    if not form.validate_on_submit():
        return _page_of(form, method.zone, method), 400
    if form.is_outdated:
        return _page_of(form, method.zone, method), 409
    try:
        managing.change_method(method, form.prices, **form.values)
    except managing.CodeTaken:
        return _taken(form, method.zone, method)
    db.session.commit()
    return _saved()


@blueprint.post("/shipping/methods/<int:method_id>/delete")
@needs(Right.EDIT_SETTINGS)
def delete_method(method_id: int) -> ResponseReturnValue:
    method = db.get_or_404(ShippingMethod, method_id)
    title = method.title
    managing.remove_method(method)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.shipping"))


def _taken(
    form: MethodForm, zone: ShippingZone, method: ShippingMethod | None = None
) -> ResponseReturnValue:
    form.code.errors = [_("Another way to ship to this zone has this code.")]
    return _page_of(form, zone, method), 400


def _saved() -> ResponseReturnValue:
    flash(_("Saved. The checkout offers it like this from now on."), "success")
    return see_other(url_for("admin.shipping"))


def _page_of(form: MethodForm, zone: ShippingZone, method: ShippingMethod | None = None) -> str:
    return render_template(
        "admin/shipping/method.html",
        form=form,
        zone=zone,
        method=method,
        currency=money.currency(),
    )
