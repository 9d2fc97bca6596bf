"""An example of each press on the list of products, and of what is done with one from there."""

from factories import make_product


def change_products():
    return "/admin/products/bulk", {"ids": [make_product().id], "action": "hide"}


def publish_product():
    return f"/admin/products/{make_product(is_published=False).id}/publish", {}


def hide_product():
    return f"/admin/products/{make_product().id}/hide", {}


def duplicate_product():
    return f"/admin/products/{make_product().id}/duplicate", {}


def delete_product():
    return f"/admin/products/{make_product().id}/delete", {}


EXAMPLES = {
    "admin.change_products": change_products,
    "admin.publish_product": publish_product,
    "admin.hide_product": hide_product,
    "admin.duplicate_product": duplicate_product,
    "admin.delete_product": delete_product,
}
