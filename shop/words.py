"""The words of people's languages: where they come from, and how templates get them.

Translators write shop/translations/<code>/LC_MESSAGES/messages.po; gettext reads another form of
it, which nobody can review, so it is made at start, in the instance folder, and not kept in git:
a fresh clone speaks all languages without a step of its own, and no two files can disagree.

Flask-Babel finds out the language and its catalog at every word, and Jinja calls through three
functions to get there; a page has a hundred words. Here the catalog is found once a request.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from shop import derived

CATALOG = Path("LC_MESSAGES") / "messages.po"
MOST_KEPT = 4096  # sentences
TRANSLATIONS = Path(__file__).parent / "translations"


def load(app: Flask) -> None:
    """Let Flask-Babel read the translations, compiled; after its own init_app."""
    version = derived.version(TRANSLATIONS, written())
    target = Path(app.config["SHOP_INSTANCE"]) / "translations" / version
    app.extensions["babel"].translation_directories = [str(derived.made_once(target, compiled))]


def written() -> list[Path]:
    """All that translators wrote."""
    return list(TRANSLATIONS.glob(f"*/{CATALOG.as_posix()}"))


def compiled(target: Path) -> None:
    """Write every catalog below `target`, as gettext reads them."""
    target.mkdir()
    for path in written():
        made = target / path.relative_to(TRANSLATIONS).with_suffix(".mo")
        made.parent.mkdir(parents=True)
        with path.open("rb") as source, made.open("wb") as file:
            write_mo(file, read_po(source))


def init_app(app: Flask) -> None:
    """Give templates `_`, `gettext` and `ngettext`, with variables as in Jinja's new style."""
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **variables: Any) -> str:
    if not variables:
        return _plain(_catalog(), message, context.autoescape)
    return _filled(context, _catalog().ugettext(message), variables)


@lru_cache(maxsize=MOST_KEPT)
def _plain(catalog: Any, message: str, is_markup: bool) -> str:
    """Words with nothing to fill in, which most are: looked up once in each catalog."""
    text: str = catalog.ugettext(message) % {}
    return Markup(text) if is_markup else text  # noqa: S704 - the shop's own words


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
    room = g._get_current_object()
    kept = getattr(room.get("_flask_babel"), "babel_translations", None)
    if kept is None:
        kept = get_translations()
        room._flask_babel.babel_translations = kept
    return kept
