"""Promotion codes of a cart: giving one, taking one out, and a limit for who guesses."""

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import delete
from werkzeug.exceptions import TooManyRequests

from shop.auth import tries
from shop.cart.forms import BadCode
from shop.cart.models import MOST_CODES, CartCode
from shop.cart.queries import Contents
from shop.cart.totals import quote
from shop.extensions import db

WAIT = 60  # seconds, for who gave too many wrong codes


class TooManyCodes(Exception):
    """The cart has MOST_CODES codes already."""


class TooManyGuesses(TooManyRequests):
    """429, with the way back to the cart."""

    def __init__(self) -> None:
        super().__init__(retry_after=WAIT)
        self.way_on = url_for("cart.show")
        self.way_on_label = _("To your cart")


def check(inside: Contents, code: str, customer: str | None) -> None:
    """Raise BadCode, with the reason, unless `code` applies to what is `inside`.

    Wrong ones are counted by network address. Raises TooManyGuesses where there were too many.
    """
    count = tries.of_address("promotion code by address", request.remote_addr)
    if tries.is_full(count):
        raise TooManyGuesses
    if not inside.buyable:
        raise BadCode(_("Please put something into your cart before you use a code."), code)
    given = next(g for g in quote(inside, [code], customer=customer).codes if g.code == code)
    if given.reason:
        tries.add(count)
        raise BadCode(given.reason, code)


def keep(cart_id: int, inside: Contents, code: str) -> None:
    """Keep `code` with the held cart; once is enough. Raises TooManyCodes."""
    if code in inside.codes:
        return
    if len(inside.codes) >= MOST_CODES:
        raise TooManyCodes(cart_id)
    db.session.merge(CartCode(cart_id=cart_id, code=code))


def take_out(cart_id: int, code: str) -> None:
    """Take `code` out of the held cart; nothing where it is not in it."""
    db.session.execute(delete(CartCode).where(CartCode.cart_id == cart_id, CartCode.code == code))
