"""The blueprint of accounts' sign-in; the modules of routes add their views to it."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__, url_prefix="/auth")
