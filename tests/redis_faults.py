"""What may happen to a Redis: each is a block during which it has happened."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from shop.dev.redis_server import RedisServer


@contextmanager
def stopped(server: RedisServer) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def frozen(server: RedisServer) -> Iterator[None]:
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


@contextmanager
def wiped(server: RedisServer) -> Iterator[None]:
    """Wiped before, and once more after what was done meanwhile."""
    with server.client() as client:
        client.flushall()
        yield
        client.flushall()
