"""How far an import is: a hash in Redis that expires.

On SQLite the transaction that imports holds the write lock, so the database could not tell.
Without Redis nothing is told but what the run's row says.
"""

import time
from typing import NamedTuple

from shop.redis import RedisError, redis_client

EXPIRES = 60  # seconds after the last step; a batch of products takes a few
EVERY = 0.3  # seconds between two notes


class Step(NamedTuple):
    """How many products are done, of how many."""

    done: int
    total: int


class Progress:
    """Counts the products of a run and lets whoever looks know of it."""

    def __init__(self, run_id: int, total: int) -> None:
        self._key, self._total = _key(run_id), total
        self._done = 0
        self._next = 0.0  # on time.monotonic()

    def advance(self, products: int) -> None:
        self._done += products
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        try:
            with redis_client().pipeline() as pipeline:
                pipeline.hset(self._key, mapping={"done": self._done, "total": self._total})
                pipeline.expire(self._key, EXPIRES)
                pipeline.execute()
        except RedisError:
            return


def of(run_id: int) -> Step | None:
    """How far the run is, where that is known."""
    try:
        done, total = redis_client().hmget(_key(run_id), "done", "total")  # type: ignore[misc]
    except RedisError:
        return None
    return Step(int(done), int(total)) if done and total else None


def forget(run_id: int) -> None:
    """The run does not move any more."""
    try:
        redis_client().delete(_key(run_id))
    except RedisError:
        return


def _key(run_id: int) -> str:
    return f"shop:import:{run_id}"
