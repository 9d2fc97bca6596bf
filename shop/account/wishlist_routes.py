"""The views of the wishlist."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import access, errors, texts
from shop.account import queries, services
from shop.account.blueprint import blueprint
from shop.auth.answers import came_from
from shop.extensions import db
from shop.web import safe_next, see_other


@blueprint.get("/wishlist")
@access.customers_only
def wishlist() -> ResponseReturnValue:
    return render_template("account/wishlist.html", cards=queries.wishlist(current_user))


@blueprint.post("/wishlist")
@access.customers_only
def toggle_wish() -> ResponseReturnValue:
    """Add or remove `product`, whichever it is not; `action` may say which is meant."""
    action = request.form.get("action")
    slug = request.form.get("product", "")
    product = queries.product(slug, is_published=action != "remove") or abort(404)
    try:
        is_on = services.toggle_wish(current_user, product, action)
    except services.Full:
        raise errors.Conflict(
            _("Your wishlist is full. Take something off it first."),
            url_for("account.wishlist"),
            _("To your wishlist"),
        ) from None
    db.session.commit()
    said = _("%(title)s is on your wishlist.") if is_on else _("%(title)s is off your wishlist.")
    flash(said % {"title": texts.of(product, "title")}, "success")
    return see_other(safe_next(request.form.get("next"), came_from(url_for("account.wishlist"))))
