"""How many jobs were done and failed, counted in Redis for all machines together.

Not in files, as requests are: a worker performs each job in a process of its own.
"""

import logging

from shop.redis import RedisError, redis_client

log = logging.getLogger(__name__)

KEY = "shop:metrics:jobs"  # a hash: "job outcome" → how many, "job seconds" → how long
SECONDS = "seconds"


def count(job: str, outcome: str, seconds: float) -> None:
    """Count a run of `job`, "done" or "failed", which took so long. Never raises."""
    try:
        with redis_client().pipeline() as pipeline:
            pipeline.hincrby(KEY, f"{job} {outcome}", 1)
            pipeline.hincrbyfloat(KEY, f"{job} {SECONDS}", seconds)
            pipeline.execute()
    except RedisError as error:
        log.warning("A job is not counted, Redis is away: %s", error)


def counts() -> dict[tuple[str, str], float]:
    """What was counted, by job and outcome or SECONDS. Raises RedisError."""
    kept: dict[bytes, bytes] = redis_client().hgetall(KEY)  # type: ignore[assignment]
    found = {}
    for name, value in kept.items():
        job, _, what = name.decode().rpartition(" ")
        found[job, what] = float(value)
    return found
