"""Metrics in Prometheus' format, of all processes of this machine together.

Each process counts into files of its own in the instance folder; whichever is asked adds them up.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request, request_finished, request_started
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from rq import Queue
from sqlalchemy.exc import SQLAlchemyError

from shop import outbox
from shop.extensions import db
from shop.redis import RedisError, redis_client

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the variable by which prometheus-client knows it
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Meters:
    """The meters of this process."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self.requests = Counter(
            "shop_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "shop_request_seconds",
            "Seconds that a request took.",
            ("route",),
            buckets=BUCKETS,
            registry=registry,
        )


meters = cache(Meters)


def init_app(app: Flask) -> None:
    """Count every request of `app`."""
    folder = Path(app.config["SHOP_INSTANCE"]) / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    forget_earlier_run(folder)
    if FOLDER not in os.environ:
        os.environ[FOLDER] = str(folder)
        # Chosen when prometheus-client was imported, which was before the folder was known.
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
    request_started.connect(begin, app)
    request_finished.connect(finish, app)


def forget_earlier_run(folder: Path) -> None:
    """Clear the folder if nobody counts into it: the first process of a start finds it so.

    What ended processes counted stays while others live, or the sums would fall.
    """
    files = list(folder.glob("*.db"))
    if not any(is_alive(path.stem.rpartition("_")[2]) for path in files):
        for path in files:
            path.unlink(missing_ok=True)


def is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OSError):
        return False
    return True


def begin(_app: Flask, **_: Any) -> None:
    g.began = perf_counter()


def finish(_app: Flask, response: Response, **_: Any) -> None:
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in KNOWN_METHODS else "other"
    meters().requests.labels(route, method, str(response.status_code)).inc()
    if "began" in g:
        meters().seconds.labels(route).observe(perf_counter() - g.began)


class Collector:
    """What is measured when it is asked for: the outbox, and RQ's queue."""

    def collect(self) -> Iterator[Any]:
        try:
            backlog = outbox.backlog()
            db.session.rollback()
            yield GaugeMetricFamily(
                "shop_outbox_waiting", "Jobs due and not done.", value=backlog.waiting
            )
            yield GaugeMetricFamily(
                "shop_outbox_stuck", "Jobs that failed often.", value=backlog.stuck
            )
            yield GaugeMetricFamily(
                "shop_outbox_oldest_seconds",
                "Age of the oldest of them.",
                value=backlog.oldest_seconds,
            )
            yield GaugeMetricFamily("shop_database_up", "Whether the database answers.", value=1)
        except SQLAlchemyError:
            yield GaugeMetricFamily("shop_database_up", "Whether the database answers.", value=0)
        try:
            depth = sum(Queue(name, connection=redis_client()).count for name in outbox.QUEUES)
            yield GaugeMetricFamily("shop_queue_depth", "Jobs waiting in RQ.", value=depth)
            yield GaugeMetricFamily("shop_redis_up", "Whether Redis answers.", value=1)
        except RedisError:
            yield GaugeMetricFamily("shop_redis_up", "Whether Redis answers.", value=0)


def exposition() -> bytes:
    """Everything, as Prometheus reads it."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Collector())
    return generate_latest(registry)
