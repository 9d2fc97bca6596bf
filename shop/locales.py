"""The locale in force, and what is made of it: a page asks for it fifty times."""

from collections.abc import Callable
from typing import Any, TypeVar

from babel import Locale
from flask import g
from flask_babel import get_locale

Made = TypeVar("Made")
NOTHING: tuple[None, dict[str, Any]] = (None, {})


def name() -> str:
    """Flask-Babel's locale as text, such as en_US; "en" outside of an application."""
    return made("name", str, "en")


def made(what: str, make: Callable[[Locale], Made], without: Made) -> Made:
    """What `make` makes of the locale in force, once while it is; `without` outside of an
    application. It is kept under the name `what` beside the locale, which
    `flask_babel.force_locale` may put another in place of.
    """
    try:
        room = g._get_current_object()  # half of what the proxy costs, fifty times
    except RuntimeError:
        return without
    kept = room.get("_flask_babel")
    locale = getattr(kept, "babel_locale", None)
    if locale is None:
        locale = get_locale()  # which is kept from now on
        kept = room.get("_flask_babel")
    known: tuple[Any, dict[str, Any]] = getattr(kept, "made", NOTHING)
    if known[0] is not locale:
        known = kept.made = (locale, {})
    if what not in known[1]:
        known[1][what] = make(locale)
    found: Made = known[1][what]
    return found
