"""A product as shoppers will see it, and letting them."""

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.catalog import details, product_page, publishing
from shop.catalog.models import Product
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/products/<int:product_id>/preview")
@needs(Right.SEE_CATALOG)
def preview_product(product_id: int) -> str:
    product = db.session.get(Product, product_id)
    page = product_page.preview(product_id)
    if product is None or page is None:
        abort(404)
    template = "admin/products/preview.html"
    return details.show(page, template=template, preview=True, previewed=product)


@blueprint.post("/products/<int:product_id>/publish")
@needs(Right.EDIT_CATALOG)
def publish_product(product_id: int) -> ResponseReturnValue:
    publishing.publish(find(product_id))
    db.session.commit()
    flash(_("Shoppers can see it now."), "success")
    return see_other(url_for("admin.product", product_id=product_id))


@blueprint.post("/products/<int:product_id>/hide")
@needs(Right.EDIT_CATALOG)
def hide_product(product_id: int) -> ResponseReturnValue:
    publishing.hide(find(product_id))
    db.session.commit()
    flash(_("Shoppers no longer see it."), "success")
    return see_other(url_for("admin.product", product_id=product_id))


def find(product_id: int) -> Product:
    """The product, locked until the commit: of two who change its state the second sees the
    first one's. A 404 where there is none."""
    found = db.session.get(Product, product_id, with_for_update=True)
    return found or abort(404)
