"""The blueprint that all of the catalog's route modules hang their views on."""

from flask import Blueprint

blueprint = Blueprint("catalog", __name__)
