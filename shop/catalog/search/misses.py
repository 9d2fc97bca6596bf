"""Searches that found nothing, counted for the merchant."""

import logging
import re
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from shop import clock
from shop.catalog.models import SearchMiss
from shop.extensions import db

log = logging.getLogger(__name__)

MOST_KEPT = 1000  # rows; those asked for longest ago go first
LONGEST_KEPT = 60  # characters
LONGEST_WAIT = 250  # milliseconds, for another transaction to finish

# E-mail and web addresses, and numbers as long as those of telephones, cards and orders.
PERSONAL = re.compile(r"@|://|www\.|(?:\d[\s().+-]*){6}")


def worth_keeping(text: str) -> str | None:
    """`text` as it is counted, or None where it is junk, too long, or may be personal."""
    query = " ".join(text[: 2 * LONGEST_KEPT].lower().split())
    if not 2 <= len(query) <= LONGEST_KEPT or not query.isprintable() or PERSONAL.search(query):
        return None
    return query if sum(c.isalpha() for c in query) * 2 > len(query) else None


def log_miss(text: str) -> None:
    """Count a search that found nothing, for the merchant to read.

    In a short transaction of its own, as pages that search only read; never raises. What is too
    long or may be personal, such as an e-mail address or a telephone number, is not kept.
    """
    query = worth_keeping(text)
    if query is None:
        return
    try:
        with db.engine.connect() as connection:
            _write_soon_or_never(connection, query)
    except SQLAlchemyError as error:
        log.warning("A search without results was not counted: %s", error)


def _write_soon_or_never(connection: Connection, query: str) -> None:
    if connection.dialect.name == "postgresql":
        with connection.begin():
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LONGEST_WAIT}")
            _count(connection, query, postgresql.insert)
        return
    driver: Any = connection.connection.driver_connection
    (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")
    try:
        with connection.execution_options(writes=True).begin():
            _count(connection, query, sqlite.insert)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")


def _count(connection: Connection, query: str, insert: Any) -> None:
    added = insert(SearchMiss).values(query=query, count=1, last_at=clock.now())
    connection.execute(
        added.on_conflict_do_update(
            index_elements=["query"],
            set_={"count": SearchMiss.count + 1, "last_at": added.excluded.last_at},
        )
    )
    kept = select(SearchMiss.id).order_by(SearchMiss.last_at.desc(), SearchMiss.id.desc())
    connection.execute(delete(SearchMiss).where(SearchMiss.id.not_in(kept.limit(MOST_KEPT))))
