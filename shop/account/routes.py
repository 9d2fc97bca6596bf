"""The views of an account: its page, its name, and all that the shop knows of its owner."""

from flask import current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import access
from shop.account import (
    address_routes,
    export,
    second_factor_routes,
    security_routes,
    wishlist_routes,
)
from shop.account.blueprint import blueprint
from shop.account.forms import ProfileForm
from shop.account.overview import overview
from shop.extensions import db
from shop.web import see_other

__all__ = [
    "address_routes",
    "blueprint",
    "second_factor_routes",
    "security_routes",
    "wishlist_routes",
]


@blueprint.get("")
@access.customers_only
def show() -> ResponseReturnValue:
    return overview()


@blueprint.post("/profile")
@access.customers_only
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate_on_submit():
        return overview(profile=form)
    current_user.name = form.name.data
    db.session.commit()
    flash(_("Your name is saved."), "success")
    return see_other(url_for("account.show"))


@blueprint.get("/export")
@access.customers_only
def export_data() -> ResponseReturnValue:
    response = current_app.json.response(export.of(current_user))
    response.headers["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return response
