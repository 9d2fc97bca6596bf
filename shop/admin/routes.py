"""The views of the back office, each topic in a folder of its own."""

from flask import Flask

# Importing them registers their views.
from shop.admin.audit import routes as audit
from shop.admin.audit import showing, trail
from shop.admin.blueprint import blueprint
from shop.admin.collections import edit_routes as collection_edit  # noqa: F401
from shop.admin.collections import routes as collections  # noqa: F401
from shop.admin.customers import routes as customers  # noqa: F401
from shop.admin.dashboard import routes as dashboard  # noqa: F401
from shop.admin.imports import routes as imports  # noqa: F401
from shop.admin.jobs import routes as jobs  # noqa: F401
from shop.admin.mail_texts import routes as mail_texts  # noqa: F401
from shop.admin.menu import menu
from shop.admin.orders import (  # noqa: F401
    action_routes,
    detail_routes,
    list_routes,
    manual_routes,
    money_routes,
    packing_routes,
    return_routes,
    stray_routes,
)
from shop.admin.pages import routes as pages  # noqa: F401
from shop.admin.products import bulk, duplicating, publishing  # noqa: F401
from shop.admin.products import edit_routes as product_edit  # noqa: F401
from shop.admin.products import list_routes as product_list  # noqa: F401
from shop.admin.promotions import edit_routes as promotion_edit  # noqa: F401
from shop.admin.promotions import routes as promotions  # noqa: F401
from shop.admin.reviews import routes as reviews  # noqa: F401
from shop.admin.searches import routes as searches  # noqa: F401
from shop.admin.settings import routes as settings  # noqa: F401
from shop.admin.shipping import method_routes as shipping_methods  # noqa: F401
from shop.admin.shipping import routes as shipping  # noqa: F401
from shop.admin.taxes import routes as taxes  # noqa: F401
from shop.admin.team import routes as team  # noqa: F401
from shop.admin.texts import routes as texts  # noqa: F401
from shop.admin.texts import word_routes as option_words  # noqa: F401

__all__ = ["audit", "blueprint"]


def init_app(app: Flask) -> None:
    """Put the views into `app`, and a trail under them."""
    trail.init_app(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["admin_menu"] = menu
    app.jinja_env.globals["shown_changes"] = showing.shown
