"""How the database, Redis, the workers and the outbox are doing."""

from functools import cache
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from rq.worker_registration import REDIS_WORKER_KEYS
from sqlalchemy.exc import SQLAlchemyError

from shop import outbox
from shop.extensions import db, migrate
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
            current = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        return "away"
    known, heads = migrations()
    is_behind = not current or any(name in known and name not in heads for name in current)
    return "not migrated" if is_behind else "ok"


@cache
def migrations() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all migrations of this release, and of the last ones."""
    script = ScriptDirectory(migrate.directory)
    return (
        frozenset(revision.revision for revision in script.walk_revisions()),
        frozenset(script.get_heads()),
    )


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
