"""What only whoever is looking sees on a catalog page: holes in one that is kept."""

from flask import get_template_attribute, url_for
from flask_login import current_user

from shop import headers
from shop.catalog import product_page
from shop.rights import Right

MACROS = "macros/visitor.html"


def own_review(product_id: int) -> str:
    """What whoever is looking wrote of the product, where nobody else may read it."""
    unseen = None
    if _is_customer():
        unseen = product_page.load_unseen(product_id, current_user.id)
    return str(get_template_attribute(MACROS, "own_review")(unseen))


def edit_product(product_id: int) -> str:
    """The way to change the product, for administrators who may."""
    may = _is_customer() and current_user.may(Right.EDIT_CATALOG)
    url = url_for("admin.product", product_id=product_id) if may else None
    return str(get_template_attribute(MACROS, "edit_product")(url))


def _is_customer() -> bool:
    """Whether somebody is signed in; of a stranger nothing is asked."""
    return not headers.from_stranger() and current_user.is_authenticated
