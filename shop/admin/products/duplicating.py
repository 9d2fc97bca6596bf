"""Making a product like another one, and deleting one for good."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.products.acts import note
from shop.admin.products.publishing import find
from shop.catalog import removing
from shop.catalog.copying import duplicate
from shop.catalog.models import Product
from shop.errors import Conflict
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other


@blueprint.post("/products/<int:product_id>/duplicate")
@needs(Right.EDIT_CATALOG)
def duplicate_product(product_id: int) -> ResponseReturnValue:
    copy = copied(find(product_id))
    flash(_("This is the copy. It is hidden, and nothing of it is in stock yet."), "success")
    return see_other(url_for("admin.product", product_id=copy.id))


def copied(product: Product) -> Product:
    """The committed copy. Raises Conflict where somebody else has taken its address meanwhile."""
    back = url_for("admin.product", product_id=product.id)
    try:
        copy = duplicate(product)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        sentence = _("Somebody else has just made the same copy. Please try again.")
        raise Conflict(sentence, back, _("Back to the product")) from None
    return copy


@blueprint.post("/products/<int:product_id>/delete")
@needs(Right.EDIT_CATALOG)
def delete_product(product_id: int) -> ResponseReturnValue:
    title = find(product_id).title
    note(removing.remove_many([product_id]))
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.products"))
