"""What the page's header says of whoever is looking at it."""

from dataclasses import dataclass

from flask import g, get_template_attribute
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import headers
from shop.auth import sessions
from shop.auth.models import SignIn, User
from shop.auth.tokens import digest
from shop.cart import queries
from shop.cart.keeping import current_owner
from shop.catalog.reading import fetch
from shop.drawing import kept
from shop.errors import database_was_away
from shop.extensions import db
from shop.web import flashes

MACROS = "macros/visitor.html"


# Who a session's token signs in and what is in their cart, past the ORM: every page asks it.
GLANCE = (
    select(User.id, User.name, User.role, queries.COUNT_OF_USER, SignIn.last_seen_at)
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.token_hash == bindparam("token_hash"))
)


@dataclass(frozen=True)
class Visitor:
    """`cart_count` is in units that can be bought."""

    user_id: int | None = None  # of a customer
    name: str | None = None
    role: str | None = None  # a rights.Role
    cart_count: int = 0

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_administrator(self) -> bool:
        return self.role is not None


STRANGER = Visitor()


def visitor() -> Visitor:
    """Who is looking. A stranger costs no query, and their session is not touched.

    Everybody is a stranger while the database is away, as error pages ask too.
    """
    if "visitor" not in g:
        is_unknown = headers.from_stranger() or database_was_away()
        g.visitor = STRANGER if is_unknown else _known_visitor()
    found: Visitor = g.visitor
    return found


def know_count(count: int) -> None:
    """Spare the header its query, on a page that has read the whole cart anyway."""
    g.cart_count = count


def _known_visitor() -> Visitor:
    try:
        if found := _glance():
            return found
        count = g.cart_count if "cart_count" in g else queries.count(current_owner())
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        return STRANGER
    if not current_user.is_authenticated:
        return Visitor(cart_count=count)
    return Visitor(current_user.id, current_user.name, current_user.role, count)


def _glance() -> Visitor | None:
    """Who is signed in, where nothing else has to be done about it: see sessions.load."""
    token = sessions.token_to_glance_at()
    rows = fetch(GLANCE, token_hash=digest(token)) if token else ()
    if not rows or not sessions.was_noted_lately(rows[0].last_seen_at):
        return None
    user_id, name, role, count, _last_seen_at = rows[0]
    return Visitor(user_id, name, role, g.get("cart_count", int(count)))


def account_link() -> str:
    """To the account or the sign-in: a hole in the header."""
    return _link("account_link")


def cart_link() -> str:
    """To the cart, with what is in it: a hole in the header."""
    return _link("cart_link")


def _link(macro: str) -> str:
    """Drawn once for all strangers; nothing is kept of anybody else."""
    draw, who = get_template_attribute(MACROS, macro), visitor()
    return kept(draw, who) if who == STRANGER else str(draw(who))


def messages() -> str:
    """What the last press of a button led to: a hole above the page."""
    shown = flashes()
    return str(get_template_attribute(MACROS, "messages")(shown)) if shown else ""


def new_collection() -> str:
    """The way to add a collection, for administrators: a hole above the collections."""
    may = visitor().is_administrator
    return str(get_template_attribute(MACROS, "new_collection")()) if may else ""
