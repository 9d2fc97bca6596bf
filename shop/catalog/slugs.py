"""Addresses made from titles."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_STEM = 80  # characters; a number may follow
# Letters that Unicode does not take apart into a plain letter and a mark.
PLAIN = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th",
        "đ": "d", "ħ": "h", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ł": "l", "ŧ": "t",
        "&": " and ",
    }
)  # fmt: skip


def slug_of(title: str, fallback: str) -> str:
    """`title` in small plain letters, digits and hyphens; `fallback` where none is left.

    >>> slug_of("Küche & Café", "collection")
    'kuche-and-cafe'
    """
    apart = unicodedata.normalize("NFKD", title.lower().translate(PLAIN))
    plain = apart.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", ""))[:LONGEST_STEM].strip("-") or fallback


def numbered(slug: str) -> Iterator[str]:
    """`slug`, then `slug-2`, `slug-3` and so on."""
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
