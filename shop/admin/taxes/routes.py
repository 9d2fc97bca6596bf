"""Listing and editing tax rates."""

from flask import Response, current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import locales
from shop.access import needs
from shop.account import countries
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.exports import csv_answer
from shop.admin.taxes.forms import TaxRateForm, percent, stored_form
from shop.admin.taxes.listing import COLUMNS, RATES, file_rows
from shop.extensions import db
from shop.rights import Right
from shop.taxes import managing
from shop.taxes.models import TaxRate
from shop.web import see_other


@blueprint.get("/taxes", endpoint="taxes")
@needs(Right.SEE_SETTINGS)
def list_taxes() -> str:
    asked = RATES.asked()
    return render_template(
        "admin/taxes/list.html",
        listing=RATES,
        asked=asked,
        page=RATES.page(db.select(TaxRate), asked),
        country_name=countries.name_of,
        percent=percent,
        typed_number=locales.typed_number,
        are_included=current_app.config["SHOP_PRICES_INCLUDE_TAX"],
    )


@blueprint.get("/taxes.csv")
@needs(Right.SEE_SETTINGS)
def taxes_csv() -> Response:
    found = RATES.selected(db.select(TaxRate), RATES.asked())
    return csv_answer("taxes", COLUMNS, file_rows(found))


@blueprint.get("/taxes/new")
@needs(Right.EDIT_SETTINGS)
def new_tax() -> str:
    return _page_of(TaxRateForm(blank=True))


@blueprint.post("/taxes")
@needs(Right.EDIT_SETTINGS)
def create_tax() -> ResponseReturnValue:
    form = TaxRateForm()
    if not form.validate_on_submit():
        return _page_of(form), 400
    try:
        managing.create(**form.values)
    except managing.RateTaken:
        return _taken(form)
    db.session.commit()
    return _saved()


@blueprint.get("/taxes/<int:rate_id>")
@needs(Right.SEE_SETTINGS)
def tax(rate_id: int) -> str:
    rate = db.get_or_404(TaxRate, rate_id)
    return _page_of(stored_form(rate), rate)


@blueprint.post("/taxes/<int:rate_id>")
@needs(Right.EDIT_SETTINGS)
def save_tax(rate_id: int) -> ResponseReturnValue:
    rate = db.get_or_404(TaxRate, rate_id)
    hold(rate)
    form = TaxRateForm(stored=stored_form(rate))
    if not form.validate_on_submit():
        return _page_of(form, rate), 400
    if form.is_outdated:
        return _page_of(form, rate), 409
    try:
        managing.change(rate, **form.values)
    except managing.RateTaken:
        return _taken(form, rate)
    db.session.commit()
    return _saved()


@blueprint.post("/taxes/<int:rate_id>/delete")
@needs(Right.EDIT_SETTINGS)
def delete_tax(rate_id: int) -> ResponseReturnValue:
    rate = db.get_or_404(TaxRate, rate_id)
    title = rate.title
    managing.remove(rate)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.taxes"))


def _taken(form: TaxRateForm, rate: TaxRate | None = None) -> ResponseReturnValue:
    form.tax_class.errors = [_("There is a rate for this class in this place already.")]
    return _page_of(form, rate), 400


def _saved() -> ResponseReturnValue:
    flash(_("Saved. It is charged from now on; orders that are placed keep theirs."), "success")
    return see_other(url_for("admin.taxes"))


def _page_of(form: TaxRateForm, rate: TaxRate | None = None) -> str:
    classes = db.session.scalars(
        db.select(TaxRate.tax_class).distinct().order_by(TaxRate.tax_class)
    ).all()
    return render_template("admin/taxes/rate.html", form=form, rate=rate, classes=classes)
