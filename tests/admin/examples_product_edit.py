"""An example of each press on the page of a product."""

from factories import make_product
from flask import current_app

from shop.admin.products.stored import form_of


def create_product():
    return "/admin/products/new", {
        "title": "Reed basket",
        "visibility": "published",
        "tax_class": "standard",
        "variants-0-price": "12.50",
    }


def save_product():
    product = make_product("Reed basket", slug="reed-basket")
    with current_app.test_request_context():
        version = form_of(product).version.data
    return f"/admin/products/{product.id}", {
        "version": version,
        "title": "Rush basket",
        "slug": "reed-basket",
        "visibility": "published",
        "tax_class": "standard",
    }


EXAMPLES = {"admin.create_product": create_product, "admin.save_product": save_product}
