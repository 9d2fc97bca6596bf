"""Writing many rows at once: by COPY on PostgreSQL, which takes a fifth of what INSERT does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from shop.extensions import db
from shop.pagecache import changes

Row = dict[str, Any]


def is_postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def write(table: Table, rows: Sequence[Row]) -> None:
    """Add `rows`, all of which name the same columns. Does not commit.

    Columns that they do not name get the model's default where that is a plain value.
    """
    if not rows:
        return
    if is_postgresql():
        _copy(table, rows)
    else:
        db.session.execute(insert(table), rows)


def _copy(table: Table, rows: Sequence[Row]) -> None:
    named = list(rows[0])
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    columns = ", ".join(f'"{name}"' for name in (*named, *defaults))
    rest = tuple(defaults.values())
    driver: Any = db.session.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row((*(row[name] for name in named), *rest))
    changes.mark()  # what a driver is told itself, kept pages do not hear of
