"""What every table and every connection has in common, on SQLite and on PostgreSQL."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import current_app, has_request_context, request
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WAIT = 10_000  # milliseconds that SQLite waits for another writer
PASSING_WAIT = 100  # milliseconds that a write waits which a page can do without

# Names for constraints, so that a migration can drop or alter them on every database.
NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which keeps no zone, gets it naive and gives it back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; use shop.clock.now().")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """The base class of every model."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UTCDateTime},
    )


class RoutingSession(Session):
    """Flask-SQLAlchemy's session; `shop.replica` chooses whose data a transaction reads."""

    def get_bind(
        self,
        mapper: Any | None = None,
        clause: Any | None = None,
        bind: Engine | Connection | None = None,
        **options: Any,
    ) -> Engine | Connection:
        replica = current_app.extensions.get("replica") if bind is None else None
        chosen: Connection | None = replica and replica.connection_for(self)
        return chosen or super().get_bind(mapper, clause, bind, **options)


def engine_options(url: str, *, is_replica: bool = False) -> dict[str, Any]:
    """SQLAlchemy's options for the database at `url`; every wait has an end (seconds)."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}}
    read_only = " -c default_transaction_read_only=on" if is_replica else ""
    return {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "pool_timeout": 5,
        "connect_args": {
            "connect_timeout": 2 if is_replica else 3,
            # Compiling a statement (jit) takes longer than any of a shop's pages gains by it.
            "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC -c jit=off"
            + read_only,
        },
    }


def prepare(engine: Engine) -> None:
    """Give `engine` the settings that hold for each of its connections."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        _forgive_lost_connections(engine.dialect)


def _forgive_lost_connections(dialect: Dialect) -> None:
    """Take a ROLLBACK whose connection is gone for done: the server has ended the transaction.

    Each request ends with one. Where it failed because PostgreSQL was being restarted, it would
    turn an answer that is ready, perhaps of an order that is placed, into an error.
    """
    roll_back = dialect.do_rollback

    def forgiving(connection: Any) -> None:
        try:
            roll_back(connection)
        except (dialect.dbapi.OperationalError, dialect.dbapi.InterfaceError) as error:  # type: ignore[union-attr]
            log.warning("A connection to the database was lost: %s", error)
            connection.driver_connection.close()  # the pool replaces it when it is wanted next

    dialect.do_rollback = forgiving  # type: ignore[method-assign, assignment]


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions; _begin does
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={WAIT}",
        "cache_size=-16000",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _will_write(connection) else "BEGIN")


def _will_write(connection: Connection) -> bool:
    """Whether to take SQLite's write lock at once.

    A transaction that reads first and writes later fails with "database is locked" as soon as
    another wrote in between, however long it would have waited. So all take the lock at their
    begin, but for safe requests, which only read. `execution_options(writes=True)` overrides.
    """
    chosen = connection.get_execution_options().get("writes")
    if chosen is not None:
        return bool(chosen)
    return not (has_request_context() and request.method in SAFE_METHODS)


@contextmanager
def write_in_passing(engine: Engine) -> Iterator[Connection]:
    """A short transaction beside the request's own, for what a page can do without.

    It waits PASSING_WAIT for other writers and not longer. Raises OperationalError.
    """
    with engine.connect().execution_options(writes=True) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.driver_connection  # it begins no transaction
        if is_sqlite:
            raw.execute(f"PRAGMA busy_timeout={PASSING_WAIT}")
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PASSING_WAIT}")
                yield connection
        finally:
            if is_sqlite:
                raw.execute(f"PRAGMA busy_timeout={WAIT}")
