"""`make run` as a person meets it: one process that holds the others."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import config

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310 - our own
            return answer.status, answer.read().decode()
    except (OSError, urllib.error.HTTPError) as error:
        return getattr(error, "code", 0), ""


def wait_for(check, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = check()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")


def processes_of(instance):
    """The processes whose environment names this run's instance folder."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"SHOP_INSTANCE={instance}".encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
        except OSError:
            continue
    return found


def worker_of(instance):
    """The process id of the worker; 0 while there is none. Its forks have a higher id."""
    found = processes_of(instance).items()
    return min((pid for pid, command in found if b"tasks.worker" in command), default=0)


@pytest.fixture
def environ(tmp_path):
    port = free_port()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SHOP_INSTANCE": str(tmp_path / "an instance"),
        "PORT": str(port),
    }


@pytest.fixture
def run(environ, tmp_path):
    log = (tmp_path / "run.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "shop.dev.runner"],
        env=environ,
        cwd=config.ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    process.address = f"http://127.0.0.1:{environ['PORT']}"
    process.log = tmp_path / "run.log"
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    log.close()


def test_one_command_serves_a_seeded_shop_and_ctrl_c_ends_all_of_it(run, environ):
    def ready():
        status, text = fetch(run.address + "/readyz")
        return status == 200 and json.loads(text)

    wait_for(ready)
    wait_for(lambda: "admin@example.com" in run.log.read_text())
    assert fetch(run.address + "/products")[1].count("/products/") > 20
    assert fetch(run.address + "/dev/mailbox")[0] == 200

    worker = wait_for(lambda: worker_of(environ["SHOP_INSTANCE"]))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: worker_of(environ["SHOP_INSTANCE"]) not in (0, worker))

    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0
    wait_for(lambda: not processes_of(environ["SHOP_INSTANCE"]), 10)


def test_busy_port_is_said_with_another_to_use(environ):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", int(environ["PORT"])))
        holder.listen()
        ended = subprocess.run(
            [sys.executable, "-m", "shop.dev.runner"],
            env=environ,
            cwd=config.ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert ended.returncode == 1
    assert f"Port {environ['PORT']} is busy" in ended.stdout
