"""How the catalog is written into the cells of a CSV file, and read from them.

What a spreadsheet would run as a formula is defused by an apostrophe in front
(https://owasp.org/www-community/attacks/CSV_Injection); reading takes exactly that one away,
so whatever is written comes back as it was.
"""

import re
from collections.abc import Iterable, Mapping

COLUMNS = (
    "slug",
    "title",
    "collection",
    "description",
    "sku",
    "options",
    "price",
    "compare_at_price",
    "stock",
    "image",
)

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r\n]")
_IS_DEFUSED = re.compile(r"''*[=+\-@\t\r\n]")
_PART = re.compile(r"((?:[^;\\]|\\.|\\$)*)(?:;|$)", re.DOTALL)
_PAIR = re.compile(r"((?:[^=\\]|\\.)*)=(.*)", re.DOTALL)


class NotAPair(ValueError):
    """A part of the options that is not of the form Colour=Sage."""


def defuse(text: str) -> str:
    """`text` as a cell that no spreadsheet runs."""
    return f"'{text}" if _WOULD_RUN.match(text) else text


def restore(cell: str) -> str:
    """What `defuse` was given."""
    return cell[1:] if _IS_DEFUSED.match(cell) else cell


def join(parts: Iterable[str]) -> str:
    """Several names in one cell with `;` between; a backslash before any `;` within a name."""
    return ";".join(_escaped(part, ";") for part in parts)


def split(cell: str) -> list[str]:
    """The names that `join` was given, without blanks around them; none for an empty cell."""
    if not cell.strip():
        return []
    return [_plain(part).strip() for part in _parts(cell)]


def join_options(options: Mapping[str, str]) -> str:
    """A variant's choices in one cell: `Colour=Sage;Size=Large`."""
    pairs = (_escaped(name, ";=") + "=" + _escaped(value, ";") for name, value in options.items())
    return ";".join(pairs)


def split_options(cell: str) -> list[tuple[str, str]]:
    """The pairs of name and value that `join_options` was given. Raises NotAPair."""
    if not cell.strip():
        return []
    return [_pair(part) for part in _parts(cell)]


def _parts(cell: str) -> list[str]:
    found: list[str] = _PART.findall(cell)
    return found[:-1]  # the end of the cell is found as one more part, an empty one


def _pair(part: str) -> tuple[str, str]:
    found = _PAIR.fullmatch(part)
    name, value = (_plain(text).strip() for text in found.groups()) if found else ("", "")
    if not name or not value:
        raise NotAPair(part.strip())
    return name, value


def _escaped(text: str, marks: str) -> str:
    return re.sub(f"[{re.escape(marks)}\\\\]", r"\\\g<0>", text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
