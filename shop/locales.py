"""The locale in force, and what is made of it: a page asks for it fifty times."""

from collections.abc import Callable
from typing import Any, TypeVar

from babel import Locale
from babel.numbers import get_decimal_symbol
from flask import g
from flask_babel import get_locale

Made = TypeVar("Made")


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
    known: tuple[Any, dict[str, Any]] | None = getattr(kept, "made", None)
    if known is None or known[0] is not locale:
        known = kept.made = (locale, {})
    if what not in known[1]:
        known[1][what] = make(locale)
    found: Made = known[1][what]
    return found


def plain_number(text: str) -> str:
    """A number that a person typed in the language in force, as Python writes it: where the decimal
    sign is a comma, "1.234,50" and "12,50" are 1234.50 and 12.50. A point alone stays one, as in
    addresses and for who types so; what is no number stays none."""
    if _decimal_sign() != "," or "," not in text:
        return text
    return text.replace(".", "").replace(",", ".")


def typed_number(plain: str) -> str:
    """The other way: what Python writes, as a field of a form shows it."""
    return plain.replace(".", _decimal_sign())


def _decimal_sign() -> str:
    return made("decimal sign", get_decimal_symbol, ".")
