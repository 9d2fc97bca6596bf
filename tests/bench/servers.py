"""Servers that are measured: started on free ports of 127.0.0.1, and ended whatever happens."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from bench import processes
from config import ROOT
from shop.dev.processes import ON_LINUX, die_with_parent


class BenchFailed(Exception):
    """The bench cannot go on; the text says why, and what would help."""


class Server:
    """One running server with all its processes."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.name = name
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.helpers: tuple[int, ...] = ()  # processes of others that work for it alone
        self.log = log

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_until_it_answers(self, path: str, patience: float = 60) -> None:
        """Raises BenchFailed when it does not within `patience` seconds, with what it printed."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            status = self.status_of(path)
            if status == 200:
                return
            if status:
                raise BenchFailed(f"{self.name} answers {path} with {status}.\n{self.tail()}")
            time.sleep(0.1)
        raise BenchFailed(f"{self.name} does not start.\n{self.tail()}")

    def status_of(self, path: str) -> int:
        """The status of the page; 0 where nobody answers yet."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def cpu_seconds(self) -> float:
        """What it has used so far with all its processes, and with those that work for it."""
        return sum(processes.cpu_seconds(pid) for pid in (self.pid, *self.helpers))

    def tail(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(errors="replace")[-2000:]

    def end(self, patience: float = 10) -> None:
        """Ask it to end, its workers with it; what is left after `patience` seconds is killed."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)


def free_ports(first: int, count: int) -> list[int]:
    """The first `count` ports from `first` on that nobody listens on. Raises BenchFailed."""
    found: list[int] = []
    for port in range(first, first + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
        if len(found) == count:
            return found
    raise BenchFailed(f"No {count} free ports from {first} on; choose others: BENCH_PORT=…")


@contextlib.contextmanager
def running(
    name: str, command: Sequence[str], port: int, environ: Mapping[str, str], logs: Path
) -> Iterator[Server]:
    """`command` in the project's folder while the block lasts, its output in `logs`."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=clean_environ() | dict(environ),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent if ON_LINUX else None,
        )
    server = Server(name, process, port, log)
    try:
        yield server
    finally:
        server.end()


def clean_environ() -> dict[str, str]:
    """What any process needs, without the settings of whatever shop the caller works on."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}


def finish(command: Sequence[str], environ: Mapping[str, str], task: str) -> str:
    """Run `command` to its end and return what it prints.

    Raises BenchFailed with what it printed when it fails; `task` says what it was for.
    """
    done = subprocess.run(
        command,
        env=clean_environ() | dict(environ),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BenchFailed(f"{task}: failed.\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout
