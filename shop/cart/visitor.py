"""What the page's header says of whoever is looking at it."""

from dataclasses import dataclass

from flask import g
from flask_login import current_user
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import headers
from shop.cart import queries
from shop.cart.keeping import current_owner
from shop.errors import database_was_away
from shop.extensions import db


@dataclass(frozen=True)
class Visitor:
    """`cart_count` is in units that can be bought."""

    is_signed_in: bool = False
    name: str | None = None
    cart_count: int = 0
    is_administrator: bool = False


def visitor() -> Visitor:
    """Who is looking. A stranger costs no query, and their session is not touched.

    Everybody is a stranger while the database is away, as error pages ask too.
    """
    if "visitor" not in g:
        is_unknown = headers.from_stranger() or database_was_away()
        g.visitor = Visitor() if is_unknown else _known_visitor()
    found: Visitor = g.visitor
    return found


def know_count(count: int) -> None:
    """Spare the header its query, on a page that has read the whole cart anyway."""
    g.cart_count = count


def _known_visitor() -> Visitor:
    try:
        count = g.cart_count if "cart_count" in g else queries.count(current_owner())
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        return Visitor()
    if not current_user.is_authenticated:
        return Visitor(cart_count=count)
    return Visitor(True, current_user.name, count, current_user.is_administrator)
