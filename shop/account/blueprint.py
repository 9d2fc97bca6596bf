"""The blueprint of a customer's own pages; the modules of routes add their views to it."""

from flask import Blueprint

blueprint = Blueprint("account", __name__, url_prefix="/account")
