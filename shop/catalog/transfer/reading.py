"""Opening a CSV file that somebody made: whatever it is, it is read or refused with a sentence."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from flask_babel import gettext as _

from shop.catalog.transfer import cells

MOST_BYTES = 500 * 1024 * 1024
LONGEST_CELL = csv.field_size_limit()  # characters

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(Exception):
    """The file cannot be read as a catalog; the text is a sentence that says why."""


class Line(NamedTuple):
    """One row of the file."""

    number: int  # of the line on which it begins, from 1
    cells: dict[str, str]  # by column; none where the row is too short or too long
    width: int  # how many cells it has


def lines(path: Path, columns: Sequence[str] = cells.COLUMNS) -> Iterator[Line]:
    """The rows of the CSV file at `path`, one after the other; empty ones are left out.

    It must have these `columns`, in any order, and no others.

    Raises FileRefused.
    """
    with _opened(path) as file:
        reader = csv.reader(file, strict=True)
        heading: list[str] | None = None
        number = 1
        while True:
            row = _next(reader, number, path)
            if row is None:
                break
            if heading is None:
                heading = _heading(row, number, columns)
            elif any("\0" in cell for cell in row):
                raise FileRefused(_("Line %(line)s: a text has no zero bytes.", line=number))
            elif any(cell.strip() for cell in row):
                yield Line(number, _named(heading, row), len(row))
            number = reader.line_num + 1
        if heading is None:
            raise FileRefused(_("The file is empty."))


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        if not path.is_file():
            reason = _("%(path)s is not a file.") if path.exists() else _("There is no %(path)s.")
            raise FileRefused(reason % {"path": path})
        if path.stat().st_size > MOST_BYTES:
            raise FileRefused(_("The file is larger than 500 MB. Please split it."))
        with path.open("rb") as file:
            _refuse_what_is_no_text(file.read(8192))
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield text
    except OSError as error:
        raise FileRefused(
            _("%(path)s cannot be read: %(reason)s.", path=path, reason=error.strerror)
        ) from error


def _refuse_what_is_no_text(head: bytes) -> None:
    if head.startswith(_SPREADSHEETS):
        raise FileRefused(_("The file is a spreadsheet. Please save it as “CSV UTF-8” first."))
    if head.startswith(_UTF16):
        raise FileRefused(_("The file is UTF-16 text. Please save it as “CSV UTF-8”."))
    if b"\0" in head:
        raise FileRefused(_("The file is not a text, so it cannot be a CSV file."))


def _next(reader: Iterator[list[str]], number: int, path: Path) -> list[str] | None:
    try:
        return next(reader, None)
    except UnicodeDecodeError:
        raise FileRefused(
            _(
                "Line %(line)s is not UTF-8 text. Please save the file as “CSV UTF-8”.",
                line=_first_undecodable(path, number),
            )
        ) from None
    except csv.Error as error:
        if "field limit" in str(error) or "end of data" in str(error):
            text = _("a quotation mark that is opened on this line is not closed.")
        else:
            text = _("a quotation mark must be doubled, and the cell stand in quotation marks.")
        raise FileRefused(_("Line %(line)s: ", line=number) + text) from None


def _first_undecodable(path: Path, default: int) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return default


def _heading(row: list[str], number: int, columns: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise FileRefused(_("The columns must be separated by commas."))
    missing = [name for name in columns if name not in names]
    unknown = [name or _("(without a name)") for name in names if name not in columns]
    twice = sorted({name for name in names if names.count(name) > 1} - set(unknown))
    said = [
        sentence % {"columns": ", ".join(several)}
        for sentence, several in (
            (_("These columns are missing: %(columns)s."), missing),
            (_("These columns are not known: %(columns)s."), unknown),
            (_("These columns are there twice: %(columns)s."), twice),
        )
        if several
    ]
    if said:
        raise FileRefused(_("Line %(line)s: ", line=number) + " ".join(said))
    return names


def _named(heading: list[str], row: list[str]) -> dict[str, str]:
    if len(row) < len(heading) or any(row[len(heading) :]):
        return {}
    return {name: cells.restore(cell) for name, cell in zip(heading, row, strict=False)}
