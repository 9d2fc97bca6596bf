"""The schedule: which jobs run by themselves and when, and the process that sees to it.

    python -m tasks.schedule

Any number may run: one at a time, by a lock in Redis, hands to the worker what is due. The
schedule is written down in Redis anew whenever it is missing there, so a wiped Redis, or a new
release with another schedule, needs nobody's hand. Times of day are UTC.
"""

import logging
import os
import threading
import time
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask
from redis import Redis
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.utils import import_attribute
from rq_scheduler import Scheduler
from rq_scheduler.utils import get_next_scheduled_time, to_unix
from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import IntegrityError

from shop import clock, outbox, redis
from shop.extensions import db
from shop.outbox import PeriodicRun
from tasks import processes

log = logging.getLogger("tasks.schedule")  # as a process this module is called __main__

TICK = 2  # seconds between two looks at what is due
PREFIX = "periodic-"  # of the ids in Redis
FIRE = "tasks.schedule.fire"
TIMEOUT = 300  # seconds that a periodic job may take


@dataclass(frozen=True)
class Periodic:
    """A job that runs by itself: every `when` seconds, or at the cron times of `when`."""

    id: str
    when: int | str
    function: str
    description: str

    @property
    def key(self) -> str:
        """Its id in Redis."""
        return PREFIX + self.id

    @property
    def definition(self) -> str:
        """Changes when anything that Redis keeps of it should."""
        return f"{self.when} {self.description} {FIRE} {TIMEOUT}"

    @property
    def least_gap(self) -> timedelta:
        """The shortest time between two runs: what comes sooner is the same run again."""
        return timedelta(seconds=self.when / 2) if isinstance(self.when, int) else HALF_AN_HOUR


LEEWAY = timedelta(minutes=1)  # by which the clocks of two machines may differ
HALF_AN_HOUR = timedelta(minutes=30)  # the crons below are hourly at most

PERIODIC = (
    Periodic("outbox-sweep", 30, "tasks.outbox.sweep", "Offer waiting jobs again"),
    Periodic("expired-holds", 60, "tasks.orders.expire_holds", "Give back what nobody paid for"),
    Periodic("due-products", 60, "tasks.catalog.publish_due", "Publish what is due"),
    Periodic("stock-alerts", 120, "tasks.orders.post_stock_alerts", "Tell what is there again"),
    Periodic("payments", 300, "tasks.payments.reconcile", "Settle payments never heard of"),
    Periodic("checkouts", 900, "tasks.checkout.post_reminders", "Remind of stopped checkouts"),
    Periodic("counts", 600, "tasks.catalog.fold_counts", "Add up the counts beside lists"),
    Periodic("recount", "50 2 * * *", "tasks.catalog.recount", "Count anew what is beside lists"),
    Periodic("sitemap", "40 * * * *", "tasks.catalog.refresh_sitemap", "Refresh the sitemap"),
    Periodic("stale-carts", "10 3 * * *", "tasks.carts.delete_stale", "Delete forgotten carts"),
    Periodic("dead-links", "20 3 * * *", "tasks.accounts.delete_dead_links", "Delete dead links"),
    Periodic(
        "dead-sign-ins",
        "30 3 * * *",
        "tasks.accounts.delete_dead_sign_ins",
        "Delete sign-ins that nobody uses",
    ),
    Periodic(
        "unclaimed-pictures",
        "40 3 * * *",
        "tasks.media.delete_unclaimed_pictures",
        "Delete pictures that nothing shows",
    ),
    Periodic("done-jobs", "50 3 * * *", "tasks.outbox.delete_done", "Delete jobs long done"),
    Periodic("old-imports", "0 4 * * *", "tasks.imports.delete_old", "Delete imports of long ago"),
    Periodic("low-stock", "0 6 * * *", "tasks.reports.report_low_stock", "Report low stock"),
)


def fire(periodic_id: str) -> None:
    """Run a periodic job, in the worker; nothing happens when it has just been run."""
    periodic = next((known for known in PERIODIC if known.id == periodic_id), None)
    if periodic is None or not begin(periodic):
        log.info("%s is not run, it has just been", periodic_id)
        return
    import_attribute(periodic.function)()


def begin(periodic: Periodic) -> bool:
    """Note that the job runs now; False when another run began too short a while ago.

    The note is in the database, where it outlasts Redis, and of two who try at once it lets one
    through. A note from the future is from a clock that was wrong, or travelled.
    """
    now = clock.now()
    noted = db.session.execute(
        update(PeriodicRun)
        .where(
            PeriodicRun.id == periodic.id,
            or_(
                PeriodicRun.began_at < now - periodic.least_gap,
                PeriodicRun.began_at > now + LEEWAY,
            ),
        )
        .values(began_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if cast(CursorResult[Any], noted).rowcount == 1:
        return True
    try:
        db.session.add(PeriodicRun(id=periodic.id, began_at=now))
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


class ShopScheduler(Scheduler):  # type: ignore[misc]
    """rq-scheduler's way of keeping jobs in Redis, with a loop and a sync of our own."""

    def __init__(self, connection: Redis) -> None:
        super().__init__(outbox.QUEUE, connection=connection, interval=TICK)

    def tick(self) -> bool:
        """Sync, and hand over what is due; False when another scheduler is at it."""
        self.connection.set(outbox.SCHEDULER_KEY, self.name, ex=outbox.SCHEDULER_EXPIRES)
        if not self.acquire_lock():
            return False
        try:
            self.sync()
            self.enqueue_jobs()
        finally:
            self.remove_lock()
        return True

    def sync(self) -> None:
        """Add what PERIODIC has and Redis has not, renew what differs, remove the rest."""
        wanted = {periodic.key: periodic for periodic in PERIODIC}
        for key in self.connection.zrange(self.scheduled_jobs_key, 0, -1):
            if key.decode().startswith(PREFIX) and key.decode() not in wanted:
                self.remove(key.decode())
        for periodic in wanted.values():
            if not self.is_kept(periodic):
                self.add(periodic)

    def is_kept(self, periodic: Periodic) -> bool:
        if periodic.key not in self:
            return False
        try:
            job = Job.fetch(periodic.key, connection=self.connection)
        except NoSuchJobError:
            return False
        return bool(job.meta.get("definition") == periodic.definition)

    def add(self, periodic: Periodic) -> None:
        self.remove(periodic.key)
        options = {
            "args": [periodic.id],
            "id": periodic.key,
            "description": periodic.description,
            "timeout": TIMEOUT,
            "meta": {"definition": periodic.definition},
            "result_ttl": -1,  # with another, RQ deletes the job after a run: it never runs again
        }
        if isinstance(periodic.when, str):
            self.cron(periodic.when, FIRE, **options)
        else:
            self.schedule(datetime.now(UTC), FIRE, interval=periodic.when, **options)
        log.info("Scheduled %s: %s", periodic.id, periodic.when)

    def remove(self, key: str) -> None:
        self.cancel(key)
        self.connection.delete(Job.key_for(key))

    def enqueue_job(self, job: Job) -> None:
        """Put the job into the queue, unless it waits there since last time, and set the next."""
        queue = self.get_queue_for_job(job)
        if self.connection.lpos(queue.key, job.id) is None:
            super().enqueue_job(job)
            return
        soon = to_unix(datetime.now(UTC)) + int(job.meta.get("interval", 0))
        if cron := job.meta.get("cron_string"):
            soon = to_unix(get_next_scheduled_time(cron))
        self.connection.zadd(self.scheduled_jobs_key, {job.id: soon})


def work(app: Flask, stopping: threading.Event) -> None:
    """Tick until told to stop. Raises RedisError when Redis is lost."""
    with redis.connect(app.config["REDIS_URL"], timeout=2) as connection:
        scheduler = ShopScheduler(connection)
        while not stopping.is_set():
            scheduler.tick()
            stopping.wait(TICK)


def main() -> None:
    os.environ["TZ"] = "UTC"  # rq-scheduler reads cron times in the process's time zone
    if hasattr(time, "tzset"):
        time.tzset()
    # crontab announces that it will take UTC for its default, which it is here anyway.
    warnings.filterwarnings("ignore", message="Version 0.22.0", category=FutureWarning)
    app = processes.start()
    stopping = processes.stop_on_signals()
    processes.keep_up(app, stopping, lambda: work(app, stopping))


if __name__ == "__main__":
    main()
