"""Asking one page again and again over a few open connections: by wrk, or by a loop of our own.

The loop costs about 30 µs a request, so that it slows only what is faster than Flask; the CPU time
of the server is the same with both. It wants answers with a Content-Length.
"""

import contextlib
import re
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.servers import BenchFailed

CONNECTIONS = 8
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Run(NamedTuple):
    """What came of asking."""

    requests: int
    seconds: float


def ask(url: str, headers: Mapping[str, str], seconds: float) -> Run:
    """Ask for `url` for about `seconds`. Raises BenchFailed for any answer but a 200."""
    return by_wrk(url, headers, seconds) if tool() == "wrk" else by_loop(url, headers, seconds)


def tool() -> str:
    """What asks: "wrk" where it is installed, else "a loop in Python"."""
    return "wrk" if shutil.which("wrk") else "a loop in Python"


def by_wrk(url: str, headers: Mapping[str, str], seconds: float) -> Run:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(round(seconds), 1)}s", "--timeout", "30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    counted = re.search(r"(\d+) requests in", text)
    speed = re.search(r"Requests/sec: +([\d.]+)", text)
    if "Non-2xx" in text or "Socket errors" in text or not counted or not speed:
        raise BenchFailed(f"{url} was not always answered with 200:\n{text}")
    requests = int(counted[1])
    return Run(requests, requests / max(float(speed[1]), 1e-9))


def by_loop(url: str, headers: Mapping[str, str], seconds: float) -> Run:
    """Each connection is asked again as soon as its answer is there."""
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 80)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    question = ("\r\n".join(lines) + "\r\n\r\n").encode()
    requests = 0
    with contextlib.ExitStack() as opened:
        waiting = opened.enter_context(selectors.DefaultSelector())
        asked = [_Asked(address, question) for _ in range(CONNECTIONS)]
        started = time.monotonic()
        for one in asked:
            opened.enter_context(one.socket)
            waiting.register(one.socket, selectors.EVENT_READ, one)
            one.ask()
        while time.monotonic() < started + seconds:
            for key, _ in waiting.select(timeout=1):
                if key.data.hear():
                    requests += 1
                    key.data.ask()
        took = time.monotonic() - started
    return Run(requests, took)


class _Asked:
    """A connection, and what has come of the answer on it."""

    def __init__(self, address: tuple[str, int], question: bytes) -> None:
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.question = question
        self.heard = b""
        self.missing = -1  # bytes of the answer; below 0 until its head was read

    def ask(self) -> None:
        self.heard, self.missing = b"", -1
        self.socket.sendall(self.question)

    def hear(self) -> bool:
        """Read what is there; whether the answer is complete."""
        read = self.socket.recv(1 << 18)
        if not read:
            raise BenchFailed("The server closed a connection in the middle of it.")
        if self.missing >= 0:
            self.missing -= len(read)
        else:
            self._read_head(read)
        return self.missing == 0

    def _read_head(self, read: bytes) -> None:
        self.heard += read
        head, ended, body = self.heard.partition(b"\r\n\r\n")
        if not ended:
            return
        length = LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or not length:
            raise BenchFailed(f"Not a 200 of known length: {head[:200]!r}")
        self.missing = int(length[1]) - len(body)
