"""The blueprint of everything from the cart to the paid order."""

from flask import Blueprint, Response

blueprint = Blueprint("checkout", __name__)


@blueprint.after_request
def keep_key_here(response: Response) -> Response:
    """The key in the address of an order goes to nobody else; see shop.orders.routes."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
