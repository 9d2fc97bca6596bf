"""What the shop itself wrote down as a reason, said in the language of who reads it.

Stock movements, refunds and payments keep their reasons as English text, for exports and for
whoever looks into the database. What a person typed is theirs, and stays as it is.
"""

import re

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from shop import money

AMOUNTS = re.compile(r"(\d{1,15}) ([A-Z]{3}) came, (\d{1,15}) ([A-Z]{3}) was asked\.")
# The texts that name an order or its state, the whole of each.
FORMS: tuple[tuple[re.Pattern[str], LazyString], ...] = (
    (re.compile(r"order (?P<number>[A-Z0-9-]+)"), _l("order %(number)s")),
    (re.compile(r"order (?P<number>[A-Z0-9-]+) cancelled"), _l("order %(number)s cancelled")),
    (re.compile(r"order (?P<number>[A-Z0-9-]+) returned"), _l("order %(number)s returned")),
    (
        re.compile(r"Came when the order was cancelled; sent back\."),
        _l("Came when the order was cancelled; sent back."),
    ),
    (
        re.compile(r"Came when the order was [a-z]+; sent back\."),
        _l("Came when the order was paid already; sent back."),
    ),
)
TEXTS: dict[str, LazyString] = {
    "new variant": _l("new variant"),
    "import": _l("import"),
    "cancelled": _l("cancelled"),
    "returned": _l("returned"),
    "paid too late, or twice": _l("paid too late, or twice"),
    "There is no such order.": _l("There is no such order."),
}


def told(text: str) -> str:
    """`text` for a page, translated where it is the shop's own."""
    if text in TEXTS:
        return str(TEXTS[text])
    if amounts := AMOUNTS.fullmatch(text):
        came, its, asked, wanted = amounts.groups()
        words = _l("%(came)s came, %(asked)s was asked.")
        return str(words) % {
            "came": money.shown(int(came), its),
            "asked": money.shown(int(asked), wanted),
        }
    for form, words in FORMS:
        if found := form.fullmatch(text):
            return str(words) % found.groupdict()
    return text
