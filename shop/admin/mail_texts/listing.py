"""The list of letters: the shop has them all, the database only those in other words."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import true

from shop import languages
from shop.admin.lists import Asked, Filter, Listing
from shop.admin.mail_texts.wording import LETTERS, occasion_of, title_of
from shop.extensions import db
from shop.mail import builtin
from shop.mail.letters import SAMPLES
from shop.mail.texts import MailText

COLUMNS = ("name", "title", "subject", "is_own", "changed_at", "body")


class Row(NamedTuple):
    """A letter as the list shows it."""

    name: str
    title: str
    occasion: str
    subject: str
    body: str
    changed_at: datetime | None  # None for the shop's own words


# Only read for what the address asks; the rows are no select.
LETTER_LIST = Listing(
    sorts={},
    labels={
        "occasion": _l("By occasion"),
        "title": _l("Title"),
        "changed": _l("Changed last first"),
    },
    key=MailText.id,
    filters=(
        Filter(
            "words",
            _l("Words"),
            {"own": (_l("Your own"), true()), "built-in": (_l("Built in"), true())},
        ),
    ),
    search=lambda statement, _text: statement,
)


def rows(asked: Asked) -> list[Row]:
    """The letters that are asked for, in the language of the page. One query."""
    wanted = db.select(MailText).where(MailText.language == languages.in_force())
    own = {text.name: text for text in db.session.scalars(wanted)}
    known = [name for name in LETTERS if name in SAMPLES]
    every = [_row(name, own.get(name)) for name in [*known, *sorted(set(SAMPLES) - set(known))]]
    found = [row for row in every if _is_wanted(row, asked)]
    if asked.sort == "title":
        found.sort(key=lambda row: row.title.casefold())
    if asked.sort == "changed":
        found.sort(key=lambda row: row.changed_at.timestamp() if row.changed_at else 0.0)
        found.reverse()
    return found


def _row(name: str, own: MailText | None) -> Row:
    subject, body = (own.subject, own.body) if own else builtin.words(name)
    changed_at = own.updated_at if own else None
    return Row(name, title_of(name), occasion_of(name), subject, body, changed_at)


def _is_wanted(row: Row, asked: Asked) -> bool:
    words = f"{row.name} {row.title} {row.occasion} {row.subject} {row.body}".casefold()
    kind = "own" if row.changed_at else "built-in"
    return asked.q.casefold() in words and asked.chosen.get("words", kind) == kind
