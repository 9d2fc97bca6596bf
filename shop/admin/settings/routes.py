"""The page of settings."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import bodies, media, settings
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.settings.forms import SIMPLE, SettingsForm, stored_form
from shop.extensions import db
from shop.media.uploads import MOST_BYTES
from shop.orders import currency
from shop.rights import Right
from shop.web import see_other

AROUND_A_FILE = 64 * 1024  # bytes that a form adds to the file in it


@blueprint.get("/settings", endpoint="settings")
@needs(Right.SEE_SETTINGS)
def show_settings() -> str:
    may_change = currency.may_change()
    return page_of(stored_form(settings.current(), may_change), may_change)


@blueprint.post("/settings")
@bodies.up_to(MOST_BYTES + AROUND_A_FILE)
@needs(Right.EDIT_SETTINGS)
def save_settings() -> ResponseReturnValue:
    now, may_change = settings.hold(), currency.may_change()
    form = SettingsForm(now, may_change, stored=stored_form(now, may_change))
    if not form.validate_on_submit():
        return page_of(form, may_change), 400
    if form.is_outdated:
        return page_of(form, may_change), 409
    try:
        _save(form)
        db.session.commit()
    except media.PictureRefused as refused:
        db.session.rollback()
        form.logo.errors = [str(refused)]
        return page_of(form, may_change), 400
    flash(_("Saved. It shows everywhere at once."), "success")
    return see_other(url_for("admin.settings"))


def _save(form: SettingsForm) -> None:
    """Raises media.PictureRefused."""
    settings.save(**{name: form[name].data for name in SIMPLE})
    currency.change(form.currency.data)
    if form.logo.data:
        settings.save(logo=list(media.accept_logo(form.logo.data.read(MOST_BYTES + 1))))
    elif form.remove_logo.data:
        settings.save(logo=None)


def page_of(form: SettingsForm, may_change: bool) -> str:
    return render_template(
        "admin/settings/show.html",
        form=form,
        logo=settings.current().logo,
        may_change_currency=may_change,
    )
