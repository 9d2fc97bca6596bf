"""Stopping gunicorn without a failed request.

When it is asked to stop, gunicorn lets its workers finish. But the port stays open until the last
of them has: whoever connects meanwhile is let in by the operating system, answered by nobody, and
cut off in the end. Here the master closes the port for everybody first. Who comes then is refused
at once, which a browser or a balancer takes to another node, whatever the request.
"""

import ctypes
import errno
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from shop.dev.processes import ON_LINUX

TO_SHAKE_HANDS = 0.1  # seconds, for connections that were begun
TO_LET_IN = 1  # seconds at most, for those that wait in the queue
# From Linux's asm-generic/socket.h, and tcp.h: there, of a port, the length of its queue.
SO_ATTACH_FILTER = 26
UNACKED = 24  # bytes into tcp_info
# From its filter.h: an operation, where to go if so and if not (in instructions), and an operand.
INSTRUCTION = struct.Struct("HBBI")
DROP_SYN = b"".join(
    INSTRUCTION.pack(*instruction)
    for instruction in [
        (0x30, 0, 0, 13),  # load the byte of TCP's flags
        (0x45, 0, 1, 0x02),  # is SYN among them?
        (0x06, 0, 0, 0),  # then keep nothing of the packet
        (0x06, 0, 0, 0xFFFFFFFF),  # otherwise all of it
    ]
)


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
    """Refuse whoever connects from now on. Who has connected is let in first: the workers take out
    who waits while nobody new is let into the queue."""
    for listening in sockets:
        close_queue(listening)
    time.sleep(TO_SHAKE_HANDS)
    deadline = time.monotonic() + TO_LET_IN
    while any(map(waiting, sockets)) and time.monotonic() < deadline:
        time.sleep(0.01)
    for listening in sockets:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def close_queue(listening: socket.socket) -> None:
    """Leave new connections unanswered: their systems ask again a second later, and are refused
    then. Those begun before are completed. Elsewhere than on Linux one of the new may get in."""
    if is_linux_tcp(listening):
        program = ctypes.create_string_buffer(DROP_SYN, len(DROP_SYN))
        instructions = len(DROP_SYN) // INSTRUCTION.size
        pointer = struct.pack("HP", instructions, ctypes.addressof(program))
        with suppress(OSError):  # Linux's system calls, but not its kernel
            listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, pointer)
            return
    listening.listen(0)


def waiting(listening: socket.socket) -> int:
    """How many are connected and not let in yet; 0 where it cannot be told."""
    if not is_linux_tcp(listening):
        return 0
    try:
        info = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, UNACKED + 4)
    except OSError:  # as in close_queue
        return 0
    return int.from_bytes(info[UNACKED:], sys.byteorder)


def is_linux_tcp(listening: socket.socket) -> bool:
    return ON_LINUX and listening.family in {socket.AF_INET, socket.AF_INET6}
