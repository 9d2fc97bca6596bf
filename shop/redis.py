"""The one way to Redis: from REDIS_URL, Sentinel included, and never waiting long.

Every call has a timeout to connect and one to answer, because a Redis that is reachable but
silent would hold each page for as long as the operating system's own limits otherwise.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from redis.sentinel import Sentinel

__all__ = ["Redis", "RedisError", "connect", "init_app", "redis_client"]


def connect(url: str, timeout: float = 0.5) -> Redis:
    """A client for `url`; it connects at its first command.

    `timeout` is in seconds, for connecting and for each answer. Schemes: redis, rediss, unix,
    and sentinel://[user:password@]host:port,host:port/name[/db].
    Raises ValueError for any other.
    """
    options: dict[str, Any] = {
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
        # One more try at once heals a connection that was closed while idle; no waiting.
        "retry": Retry(NoBackoff(), 1),
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
    sentinel: Any = Sentinel  # redis-py leaves it untyped
    master = sentinel(addresses, sentinel_kwargs=options, **options, **credentials)
    client: Redis = master.master_for(name, db=int(database or 0))
    return client


def init_app(app: Flask) -> None:
    """Give `app` its client."""
    app.extensions["redis"] = connect(app.config["REDIS_URL"], app.config["REDIS_TIMEOUT"])


def redis_client() -> Redis:
    """The current application's client. Its commands raise RedisError when Redis is away."""
    client: Redis = current_app.extensions["redis"]
    return client
