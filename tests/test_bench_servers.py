"""How the bench asks, starts what it measures, and reads what that costs."""

import contextlib
import os
import socket
import threading

import pytest
import requests
from bench import peers, visitors
from bench.processes import cpu_seconds
from bench.requests_at_once import by_loop
from bench.servers import BenchFailed, finish, free_ports
from factories import make_product

from shop.dev.processes import ON_LINUX


class Answering(threading.Thread):
    """A server on a port of its own that answers everything in the same way."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}/page?a=b"
        self.asked: set[bytes] = set()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(ConnectionError):
            while read := connection.recv(4096):
                self.asked.add(read)
                connection.sendall(self.answer)


@pytest.fixture
def answering():
    """Start a server that gives the one answer."""
    started = []

    def start(answer: bytes) -> Answering:
        started.append(Answering(answer))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.listening.close()


class TestAsking:
    def test_asks_over_open_connections_and_counts_whole_answers(self, answering):
        server = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

        run = by_loop(server.url, {"Cookie": "a=b"}, 0.2)

        assert run.requests > 8
        assert len(server.asked) == 1
        [asked] = server.asked
        assert asked.startswith(b"GET /page?a=b HTTP/1.1\r\n")
        assert b"\r\nCookie: a=b\r\n" in asked

    def test_an_answer_other_than_200_stops_the_bench(self, answering):
        server = answering(b"HTTP/1.1 302 FOUND\r\nContent-Length: 0\r\n\r\n")

        with pytest.raises(BenchFailed, match="302"):
            by_loop(server.url, {}, 0.2)


class TestServers:
    def test_ports_in_use_are_passed_over(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]

            assert port not in free_ports(port, 2)

    def test_a_command_that_fails_says_what_it_was_for(self):
        with pytest.raises(BenchFailed, match=r"Making tea: failed\.\nno water"):
            finish(["sh", "-c", "echo no water; exit 3"], {}, "Making tea")

    @pytest.mark.slow
    def test_bare_flask_is_served_as_the_shop_is(self, tmp_path):
        [port] = free_ports(5300, 1)

        with peers.floor(tmp_path, port, 30) as server:
            answer = requests.get(f"{server.url}/constant", timeout=5)

        assert (answer.status_code, len(answer.content)) == (200, 20 * 1024)

    def test_settings_of_the_callers_own_shop_are_not_handed_on(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "sqlite:///my-real-shop")

        assert "DATABASE_URL" not in finish(["env"], {"PORT": "1"}, "Looking")

    @pytest.mark.skipif(not ON_LINUX, reason="make bench needs Linux, too")
    def test_cpu_time_grows_with_work_and_counts_children_that_ended(self):
        before = cpu_seconds(os.getpid())
        finish(["sh", "-c", "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done"], {}, "Counting")

        assert cpu_seconds(os.getpid()) > before


class TestVisitors:
    def test_find_a_product_and_its_variant_on_the_shops_pages(self, client):
        product = make_product(stock=3)

        assert visitors.PRODUCT.findall(client.get("/products").text) == [
            f"/products/{product.slug}"
        ]
        page = client.get(f"/products/{product.slug}").text
        assert visitors.VARIANT.search(page)[1] == str(product.variants[0].id)
