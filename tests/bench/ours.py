"""This shop, set up from nothing and served as in production, for the bench and for load tests."""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from bench.servers import BenchFailed, Server, finish, running
from config import embedded_redis_url
from shop.dev.redis_server import RedisServer, RedisServerFailed

PYTHON = sys.executable
SERVED = [PYTHON, "-m", "gunicorn", "--config", "python:shop.serving"]
WORKERS = "2"


def environ(instance: Path, port: int, redis: RedisServer, **more: str) -> dict[str, str]:
    """The variables of a shop in production at 127.0.0.1:`port`; `more` go before all others."""
    return {
        "SHOP_ENV": "production",
        "SECRET_KEY": "for the bench alone, on 127.0.0.1 alone",
        "SHOP_INSTANCE": str(instance),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "REDIS_URL": redis.url,
        "WEB_CONCURRENCY": WORKERS,
        **more,
    }


def prepare(settings: Mapping[str, str], products: int) -> None:
    """Migrate the database and fill the catalog up to `products`. Raises BenchFailed."""
    flask = [PYTHON, "-m", "flask", "--app", "wsgi"]
    finish([*flask, "db", "upgrade"], settings, "Migrating the shop's database")
    finish([*flask, "seed", "--products", str(products)], settings, "Seeding the shop")


def show_all_pictures(database: Path) -> None:
    """Let pages name every size and format of the pictures, as once the job worker is done.

    They are a third of a list's bytes. Nobody fetches the files here, so none are made.
    """
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE pictures SET rendered_at = created_at WHERE rendered_at IS NULL")


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[RedisServer]:
    """A Redis that remembers nothing of earlier runs. Raises BenchFailed."""
    socket = Path(unquote(embedded_redis_url(folder).removeprefix("unix://")))
    socket.parent.mkdir(parents=True, exist_ok=True)
    try:
        with RedisServer(folder, socket, 0, "--appendonly", "no") as server:
            yield server
    except RedisServerFailed as error:
        raise BenchFailed(f"Redis does not start.\n{error}") from None


@contextlib.contextmanager
def serving(
    name: str, settings: Mapping[str, str], folder: Path, app: str | None = None
) -> Iterator[Server]:
    """The shop while the block lasts, or another WSGI `app` by the very same server."""
    port = int(settings["PORT"])
    command = [*SERVED, "--bind", f"127.0.0.1:{port}", *([app] if app else [])]
    with running(name, command, port, settings, folder) as server:
        yield server
