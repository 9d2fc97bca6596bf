"""How the database, Redis, the workers and the outbox are doing."""

from typing import Any

from rq.worker_registration import REDIS_WORKER_KEYS
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from shop import migrating, outbox
from shop.extensions import db
from shop.redis import RedisError, redis_client


def check() -> dict[str, Any]:
    """The report of /readyz. `ready` is false only where nothing can be sold.

    database: ok, away or not migrated · redis: ok or away · workers: how many live, None where
    Redis cannot say · scheduler: ok or away, None likewise · outbox: how many jobs wait and are
    stuck, and the age of the oldest in seconds, None without the database.
    """
    database = database_state()
    backlog = outbox.backlog() if database == "ok" else None
    db.session.rollback()
    return {
        "ready": database == "ok",
        "database": database,
        **redis_state(),
        "outbox": backlog and backlog._asdict(),
    }


def database_state() -> str:
    """ok, away, or not migrated: a database of a newer release is ok, so that it can come first."""
    try:
        with db.engine.connect().execution_options(writes=False) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return "not migrated"
            current = list(connection.scalars(text("SELECT version_num FROM alembic_version")))
    except SQLAlchemyError:
        return "away"
    known = migrating.revisions()
    is_behind = not current or any(name in known[:-1] for name in current)
    return "not migrated" if is_behind else "ok"


def redis_state() -> dict[str, Any]:
    """What Redis knows: whether it is there, and who signed on in it."""
    try:
        client = redis_client()
        workers: Any = client.smembers(REDIS_WORKER_KEYS)
        # A worker that was killed stays listed for a while, but its own key is gone sooner.
        alive = client.exists(*workers) if workers else 0
        scheduler = "ok" if client.exists(outbox.SCHEDULER_KEY) else "away"
    except RedisError:
        return {"redis": "away", "workers": None, "scheduler": None}
    return {"redis": "ok", "workers": alive, "scheduler": scheduler}
