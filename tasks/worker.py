"""The worker: performs the jobs that wait in Redis, each in an application context of its own.

    python -m tasks.worker

Any number may run. It waits for a Redis that is away, from the start on. SIGTERM lets the job in
hand finish; a second one ends it. Each job runs in a forked process, so that one that crashes or
leaks takes only itself along; SHOP_WORKER=simple runs them in this one, as on Windows, which
cannot fork.
"""

import contextlib
import logging
import os
import socket
import threading
import time
import uuid
from typing import Any, ClassVar

import rq
from flask import Flask
from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.worker import BaseWorker
from rq.worker_registration import register
from sqlalchemy.exc import SQLAlchemyError

from shop import outbox, redis
from shop.dev.redis_server import ensure
from shop.extensions import db
from tasks import outbox as outbox_tasks
from tasks import processes

log = logging.getLogger("tasks.worker")  # as a process this module is called __main__

NAME = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
EXPIRES_AFTER = 60  # seconds after its last sign of life that RQ forgets a worker, at least


class ShopWorker(BaseWorker):
    """What RQ's workers do, and what the shop adds: contexts, sweeps, a lasting registration."""

    log_result_lifespan = False
    max_connection_wait_time = processes.LONGEST_PAUSE
    shop: ClassVar[Flask]
    stopping: ClassVar[threading.Event]
    next_sweep = 0.0  # on time.monotonic()

    @property
    def dequeue_timeout(self) -> int:
        """Seconds to wait for a job before the outbox is swept again."""
        return max(1, int(self.shop.config["SWEEP_INTERVAL"]))

    def perform_job(self, *args: Any, **kwargs: Any) -> bool:
        with self.shop.app_context():
            return super().perform_job(*args, **kwargs)

    def sweep(self) -> None:
        """Sweep the outbox, so that no mail is stranded where no scheduler runs."""
        with self.shop.app_context():
            try:
                outbox_tasks.sweep()
            except SQLAlchemyError as error:
                log.warning("Nothing was swept, the database is away: %s", error.args[0])
            finally:
                db.session.remove()
                db.engine.dispose()  # a connection must not be shared with the next job's fork

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """RQ calls this between two waits for a job, and with a `pipeline` while one runs."""
        if pipeline is not None:
            super().heartbeat(timeout, pipeline=pipeline)
            return
        try:
            super().heartbeat(timeout)
        except RedisError:
            ensure(self.shop.config)  # whoever had started the embedded one has ended
            raise
        if not self.connection.sismember(self.redis_workers_keys, self.key):
            self.register_again()
        if time.monotonic() >= self.next_sweep:
            self.next_sweep = time.monotonic() + self.dequeue_timeout
            self.sweep()

    def register_birth(self) -> None:
        self.connection.delete(self.key)  # this process's own, from before Redis was lost
        super().register_birth()  # type: ignore[no-untyped-call]

    def register_again(self) -> None:
        """Be listed as a worker after Redis was wiped, or replaced by an older copy."""
        with self.connection.pipeline() as pipeline:
            pipeline.hset(self.key, mapping=self.serialize())
            pipeline.expire(self.key, EXPIRES_AFTER * 2)
            register(self, pipeline)
            pipeline.execute()

    def request_stop(self, *args: Any) -> None:
        self.stopping.set()
        super().request_stop(*args)  # type: ignore[no-untyped-call]

    def _pubsub_exception_handler(self, exc: Exception, *args: Any) -> None:
        if isinstance(exc, RedisError):  # RQ gives up listening on any but a ConnectionError
            self.stopping.wait(2)
            return
        super()._pubsub_exception_handler(exc, *args)


class ForkingWorker(ShopWorker, rq.Worker):
    """Performs each job in a process of its own."""


class SimpleWorker(ShopWorker, rq.SimpleWorker):
    """Performs the jobs in its own process."""


def work(app: Flask, stopping: threading.Event) -> None:
    """Perform jobs until told to stop. Raises RedisError when Redis is lost."""
    kind = SimpleWorker if app.config["SHOP_WORKER"] == "simple" else ForkingWorker
    kind.shop, kind.stopping = app, stopping
    # A silent Redis is noticed after twice the time that a wait for a job may take.
    connection = redis.connect(app.config["REDIS_URL"], timeout=app.config["SWEEP_INTERVAL"] + 10)
    try:
        kind([*outbox.QUEUES], NAME, connection=connection, worker_ttl=EXPIRES_AFTER).work()
    finally:
        connection.close()
    stopping.wait(processes.FIRST_PAUSE)


def main() -> None:
    app = processes.start()
    stopping = processes.stop_on_signals()
    with contextlib.suppress(StopRequested):
        processes.keep_up(app, stopping, lambda: work(app, stopping))


if __name__ == "__main__":
    main()
