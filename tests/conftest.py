"""The shop under test: a real database, a real Redis, and a client that behaves like a browser."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from clients import BrowserLikeClient
from databases import own_database
from emptying import empty_database
from factories import PASSWORD, UserFactory
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, make_url

from shop import clock
from shop.app import create_app
from shop.auth.models import User
from shop.dev.redis_server import RedisServer
from shop.extensions import db, limiter
from shop.mail import mailbox
from shop.outbox import OutboxJob
from shop.redis import redis_client
from tasks import outbox as outbox_tasks

ROOM = 2 * 1024**3  # bytes that a disc in memory must have free


def memory_disc() -> str | None:
    """A folder in memory, where the machine has a roomy one: SQLite waits for the disc at each
    commit, which is half the time of the suite."""
    disc = "/dev/shm"
    is_there = os.access(disc, os.W_OK) and shutil.disk_usage(disc).free > ROOM
    return disc if is_there else None


@pytest.fixture(scope="session")
def instance() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shop-test-", dir=memory_disc()) as folder:
        yield Path(folder)


def own_redis_database(url: str) -> str:
    """The database of `url`, or one further on for each further process of pytest-xdist: they
    would empty each other's, and do each other's jobs."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server, _, first = url.rpartition("/")
    return f"{server}/{int(first) + number}" if first.isdecimal() else url


@pytest.fixture(scope="session")
def redis_url(instance: Path) -> Iterator[str]:
    given = os.environ.get("REDIS_URL")
    if given:
        yield own_redis_database(given)
        return
    with RedisServer(instance / "redis", socket=instance / "redis.sock") as server:
        yield server.url


@pytest.fixture(scope="session")
def database_url(instance: Path) -> Iterator[str]:
    """DATABASE_URL's server with a database of this run's own, else SQLite in the instance."""
    given = os.environ.get("DATABASE_URL")
    if not given or given.startswith("sqlite"):
        yield f"sqlite:///{instance / 'test.sqlite3'}"
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with own_database(given, f"{make_url(given).database}_{worker}_{os.getpid()}") as url:
        yield url


@pytest.fixture(scope="session")
def environ(instance: Path, redis_url: str, database_url: str) -> dict[str, str]:
    """The environment that the shop under test, and any process of it, starts from."""
    return {
        "SHOP_ENV": "test",
        "SHOP_INSTANCE": str(instance),
        "REDIS_URL": redis_url,
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://localhost",
    }


@pytest.fixture(scope="session")
def migrated_app(environ: dict[str, str]) -> Iterator[Flask]:
    app = create_app(environ, TESTING=True, PASSWORD_HASH_METHOD="pbkdf2:sha256:1")
    app.test_client_class = BrowserLikeClient
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["redis"].close()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The shop, empty before each test."""
    yield migrated_app
    clock.travel_to(None)
    with migrated_app.app_context():
        empty_database()
        redis_client().flushdb()
        mailbox.empty()  # a test that travels in time leaves the newest mail of all
        limiter.reset()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def other_client(app: Flask) -> FlaskClient:
    """A second browser."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[..., User]:
    """Sign a user in, through the form."""

    def sign_in(user: User, with_client: FlaskClient = client, **fields: str) -> User:
        data = {"email": user.email, "password": PASSWORD} | fields
        answer = with_client.post("/auth/login", data=data)
        assert answer.status_code == 303, answer.text
        return user

    return sign_in


@pytest.fixture
def customer(sign_in: Callable[..., User]) -> User:
    """A customer who is signed in with `client`."""
    return sign_in(UserFactory())


@pytest.fixture
def administrator(sign_in: Callable[..., User]) -> User:
    """An administrator who is signed in with `client`."""
    return sign_in(UserFactory(is_administrator=True))


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], list[str]]:
    """Perform what waits in the outbox as a worker would; the names of the jobs done."""

    def run_jobs() -> list[str]:
        db.session.rollback()
        rows = db.session.scalars(
            db.select(OutboxJob).where(OutboxJob.done_at.is_(None)).order_by(OutboxJob.created_at)
        ).all()
        waiting = [(row.id, row.name) for row in rows]
        db.session.rollback()
        for job_id, _ in waiting:
            outbox_tasks.perform(job_id)
        return [name for _, name in waiting]

    return run_jobs


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[Callable[[], Any]], int]]:
    """Count the statements that calling something sends to the database."""
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)

    def count(action: Callable[[], Any]) -> int:
        statements.clear()
        action()
        return sum(not s.startswith(("BEGIN", "PRAGMA")) for s in statements)

    yield count
    event.remove(db.engine, "before_cursor_execute", note)
