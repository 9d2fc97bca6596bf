from flask import Blueprint

from shop.account import models  # noqa: F401

blueprint = Blueprint("account", __name__, url_prefix="/account")
