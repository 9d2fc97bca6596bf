"""Zones: listing and editing them."""

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.account import countries
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.exports import csv_answer
from shop.admin.shipping.forms import ZoneForm, stored_zone
from shop.admin.shipping.listing import (
    COLUMNS,
    ZONES,
    country_names,
    file_rows,
    select_zones,
    step_text,
)
from shop.extensions import db
from shop.rights import Right
from shop.shipping import managing
from shop.shipping.models import ShippingZone
from shop.web import see_other


@blueprint.get("/shipping", endpoint="shipping")
@needs(Right.SEE_SETTINGS)
def list_zones() -> str:
    asked = ZONES.asked()
    return render_template(
        "admin/shipping/list.html",
        listing=ZONES,
        asked=asked,
        page=ZONES.page(select_zones(), asked),
        country_names=country_names,
        step_text=step_text,
    )


@blueprint.get("/shipping.csv")
@needs(Right.SEE_SETTINGS)
def shipping_csv() -> Response:
    return csv_answer("shipping", COLUMNS, file_rows(ZONES.selected(select_zones(), ZONES.asked())))


@blueprint.get("/shipping/zones/new")
@needs(Right.EDIT_SETTINGS)
def new_zone() -> str:
    return _page_of(ZoneForm(blank=True))


@blueprint.post("/shipping/zones")
@needs(Right.EDIT_SETTINGS)
def create_zone() -> ResponseReturnValue:
    form = ZoneForm()
    if not form.validate_on_submit():
        return _page_of(form), 400
    try:
        zone = managing.create_zone(form.title.data or "", form.countries.data or ())
    except (managing.TitleTaken, managing.CountryTaken) as refusal:
        return _refused(form, refusal)
    db.session.commit()
    flash(_("Saved. Now say how parcels go there."), "success")
    return see_other(url_for("admin.new_method", zone_id=zone.id))


@blueprint.get("/shipping/zones/<int:zone_id>")
@needs(Right.SEE_SETTINGS)
def zone(zone_id: int) -> str:
    found = db.get_or_404(ShippingZone, zone_id)
    return _page_of(stored_zone(found), found)


@blueprint.post("/shipping/zones/<int:zone_id>")
@needs(Right.EDIT_SETTINGS)
def save_zone(zone_id: int) -> ResponseReturnValue:
    found = db.get_or_404(ShippingZone, zone_id)
    hold(found)
    form = ZoneForm(stored=stored_zone(found))
    if not form.validate_on_submit():
        return _page_of(form, found), 400
    if form.is_outdated:
        return _page_of(form, found), 409
    try:
        managing.change_zone(found, form.title.data or "", form.countries.data or ())
    except (managing.TitleTaken, managing.CountryTaken) as refusal:
        return _refused(form, refusal, found)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for("admin.shipping"))


@blueprint.post("/shipping/zones/<int:zone_id>/delete")
@needs(Right.EDIT_SETTINGS)
def delete_zone(zone_id: int) -> ResponseReturnValue:
    found = db.get_or_404(ShippingZone, zone_id)
    title = found.title
    managing.remove_zone(found)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.shipping"))


def _refused(
    form: ZoneForm, refusal: Exception, zone: ShippingZone | None = None
) -> ResponseReturnValue:
    if isinstance(refusal, managing.CountryTaken):
        form.countries.errors = [
            _("%(country)s is in the zone “%(zone)s”.", country=countries.name_of(code), zone=title)
            for code, title in sorted(refusal.zones.items())
        ]
    else:
        form.title.errors = [_("Another zone is called so.")]
    return _page_of(form, zone), 400


def _page_of(form: ZoneForm, zone: ShippingZone | None = None) -> str:
    own = zone.id if zone else None
    taken = {c: t for c, (id_, t) in managing.zones_of_countries().items() if id_ != own}
    return render_template("admin/shipping/zone.html", form=form, zone=zone, taken=taken)
