"""The page where a product is made and changed."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.products import page, presses, saving, stored
from shop.admin.products.checks import has_values_without_variant, is_sound, refuse
from shop.admin.products.forms import ProductForm
from shop.admin.products.sending import data_of_sent, form_with, sent_form
from shop.admin.products.uploads import MOST_BODY, MOST_PARTS, Received, receive
from shop.bodies import up_to
from shop.catalog.models import Product
from shop.extensions import db
from shop.media import renditions
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/products/new")
@needs(Right.EDIT_CATALOG)
def new_product() -> str:
    return shown(None, stored.form_of(None))


@blueprint.post("/products/new")
@needs(Right.EDIT_CATALOG)
@up_to(MOST_BODY, parts=MOST_PARTS)
def create_product() -> ResponseReturnValue:
    return received(None)


@blueprint.get("/products/<int:product_id>")
@needs(Right.SEE_CATALOG)
def product(product_id: int) -> str:
    found = stored.load(product_id) or abort(404)
    return shown(found, stored.form_of(found))


@blueprint.post("/products/<int:product_id>")
@needs(Right.EDIT_CATALOG)
@up_to(MOST_BODY, parts=MOST_PARTS)
def save_product(product_id: int) -> ResponseReturnValue:
    if not db.session.get(Product, product_id):
        abort(404)
    return received(product_id)


def received(product_id: int | None) -> ResponseReturnValue:
    """Do with the form what its button says: change its rows, or save it."""
    files = receive(request.files.getlist("pictures"))
    try:
        return answered(product_id, files)
    except IntegrityError:  # another took the SKU or the address after they were checked
        db.session.rollback()
        return answered(product_id, files)


def answered(product_id: int | None, files: Received) -> ResponseReturnValue:
    found = (stored.hold(product_id) or abort(404)) if product_id else None
    form = sent_form(found, files)
    if press := presses.asked(request.form.get("do")):
        return pressed(found, form, press)
    if has_values_without_variant(form):
        return made_variants(found, form)
    is_right = is_sound(form, found)
    if form.is_outdated:
        return refused(found, form, 409)
    if not is_right:
        return refused(found, form, 400)
    saved, gone = saving.save(found, form, current_user.name)
    db.session.commit()
    for key, width in gone:
        renditions.forget(key, width)
    flash_saved(saved, is_new=found is None)
    return see_other(url_for("admin.product", product_id=saved.id))


def pressed(found: Product | None, form: ProductForm, press: presses.Press) -> ResponseReturnValue:
    """The form again with its rows changed; what was uploaded with it is kept."""
    try:
        again = form_with(found, presses.do(press, data_of_sent(form)), form.stored or form)
    except presses.CannotDo as error:
        refuse(form.options[0].form["values"], str(error))
        return refused(found, form, 400)
    for text in form.refused:
        refuse(again.pictures, text)
    return refused(found, again, 400 if form.refused else 200)


def made_variants(found: Product | None, form: ProductForm) -> ResponseReturnValue:
    """Options were typed that no variant has: show the variants that they make before saving."""
    press = presses.Press("make-variants", 0)
    try:
        again = form_with(found, presses.do(press, data_of_sent(form)), form.stored or form)
    except presses.CannotDo:
        return pressed(found, form, press)
    again.refused = form.refused
    is_sound(again, found)
    told = _("These variants are new. Look at their prices and stock, then save.")
    refuse(again.options[0].form["values"], told)
    return refused(found, again, 400)


def refused(found: Product | None, form: ProductForm, status: int) -> ResponseReturnValue:
    """The page with what was typed, and the pictures that were uploaded on the way."""
    db.session.commit()
    return shown(found, form, is_typed=True), status


def shown(found: Product | None, form: ProductForm, *, is_typed: bool = False) -> str:
    around = page.around(found, form)
    return render_template("admin/products/edit.html", is_typed=is_typed, **around)


def flash_saved(saved: Product, *, is_new: bool) -> None:
    text = _("“%(title)s” is there.") if is_new else _("“%(title)s” is saved.")
    flash(text % {"title": saved.title}, "success")
    silent = sum(not picture.alt for picture in saved.pictures)
    if silent:
        told = ngettext(
            "Say of %(num)s picture what is on it, for those who cannot see it.",
            "Say of %(num)s pictures what is on them, for those who cannot see them.",
            silent,
        )
        flash(told, "warning")
