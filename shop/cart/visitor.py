"""What the page's header says of whoever is looking at it."""

from dataclasses import dataclass

from flask import g, get_template_attribute
from flask_login import current_user
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import headers
from shop.cart import queries
from shop.cart.keeping import current_owner
from shop.errors import database_was_away
from shop.extensions import db
from shop.web import flashes

MACROS = "macros/visitor.html"


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


def account_link() -> str:
    """To the account or the sign-in: a hole in the header."""
    return str(get_template_attribute(MACROS, "account_link")(visitor()))


def cart_link() -> str:
    """To the cart, with what is in it: a hole in the header."""
    return str(get_template_attribute(MACROS, "cart_link")(visitor()))


def messages() -> str:
    """What the last press of a button led to: a hole above the page."""
    return str(get_template_attribute(MACROS, "messages")(flashes()))


def new_collection() -> str:
    """The way to add a collection, for administrators: a hole above the collections."""
    return str(get_template_attribute(MACROS, "new_collection")(visitor()))
