"""Templates' words in the reader's language.

Flask-Babel finds out the language and its catalog at every word, and Jinja calls through three
functions to get there; a page has a hundred words. Here the catalog is found once a request.
"""

from typing import Any

from flask import Flask, g
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Give templates `_`, `gettext` and `ngettext`, with variables as in Jinja's new style."""
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **variables: Any) -> str:
    return _filled(context, _catalog().ugettext(message), variables)


@pass_eval_context
def ngettext(
    context: EvalContext, singular: str, plural: str, number: int, /, **variables: Any
) -> str:
    variables.setdefault("num", number)
    return _filled(context, _catalog().ungettext(singular, plural, number), variables)


def _filled(context: EvalContext, text: str, variables: dict[str, Any]) -> str:
    if context.autoescape:
        text = Markup(text)  # noqa: S704 - the shop's own words; `%` escapes what is filled in
    return text % variables if "%" in text else text


def _catalog() -> Any:
    """The reader's, kept where `flask_babel.force_locale` puts it aside and brings it back."""
    kept = getattr(g.get("_flask_babel"), "babel_translations", None)
    if kept is None:
        kept = get_translations()
        g._flask_babel.babel_translations = kept
    return kept
