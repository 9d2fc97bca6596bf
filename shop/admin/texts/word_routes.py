"""The names and values of options in another language: said once, for all products."""

from collections.abc import Iterable
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import languages
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.texts.forms import MOST_WORDS, Word, WordsForm, rows_of
from shop.admin.texts.overview import name_of, other
from shop.catalog import wording
from shop.extensions import db
from shop.rights import Right
from shop.texts import keeping
from shop.web import Page, page_number, see_other


@blueprint.get("/option-words/<language>")
@needs(Right.SEE_CATALOG)
def option_words(language: str) -> str:
    words = page_of_words()
    return shown(other(language), words, stored(language, words.items))


@blueprint.post("/option-words/<language>")
@needs(Right.EDIT_CATALOG)
def save_option_words(language: str) -> ResponseReturnValue:
    """Those of the words sent that options still have."""
    words = page_of_words()
    known = set(wording.words_of_options())
    sent = [word for word in WordsForm().texts if word in known]
    form = WordsForm(stored=stored(other(language), sent))
    if not form.validate():
        return shown(language, words, form), 400
    if form.is_outdated:
        return shown(language, words, form), 409
    texts = {word: said for word, said in form.texts.items() if word in known}
    wording.say_words(language, texts)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(address(language, words.page))


def address(language: str, page: int) -> str:
    at: dict[str, Any] = {"page": page} if page > 1 else {}
    return url_for("admin.option_words", language=language, **at)


def page_of_words() -> Page[Word]:
    words = wording.words_of_options()
    number = min(page_number(), max(1, -(-len(words) // MOST_WORDS)))
    start = (number - 1) * MOST_WORDS
    return Page(words[start : start + MOST_WORDS], number, MOST_WORDS, len(words))


def stored(language: str, words: Iterable[Word]) -> WordsForm:
    """What is kept of `words`, in a form that does not look at the request."""
    asked: dict[Word, str] = dict.fromkeys(words, "")
    kept = keeping.of_words(language, asked)
    return WordsForm(blank=True, data={"words": rows_of({**asked, **kept})})


def shown(language: str, words: Page[Word], form: WordsForm) -> str:
    return render_template(
        "admin/texts/words.html",
        form=form,
        words=words,
        page_address=lambda number: address(language, number),
        action=address(language, words.page),
        language=language,
        language_name=name_of(language),
        own_language=languages.default(),
        own_name=name_of(languages.default()),
        may_edit=current_user.may(Right.EDIT_CATALOG),
    )
