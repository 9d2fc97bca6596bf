"""Whose cart a request is about, and the cookie by which a visitor's browser keeps it."""

import secrets

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from shop.cart import services
from shop.cart.owner import Owner, holder
from shop.web import see_other

COOKIE = "cart"


def current_owner() -> Owner | None:
    """Whose cart this request is about; None for a visitor who never put anything into one."""
    if current_user.is_authenticated:
        return Owner(user_id=current_user.id)
    return visiting_owner()


def current_email() -> str | None:
    """The customer's mail address, by which promotions count their uses; None for a visitor."""
    return current_user.email if current_user.is_authenticated else None


def visiting_owner() -> Owner | None:
    """The visitor whose token the browser holds, signed in by now or not."""
    token = request.cookies.get(COOKIE)
    return holder(token) if token else None


def held_cart() -> int:
    """The id of the request's cart, held until the commit. Raises NotInCart where there is none."""
    owner = current_owner()
    cart_id = services.hold(owner) if owner else None
    if cart_id is None:
        raise services.NotInCart
    return cart_id


def open_cart() -> tuple[int, str | None]:
    """The id of the request's cart, held until the commit, and the token that was made for it.

    A cart is made where there is none. A visitor whose token names no cart gets another token,
    so that nobody can be given one that somebody else knows.
    """
    owner = current_owner()
    cart_id = services.hold(owner) if owner else None
    if cart_id is not None:
        return cart_id, None
    if owner and owner.is_customer:
        return services.start(owner), None
    token = secrets.token_urlsafe(32)
    return services.start(holder(token)), token


def to_cart(token: str | None = None) -> Response:
    """303 to the cart."""
    return keep(see_other(url_for("cart.show")), token)


def keep(response: Response, token: str | None = None) -> Response:
    """A visitor's cookie lasts CART_COOKIE_DURATION from their last change."""
    if not current_user.is_authenticated:
        response.set_cookie(
            COOKIE,
            token or request.cookies[COOKIE],
            max_age=current_app.config["CART_COOKIE_DURATION"],
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def drop_cookie(response: Response) -> Response:
    """Let the browser forget its token."""
    response.delete_cookie(COOKIE)
    return response
