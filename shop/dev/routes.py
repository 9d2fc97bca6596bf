from flask import Blueprint

blueprint = Blueprint("dev", __name__, url_prefix="/dev")
