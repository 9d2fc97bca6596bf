"""A value of the audit log as people read it, and two long ones as what differs between them."""

import difflib
import json
import re
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import format_datetime, format_decimal
from flask_babel import gettext as _

from shop import money
from shop.admin.audit.words import MONEY, PERCENT
from shop.admin.team.words import ROLES

NOTHING = "\N{EN DASH}"
LONG = 60  # characters, from which on two texts are compared word by word
MOST_WORDS = 4000  # that are compared: the time grows with their square
AROUND = 6  # words that are shown on either side of a difference
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class Piece(NamedTuple):
    """A part of two texts: `same`, `gone` from the first, `new` in the second, or `left` out."""

    kind: str
    text: str


def shown(table: str, field: str, value: Any) -> str:
    """`value` of a column, as noticing.plain keeps it, in the reader's manner."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, int):
        return _number(table, field, value)
    if isinstance(value, str):
        return _text(field, value)
    return json.dumps(value, ensure_ascii=False)


def _number(table: str, field: str, value: int) -> str:
    if (table, field) in MONEY:
        return money.shown(value)
    if (table, field) in PERCENT:
        return f"{format_decimal(value / PERCENT[table, field])}\N{NO-BREAK SPACE}%"
    return str(value)


def _text(field: str, value: str) -> str:
    if field == "role":
        return str(ROLES.get(value, value))
    if field.endswith("_at") and _MOMENT.match(value):
        try:
            return str(format_datetime(datetime.fromisoformat(value), "medium"))
        except ValueError:
            return value
    return value


def shortened(text: str, most: int = 80) -> str:
    """The beginning of `text` on one line."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def shortened_pair(before: str, after: str) -> tuple[str, str]:
    """Two values on a line each; of long ones that begin alike, from where they differ."""
    pairs = zip(before, after, strict=False)
    alike = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    begin = before.rfind(" ", 0, max(alike - 15, 0)) + 1
    if len(before) < LONG or begin < 20:
        return shortened(before), shortened(after)
    return "…" + shortened(before[begin:], 50), "…" + shortened(after[begin:], 50)


def difference(before: Any, after: Any) -> list[Piece]:
    """What differs between two long texts, with some words around it; nothing for other values."""
    if not isinstance(before, str) or not isinstance(after, str):
        return []
    if max(len(before), len(after)) < LONG:
        return []
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    if max(len(old), len(new)) > MOST_WORDS:
        return [Piece("gone", before), Piece("new", after)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += _around(old[a:b], is_first=a == 0, is_last=b == len(old))
        else:
            pieces += [Piece("gone", "".join(old[a:b])), Piece("new", "".join(new[c:d]))]
    return [piece for piece in pieces if piece.text]


def _around(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    """What is the same, without its middle where that is long. A word and a space are two."""
    near = 2 * AROUND
    head = [] if is_first else words[:near]
    tail = [] if is_last else words[len(words) - near :]
    if len(head) + len(tail) >= len(words):
        return [Piece("same", "".join(words))]
    return [Piece("same", "".join(head)), Piece("left", "…"), Piece("same", "".join(tail))]
