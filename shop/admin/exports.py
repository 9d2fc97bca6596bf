"""Lists as CSV files, written while they are read: a long one needs no more memory than a short.

    rows = ((order.number, order.email) for orders in in_chunks(statement) for order in orders)
    return csv_answer("orders", ("number", "email"), rows)

The first rows are read before the answer begins, so a database that is away is the usual error
page. Where it goes away later, the file says so in its last line and the transfer breaks off.
"""

import csv
import io
import logging
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from itertools import chain
from typing import Any

from flask import Response, stream_with_context
from flask_babel import gettext as _
from sqlalchemy import Select

from shop.catalog.transfer.cells import defuse
from shop.extensions import db

log = logging.getLogger(__name__)

CHUNK = 500  # rows that are held at once


def csv_answer(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Iterable[Any]],
    *,
    is_defused: bool = False,
) -> Response:
    """`rows` as the file `name`.csv; cells that a spreadsheet would run are defused.

    `is_defused`: they are already, as those of shop.catalog.transfer.exporter are.
    """
    lines = _lines(columns, rows, is_defused)
    response = Response(stream_with_context(_begun(lines)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def in_chunks(statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of `statement` (entities for a select of one), CHUNK at a time.

    They come through a session of their own, which holds no row that nobody else holds, so
    options such as selectinload stay cheap. Whoever stops early ends the query.
    """
    is_single = len(statement.column_descriptions) == 1
    db.session.rollback()  # its connection is not needed meanwhile
    with db.session.session_factory() as session:
        result = session.execute(statement.execution_options(yield_per=CHUNK))
        with closing(result):
            for rows in result.partitions():
                yield [row[0] for row in rows] if is_single else rows


def _begun(lines: Generator[str]) -> Iterator[str]:
    """`lines` with the first already made, for what fails there."""
    first = next(lines)
    return _to_the_end(first, lines)


def _to_the_end(first: str, lines: Generator[str]) -> Iterator[str]:
    with closing(lines):
        try:
            yield from chain([first], lines)
        except Exception:
            log.exception("An export broke off")
            yield _("This file is not complete: the export broke off here. Please try again.")
            raise  # ends the connection without the end of the answer, which the browser tells


def _lines(
    columns: Sequence[str], rows: Iterable[Iterable[Any]], is_defused: bool
) -> Generator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    with ExitStack() as at_the_end:
        if isinstance(rows, Generator):
            at_the_end.callback(rows.close)
        for number, row in enumerate(rows, 1):
            writer.writerow(row if is_defused else [_cell(value) for value in row])
            if number % CHUNK == 0:
                yield _taken(buffer)
        yield _taken(buffer)


def _cell(value: Any) -> str:
    """Text is defused; a number stays one, even a negative. Moments are ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return defuse(value) if isinstance(value, str) else str(value)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
