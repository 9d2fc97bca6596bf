"""The blueprint of the back office; each topic's views are registered on it."""

from flask import Blueprint

from shop.admin.stored_words import told

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
blueprint.add_app_template_filter(told)
