"""Redis Sentinel, with real sentinels: the primary dies, and everybody finds the next one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from factories import UserFactory
from ports import free_port
from processes import running, wait_until
from rq import Worker
from rq_scheduler import Scheduler

from shop import outbox, redis
from shop.dev.redis_server import RedisServer, find_binary
from shop.extensions import db
from shop.outbox import Job, OutboxJob
from shop.redis import Redis, RedisError
from tasks.schedule import PERIODIC

pytestmark = pytest.mark.slow

NAME = "shop-primary"


@contextmanager
def sentinel(folder: Path, primary_port: int) -> Iterator[int]:
    """A sentinel that watches the primary; its port."""
    folder.mkdir()
    port = free_port()
    config = folder / "sentinel.conf"
    config.write_text(
        f"port {port}\nbind 127.0.0.1\ndir {folder}\n"
        f"sentinel monitor {NAME} 127.0.0.1 {primary_port} 2\n"
        f"sentinel down-after-milliseconds {NAME} 300\n"
        f"sentinel failover-timeout {NAME} 2000\n"
    )
    with (folder / "sentinel.log").open("wb") as log:
        process = subprocess.Popen(
            [find_binary(), str(config), "--sentinel"], stdout=log, stderr=log
        )
    try:
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def guarded(tmp_path):
    """A primary, its replica and three sentinels: `url` for the shop, and both servers."""
    primary = RedisServer(tmp_path / "primary", None, free_port())
    of_primary = ("--replicaof", f"127.0.0.1 {primary.port}", "--repl-diskless-sync-delay", "0")
    replica = RedisServer(tmp_path / "replica", None, free_port(), *of_primary)
    with primary, replica, ExitStack() as stack:
        wait_until(lambda: replica.client().info()["master_link_status"] == "up")
        ports = [
            stack.enter_context(sentinel(tmp_path / f"sentinel-{number}", primary.port))
            for number in range(3)
        ]
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        for port in ports:
            wait_until(lambda port=port: is_ready(port))
        yield SimpleNamespace(url=f"sentinel://{hosts}/{NAME}", primary=primary, replica=replica)


def is_ready(port):
    """Whether the sentinel knows the replica and both other sentinels."""
    try:
        with Redis(port=port, socket_timeout=1) as client:
            state = client.sentinel_master(NAME)
    except RedisError:
        return False
    return state["num-slaves"] == 1 and state["num-other-sentinels"] == 2


def answers(client):
    try:
        return client.set("written", "1")
    except RedisError:
        return False


def test_client_worker_and_scheduler_follow_to_the_next_primary(app, environ, guarded, monkeypatch):
    variables = environ | {"REDIS_URL": guarded.url, "SWEEP_INTERVAL": "1"}
    client = redis.connect(guarded.url)

    def post():
        user_id = UserFactory().id
        db.session.rollback()
        job_id = outbox.post(Job.SEND_WELCOME, user_id=user_id).id
        db.session.commit()
        return job_id

    def is_done(job_id):
        return db.session.scalar(db.select(OutboxJob.done_at).where(OutboxJob.id == job_id))

    with (
        monkeypatch.context() as patch,
        running(variables, "tasks.worker"),
        running(variables, "tasks.schedule"),
    ):
        patch.setitem(app.extensions, "redis", client)
        job_id = post()
        wait_until(lambda: is_done(job_id))
        wait_until(lambda: client.zcard(Scheduler.scheduled_jobs_key) == len(PERIODIC))

        os.kill(guarded.primary.process.pid, 9)
        wait_until(lambda: answers(client))
        assert guarded.replica.client().info()["role"] == "master"

        job_id = post()
        wait_until(lambda: is_done(job_id))
        client.delete(outbox.SCHEDULER_KEY)
        wait_until(lambda: client.exists(outbox.SCHEDULER_KEY))
        assert Worker.count(connection=client) == 1
    client.close()


def test_one_silent_sentinel_does_not_hide_the_primary(guarded):
    hosts = guarded.url.removeprefix("sentinel://")
    with redis.connect(f"sentinel://127.0.0.1:{free_port()},{hosts}", pause=60) as client:
        assert client.ping()
