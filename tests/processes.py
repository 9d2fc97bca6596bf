"""Processes of the shop, as a deployment starts them, for tests that kill, stop and freeze."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import has_app_context

from config import ROOT
from shop.extensions import db


class Process:
    """One that was started. What it prints is in `output()`."""

    def __init__(self, environ: Mapping[str, str], *command: str) -> None:
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        self.popen = subprocess.Popen(
            [sys.executable, "-m", *command],
            env={"PATH": os.environ["PATH"], **environ},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def output(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def children(self) -> list[int]:
        """The processes that it has started itself."""
        pids = []
        for name in filter(str.isdecimal, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except FileNotFoundError:
                continue
            if parent == self.popen.pid:
                pids.append(int(name))
        return pids

    def kill(self) -> None:
        """kill -9, for it and for the job that it may have in hand."""
        for pid in (*self.children(), self.popen.pid):
            os.kill(pid, signal.SIGKILL)
        self.popen.wait()

    def end(self, patience: float = 10) -> int:
        """SIGTERM; its exit code. Raises subprocess.TimeoutExpired when it does not end."""
        self.popen.terminate()
        return self.popen.wait(patience)


@contextmanager
def running(environ: Mapping[str, str], *command: str, **settings: Any) -> Iterator[Process]:
    """`python -m command` while the block lasts; `settings` are further variables."""
    process = Process(
        {**environ, **{name: str(value) for name, value in settings.items()}}, *command
    )
    try:
        yield process
    finally:
        if process.popen.poll() is None:
            process.kill()
        process.log.close()


def wait_until(condition: Callable[[], Any], patience: float = 60) -> None:
    """Wait until `condition()` is true; AssertionError when that takes over `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        if has_app_context():
            db.session.rollback()  # to look at the database as it is now
        time.sleep(0.05)
