"""The blueprint of the back office; each topic's views are registered on it."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
