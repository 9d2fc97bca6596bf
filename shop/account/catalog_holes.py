"""What only whoever is looking sees on a product's page: holes in one that is kept."""

from flask import get_template_attribute, url_for

from shop.cart.visitor import MACROS, visitor
from shop.catalog import product_page
from shop.rights import Right, allows


def own_review(product_id: int) -> str:
    """What whoever is looking wrote of the product, where nobody else may read it."""
    author = visitor().user_id
    unseen = product_page.load_unseen(product_id, author) if author else None
    return str(get_template_attribute(MACROS, "own_review")(unseen)) if unseen else ""


def edit_product(product_id: int) -> str:
    """The way to change the product, for administrators who may."""
    if not allows(visitor().role, Right.EDIT_CATALOG):
        return ""
    url = url_for("admin.product", product_id=product_id)
    return str(get_template_attribute(MACROS, "edit_product")(url))
