"""The port of a server that is asked to stop: who has connected is let in, and nobody else."""

import errno
import socket
import threading
import time

import pytest

from shop import stopping
from shop.dev.processes import ON_LINUX

linux_alone = pytest.mark.skipif(not ON_LINUX, reason="others have no filter for a port's queue")


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        yield listening


def connect(listening, timeout=10):
    return socket.create_connection(listening.getsockname(), timeout=timeout)


@linux_alone
def test_nobody_is_let_in_any_more(listening):
    """Not even one, who would be cut off."""
    stopping.close_queue(listening)
    with pytest.raises(TimeoutError):
        connect(listening, timeout=0.3)
    stopping.close_port([listening])
    with pytest.raises(ConnectionRefusedError):
        connect(listening)


@linux_alone
def test_who_waits_is_let_in_first(listening, monkeypatch):
    monkeypatch.setattr(stopping, "TO_LET_IN", 20)
    with connect(listening) as waiting:
        closing = threading.Thread(target=stopping.close_port, args=[[listening]])
        closing.start()
        time.sleep(3 * stopping.TO_SHAKE_HANDS)  # busy workers
        waiting.sendall(b"Hello")
        with listening.accept()[0] as accepted:
            assert accepted.recv(5) == b"Hello"
            closing.join(10)
            assert not closing.is_alive()
            accepted.sendall(b"Good day")
            assert waiting.recv(8) == b"Good day"


def test_nobody_is_waited_for_long(listening, monkeypatch):
    """Workers that hang let nobody in."""
    monkeypatch.setattr(stopping, "TO_LET_IN", 0)
    with connect(listening):
        stopping.close_port([listening])
        with pytest.raises(ConnectionRefusedError):
            connect(listening)


def test_a_kernel_that_knows_neither_filter_nor_queue_closes_the_port_all_the_same():
    """As of a sandbox that answers Linux's system calls."""

    class Bare(socket.socket):
        def setsockopt(self, *_option):
            raise OSError(errno.ENOPROTOOPT, "Protocol not available")

        def getsockopt(self, *_option):
            raise OSError(errno.ENOPROTOOPT, "Protocol not available")

    with Bare(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        stopping.close_port([listening])
        with pytest.raises(ConnectionRefusedError):
            connect(listening)


def test_unix_sockets_are_closed_as_well(tmp_path):
    """nginx may reach the shop by one."""
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as client:
        listening.bind(str(tmp_path / "shop.sock"))
        listening.listen()
        stopping.close_port([listening])
        with pytest.raises(ConnectionRefusedError):
            client.connect(listening.getsockname())
