"""Metrics in Prometheus' format, of all processes of this machine together.

    metrics         counts requests and kept pages in this process
    metric_files    the files that processes count into, and what becomes of those of ended ones
    metric_sources  what is asked of the database and Redis when the metrics are
    job_counts      counts jobs in Redis: a worker's processes live no longer than a job

Each process counts into files of its own in the instance folder; whichever is asked adds them up.
"""

from functools import cache
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request, request_finished, request_started
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from shop.operations import metric_files
from shop.operations.metric_sources import Sources
from shop.pagecache import is_for_keeping
from shop.pagecache.signals import looked_up, served

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"
BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
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
        self.pages = Counter(
            "shop_kept_pages",
            "Kept pages that were wanted, by where they were found.",
            ("source",),
            registry=registry,
        )


meters = cache(Meters)


@cache
def requests_of(route: str, method: str, status: int) -> Counter:
    """Found once: looking a label up costs more than counting does."""
    return meters().requests.labels(route, method, str(status))


@cache
def seconds_of(route: str) -> Histogram:
    return meters().seconds.labels(route)


@cache
def pages_from(source: str) -> Counter:
    return meters().pages.labels(source)


def init_app(app: Flask) -> None:
    """Count every request of `app`, those too that a kept page answers ahead of it."""
    metric_files.prepare(app.config["SHOP_INSTANCE"])
    request_started.connect(begin, app)
    request_finished.connect(finish, app)
    served.connect(count_served, app)
    looked_up.connect(count_looked_up, app)


def begin(_app: Flask, **_: Any) -> None:
    g.began = perf_counter()


def finish(_app: Flask, response: Response, **_: Any) -> None:
    if is_for_keeping():  # nobody's request: it renders a page that somebody else's asks for
        return
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in KNOWN_METHODS else "other"
    requests_of(route, method, response.status_code).inc()
    if "began" in g:
        seconds_of(route).observe(perf_counter() - g.began)


def count_served(
    _app: Flask, route: str, method: str, status: int, seconds: float, **_: Any
) -> None:
    requests_of(route, method, status).inc()
    seconds_of(route).observe(seconds)


def count_looked_up(_app: Flask, source: str, **_: Any) -> None:
    pages_from(source).inc()


def exposition() -> bytes:
    """Everything, as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(Sources())
    with metric_files.standing_still() as folder:
        MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
        return generate_latest(registry)
