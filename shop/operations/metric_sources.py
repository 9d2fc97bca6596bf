"""What is asked for when the metrics are: orders and the outbox in the database, queues and jobs
in Redis. Every machine of a shop says the same of these, so that they are not to be added up."""

from collections.abc import Iterator
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from rq import Queue
from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError

from shop import outbox
from shop.extensions import db
from shop.operations import health, job_counts
from shop.orders.models import Order
from shop.redis import RedisError, redis_client


class Sources:
    """A collector of prometheus-client's kind."""

    def collect(self) -> Iterator[Any]:
        try:
            yield from [*backlog(), *orders()]
            is_up = 1
        except SQLAlchemyError:
            is_up = 0
        finally:
            db.session.rollback()
        yield GaugeMetricFamily("shop_database_up", "Whether the database answers.", value=is_up)
        try:
            yield from [*queues(), *workers(), *jobs()]
            is_up = 1
        except RedisError:
            is_up = 0
        yield GaugeMetricFamily("shop_redis_up", "Whether Redis answers.", value=is_up)


def backlog() -> Iterator[Any]:
    """How the outbox stands."""
    now = outbox.backlog()
    yield GaugeMetricFamily("shop_outbox_waiting", "Jobs due and not done.", value=now.waiting)
    yield GaugeMetricFamily("shop_outbox_stuck", "Jobs that failed often.", value=now.stuck)
    yield GaugeMetricFamily(
        "shop_outbox_oldest_seconds", "Age of the oldest of them.", value=now.oldest_seconds
    )


def orders() -> Iterator[Any]:
    """No order is ever deleted, so these only rise. Both are read from an index."""
    placed = db.session.scalar(db.select(func.count()).select_from(Order)) or 0
    open_ = db.session.scalar(db.select(func.count()).where(Order.paid_at.is_(None))) or 0
    yield CounterMetricFamily("shop_orders_placed", "Orders placed.", value=placed)
    yield CounterMetricFamily("shop_orders_paid", "Orders paid.", value=placed - open_)


def queues() -> Iterator[Any]:
    depth = GaugeMetricFamily("shop_queue_depth", "Jobs waiting in RQ.", labels=["queue"])
    for name in outbox.QUEUES:
        depth.add_metric([name], Queue(name, connection=redis_client()).count)
    yield depth


def workers() -> Iterator[Any]:
    state = health.redis_state()
    alive, is_ticking = state["workers"] or 0, state["scheduler"] == "ok"
    yield GaugeMetricFamily("shop_workers", "Workers that live.", value=alive)
    yield GaugeMetricFamily("shop_scheduler_up", "Whether a scheduler runs.", value=is_ticking)


def jobs() -> Iterator[Any]:
    runs = CounterMetricFamily("shop_jobs", "Runs of jobs.", labels=["job", "outcome"])
    seconds = CounterMetricFamily("shop_job_seconds", "Seconds that they took.", labels=["job"])
    for (job, what), value in sorted(job_counts.counts().items()):
        if what == job_counts.SECONDS:
            seconds.add_metric([job], value)
        else:
            runs.add_metric([job, what], value)
    yield runs
    yield seconds
