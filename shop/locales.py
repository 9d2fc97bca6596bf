"""The name of the locale in force: a page asks for it thirty times."""

from flask import g
from flask_babel import get_locale


def name() -> str:
    """Flask-Babel's locale as text, such as en_US; "en" outside of an application.

    It is kept beside the locale, which `flask_babel.force_locale` may put another in place of.
    """
    try:
        kept = g.get("_flask_babel")
    except RuntimeError:
        return "en"
    locale = getattr(kept, "babel_locale", None)
    if locale is None:
        return str(get_locale())
    known: tuple[object, str] | None = getattr(kept, "named_locale", None)
    if known is None or known[0] is not locale:
        known = kept.named_locale = (locale, str(locale))
    return known[1]
