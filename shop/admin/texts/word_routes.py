"""Short words in another language, said once wherever they are: options, ways to ship, taxes."""

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
from shop.admin.texts.overview import name_of, other, others
from shop.catalog import wording
from shop.extensions import db
from shop.rights import Right
from shop.texts import keeping
from shop.web import Page, page_number, see_other


@blueprint.get("/words", defaults={"language": ""})
@blueprint.get("/words/<language>")
@needs(Right.SEE_CATALOG)
def words(language: str) -> str:
    """Without a language, those in the first other one."""
    code, found = other(language or others()[0]), page_of_words()
    return shown(code, found, stored(code, found.items))


@blueprint.post("/words/<language>")
@needs(Right.EDIT_CATALOG)
def save_words(language: str) -> ResponseReturnValue:
    """Those of the words sent that are still there."""
    found = page_of_words()
    known = set(keeping.shared_words())
    sent = [word for word in WordsForm().texts if word in known]
    form = WordsForm(stored=stored(other(language), sent))
    if not form.validate():
        return shown(language, found, form), 400
    if form.is_outdated:
        return shown(language, found, form), 409
    texts = {word: said for word, said in form.texts.items() if word in known}
    wording.say_words(language, texts)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(address(language, found.page))


def address(language: str, page: int) -> str:
    at: dict[str, Any] = {"page": page} if page > 1 else {}
    return url_for("admin.words", language=language, **at)


def page_of_words() -> Page[Word]:
    every = keeping.shared_words()
    number = min(page_number(), max(1, -(-len(every) // MOST_WORDS)))
    start = (number - 1) * MOST_WORDS
    return Page(every[start : start + MOST_WORDS], number, MOST_WORDS, len(every))


def stored(language: str, asked: Iterable[Word]) -> WordsForm:
    """What is kept of the words `asked`, in a form that does not look at the request."""
    empty = dict.fromkeys(asked, "")
    kept = keeping.of_words(language, empty)
    return WordsForm(blank=True, data={"words": rows_of({**empty, **kept})})


def shown(language: str, found: Page[Word], form: WordsForm) -> str:
    return render_template(
        "admin/texts/words.html",
        form=form,
        words=found,
        page_address=lambda number: address(language, number),
        action=address(language, found.page),
        language=language,
        language_name=name_of(language),
        own_language=languages.default(),
        own_name=name_of(languages.default()),
        languages=[(code, name_of(code)) for code in others()],
        may_edit=current_user.may(Right.EDIT_CATALOG),
    )
