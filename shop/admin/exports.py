"""Lists as CSV files, written while they are read: a long one needs no more memory than a short."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context
from sqlalchemy import Select

from shop.catalog.transfer.cells import defuse
from shop.extensions import db

CHUNK = 500  # rows that are held at once


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Response:
    """`rows` as the file `name`.csv; cells that a spreadsheet would run are defused."""
    response = Response(stream_with_context(_lines(columns, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def in_chunks(statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of `statement` (entities for a select of one), CHUNK at a time.

    What was loaded is forgotten after each chunk, so options such as selectinload stay cheap.
    """
    is_single = len(statement.column_descriptions) == 1
    result = db.session.execute(statement.execution_options(yield_per=CHUNK))
    for rows in result.partitions():
        yield [row[0] for row in rows] if is_single else rows
        db.session.expunge_all()


def _lines(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([_cell(value) for value in row])
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _cell(value: Any) -> str:
    """Text is defused; a number stays one, even a negative."""
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else str(value)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
