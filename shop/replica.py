"""The read replica of DATABASE_REPLICA_URL: what reads from it, and when it may.

Strangers' catalog pages and the API read from it, which show everybody the same. Whoever has a
cart or an account, every form, the back office and all jobs read from the primary, so that
everybody always reads back what they wrote.

A page that is kept must not be made from a replica that does not know yet of the change that
dropped the page before it. So each change that pages show leaves in Redis how far the primary's
log reached then (`note`), and a transaction reads from the replica only once that has replayed
as much. A replica that is behind, away or broken is no error: the primary is read instead.
"""

import logging
import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, DBAPIError, TimeoutError
from sqlalchemy.orm import Session, SessionTransaction

from shop import database, headers
from shop.extensions import db
from shop.redis import Redis, RedisError

log = logging.getLogger(__name__)

KEY = "shop:replica:position"  # a sorted set: only it has a "greater than" of its own
MEMBER = "primary"
REPLAYED = "replayed"  # in a connection's info: how far its server was known to be
CHOSEN = "replica"  # in a session's info, while its transaction lasts
FAILED = "replica_failed"  # in g: this request reads from the primary
PAUSE = 5  # seconds that a broken replica is left alone

View = Callable[..., Any]


class Replica:
    """The replica as one process sees it."""

    def __init__(self, engine: Engine, primary: Engine, client: Redis) -> None:
        self.engine = engine
        self.primary = primary
        self.client = client
        self.away_until = 0.0  # on time.monotonic()
        self.is_in_doubt = False  # whether a position was not told to Redis
        event.listen(engine, "handle_error", self._note_failure)

    def connection_for(self, session: Session) -> Connection | None:
        """What the session's transaction reads through; None where that is the primary."""
        if CHOSEN not in session.info:
            if not session.in_transaction():
                session.begin()  # whose end closes the connection
            session.info[CHOSEN] = self._opened() if may_lag() else None
        chosen: Connection | None = session.info[CHOSEN]
        return chosen

    def _opened(self) -> Connection | None:
        """A connection to a replica that is in step."""
        if time.monotonic() < self.away_until:
            return None
        if self.away_until:
            self.away_until = time.monotonic() + PAUSE  # one asks whether it is back
        try:
            position = self._newest()
            connection = self.engine.connect()
        except (RedisError, DBAPIError, TimeoutError) as error:
            log.warning("The primary is read, as the replica cannot be: %s", error)
            g.pop(FAILED, None)  # nothing was read yet
            return None
        try:
            if has_replayed(connection, position):
                self.away_until = 0.0
                return connection
        except DBAPIError:
            g.pop(FAILED, None)
        connection.close()
        return None

    def _newest(self) -> int | None:
        """How far the replica must have come; None where databases have no log to compare.

        Where Redis does not know, it is what the primary says now. Raises RedisError, DBAPIError.
        """
        if self.primary.dialect.name != "postgresql":
            return None
        noted: Any = None if self.is_in_doubt else self.client.zscore(KEY, MEMBER)
        if noted is not None:
            return int(noted)
        raw = self.primary.raw_connection()
        try:
            now = position(raw)
        finally:
            raw.close()
        self.remember(now)
        return now

    def remember(self, position: int | None) -> None:
        """Have every process wait for `position`, or for a later one that Redis has already.

        None has the next one who reads ask the primary. Raises RedisError.
        """
        self.is_in_doubt = True
        if position is None:
            self.client.delete(KEY)
        else:
            self.client.zadd(KEY, {MEMBER: position}, gt=True)
        self.is_in_doubt = False

    def _note_failure(self, context: ExceptionContext) -> None:
        """Leave it alone for a while, unless it only refused what any database would."""
        if has_request_context():
            setattr(g, FAILED, True)
        if not isinstance(context.sqlalchemy_exception, DataError):
            self.away_until = time.monotonic() + PAUSE
            log.warning("The replica failed: %s", context.original_exception)


def init_app(app: Flask) -> None:
    """Let `app` read from its replica, if it has one. Comes after all views."""
    url = app.config["DATABASE_REPLICA_URL"]
    if not url:
        return
    engine = create_engine(url, **database.engine_options(url, is_replica=True))
    database.prepare(engine)
    with app.app_context():
        app.extensions["replica"] = Replica(engine, db.engine, app.extensions["redis"])
    if not event.contains(db.session, "after_transaction_end", _let_go):
        event.listen(db.session, "after_transaction_end", _let_go)
    for endpoint, view in app.view_functions.items():
        if getattr(view, "is_public", False) or endpoint.startswith("api."):
            app.view_functions[endpoint] = read_again(view)


def may_lag() -> bool:
    """Whether this request shows everybody the same, and has met no broken replica."""
    if not has_request_context() or request.method not in database.SAFE_METHODS or FAILED in g:
        return False
    return request.blueprint == "api" or (headers.is_public_page() and headers.from_stranger())


def has_replayed(connection: Connection, position: int | None) -> bool:
    """Whether the server at the other end of `connection` is as far as `position`.

    One that follows no other is always in step. Raises DBAPIError.
    """
    if position is None or connection.info.get(REPLAYED, -1) >= position:
        return True
    replayed = connection.exec_driver_sql("SELECT pg_last_wal_replay_lsn() - '0/0'").scalar()
    connection.rollback()
    connection.info[REPLAYED] = math.inf if replayed is None else int(replayed)
    return bool(connection.info[REPLAYED] >= position)


def read_again(view: View) -> View:
    """`view`, called anew with the primary where the replica failed on the way.

    What was kept in `g` meanwhile is forgotten: some readers take a failure for an empty answer.
    """

    @wraps(view)
    def calling(*args: Any, **kwargs: Any) -> Any:
        before = {*g, FAILED}
        try:
            answer = view(*args, **kwargs)
        except Exception:
            if FAILED not in g:
                raise
        else:
            if FAILED not in g:
                return answer
        for name in set(g) - before:
            g.pop(name)
        db.session.rollback()
        return view(*args, **kwargs)

    return calling


def position(connection: Any) -> int | None:
    """How far the log of the database has been written, in bytes; None where it has none (SQLite).

    `connection` is a DB-API connection of the primary on which no transaction is open, so that all
    it has committed counts. Raises the driver's errors.
    """
    if not hasattr(connection, "pgconn") and not hasattr(connection.driver_connection, "pgconn"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        (written,) = cursor.fetchone()
    connection.rollback()
    return int(written)


def note(connection: Any) -> None:
    """Remember how far the log reaches, right after a commit on this DB-API connection.

    To be called before anybody is told of the change. Never raises: the commit has happened.
    """
    replica: Replica | None = current_app.extensions.get("replica") if current_app else None
    if replica is None:
        return
    try:
        reached = position(connection)
    except replica.primary.dialect.dbapi.Error as error:  # type: ignore[union-attr]
        log.warning("How far the primary's log reaches is not known: %s", error)
        reached = None
    try:
        replica.remember(reached)
    except RedisError as error:
        log.warning("The replica may be behind unnoticed, Redis is away: %s", error)


def _let_go(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        connection = session.info.pop(CHOSEN, None)
        if connection is not None:
            connection.close()
