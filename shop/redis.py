"""The one way to Redis: from REDIS_URL, Sentinel included, and never waiting long.

Every call has a timeout to connect and one to answer, because a Redis that is reachable but
silent would hold each page for as long as the operating system's own limits otherwise.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, TimeoutError
from redis.retry import Retry
from redis.sentinel import Sentinel

__all__ = ["Redis", "RedisError", "connect", "init_app", "redis_client"]

Answer = TypeVar("Answer")

SLOW_FAILURE = 0.1  # seconds; a refused connection fails faster and may be asked again at once


class ConnectionRetry(Retry):
    """Heals a connection that was closed while idle, and spares a page a second long wait.

    A command is tried twice where the connection broke, once where Redis was silent. After a
    failure that took long, every command of this client fails at once for `pause` seconds.
    """

    def __init__(self, pause: float) -> None:
        super().__init__(NoBackoff(), 1, (ConnectionError,))  # type: ignore[no-untyped-call]
        self.pause = pause
        self.away_until = 0.0  # on time.monotonic()

    def __deepcopy__(self, _memo: object) -> "ConnectionRetry":
        return self  # redis-py copies it for each connection; what one learnt, all should know

    def call_with_retry(self, do: Callable[[], Answer], *args: Any, **options: Any) -> Answer:
        started = time.monotonic()
        if started < self.away_until:
            raise ConnectionError("Redis did not answer a moment ago")
        try:
            return super().call_with_retry(do, *args, **options)
        except (ConnectionError, TimeoutError):
            if time.monotonic() - started > SLOW_FAILURE:
                self.away_until = time.monotonic() + self.pause
            raise


def connect(url: str, timeout: float = 0.5, pause: float = 0) -> Redis:
    """A client for `url`; it connects at its first command.

    `timeout` is in seconds, for each answer and, up to two, for connecting; `pause` in seconds,
    for which it does not ask again after a timeout. Schemes: redis, rediss, unix, and
    sentinel://[user:password@]host:port,host:port/name[/db].
    Raises ValueError for any other.
    """
    options: dict[str, Any] = {
        "socket_connect_timeout": min(timeout, 2),
        "socket_timeout": timeout,
        "retry": ConnectionRetry(pause),
        "health_check_interval": 30,
    }
    if url.startswith("sentinel://"):
        return _through_sentinel(url, options)
    if url.startswith("unix://"):
        options.pop("socket_connect_timeout")
    return Redis(connection_pool=ConnectionPool.from_url(url, **options))


def _through_sentinel(url: str, options: dict[str, Any]) -> Redis:
    parts = urlsplit(url)
    hosts = parts.netloc.rpartition("@")[2].split(",")
    name, _, database = parts.path.lstrip("/").partition("/")
    if not name or not all(hosts):
        raise ValueError("REDIS_URL must be sentinel://host:port,host:port/name")
    addresses = []
    for host in hosts:
        address, _, port = host.rpartition(":") if ":" in host else (host, "", "26379")
        addresses.append((address, int(port)))
    credentials: dict[str, Any] = {}
    if "@" in parts.netloc:
        user, _, password = parts.netloc.rpartition("@")[0].partition(":")
        credentials = {"username": unquote(user) or None, "password": unquote(password) or None}
    # A silent sentinel says nothing of the others, so each is asked, and never for long.
    asking = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": ConnectionRetry(0)}
    sentinel: Any = Sentinel  # redis-py leaves it untyped
    master = sentinel(addresses, sentinel_kwargs=asking, **options, **credentials)
    client: Redis = master.master_for(name, db=int(database or 0))
    return client


def init_app(app: Flask) -> None:
    """Give `app` its client."""
    app.extensions["redis"] = connect(
        app.config["REDIS_URL"], app.config["REDIS_TIMEOUT"], app.config["REDIS_PAUSE"]
    )


def redis_client() -> Redis:
    """The current application's client. Its commands raise RedisError when Redis is away."""
    client: Redis = current_app.extensions["redis"]
    return client
