"""Stopping gunicorn without a failed request.

When it is asked to stop, gunicorn lets its workers finish. But the port stays open until the last
of them has: whoever connects meanwhile is let in by the operating system, answered by nobody, and
cut off in the end. Here the master closes the port for everybody first. Who comes then is refused
at once, which a browser or a balancer takes to another node, whatever the request.
"""

import errno
import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

TO_LET_IN = 0.1  # seconds


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, for a port that the master may close."""

    def accept(self, listener: Any) -> None:
        """Nothing is there to accept once the port is closed; the signal to stop is on its way."""
        try:
            super().accept(listener)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise


def close_port_first(server: Arbiter) -> None:
    """Have `server` close its port before it stops its workers.

    Not where the port is another's too: systemd's, or that of a new master that takes over.
    """
    stop = server.stop

    def close_and_stop(graceful: bool = True) -> None:
        if server.reexec_pid == server.master_pid == 0 and not server.systemd:
            close_port([listener.sock for listener in server.LISTENERS])
        stop(graceful)

    server.stop = close_and_stop


def close_port(sockets: list[socket.socket]) -> None:
    """Refuse whoever connects from now on. Who has connected is let in first: while the queue may
    hold nobody, the workers take out who waits in it."""
    for listening in sockets:
        listening.listen(0)
    time.sleep(TO_LET_IN)
    for listening in sockets:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
