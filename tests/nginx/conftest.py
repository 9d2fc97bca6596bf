"""A real nginx as deploy/nginx.conf sets it up, before nodes that answer as they are told."""

import itertools
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from types import SimpleNamespace

import pytest
import requests
from nodes import serving
from ports import free_ports

from shop.dev.scale import front, programs

if not programs.is_there(programs.nginx):
    collect_ignore_glob = ["test_*.py"]

numbers = itertools.count()


@pytest.fixture(scope="module")
def ports() -> tuple[int, int, int]:
    first = free_ports(3)
    return first, first + 1, first + 2


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, ports: tuple[int, int, int]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("nginx")
    css = folder / "static" / "1" / "css"
    css.mkdir(parents=True)
    (css / "a.css").write_text("identity")
    (css / "a.css.br").write_text("brotli")
    (css / "a.css.gz").write_text("gzip")
    settings = front.lay_out(folder / "place", folder / "static", ports[0], ports[1:])
    # Nodes die in one test and live in the next.
    settings.write_text(settings.read_text().replace("max_fails=2", "max_fails=0"))
    server = front.server(folder / "place", settings, ports[0])
    server.start()
    try:
        server.wait()
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        server.stop()


@pytest.fixture
def nodes(ports: tuple[int, int, int]) -> Iterator[SimpleNamespace]:
    """Both nodes; `seen()` is what the two were asked, `answer` what both answer."""
    with serving(ports[1]) as first, serving(ports[2]) as second:

        def answer(make) -> None:
            first.answer = second.answer = make

        yield SimpleNamespace(
            first=first, second=second, answer=answer, seen=lambda: [*first.seen, *second.seen]
        )


@pytest.fixture
def path() -> str:
    """A page that no test has asked for."""
    return f"/products/mug-{next(numbers)}"


@pytest.fixture
def get(url):
    def get(path: str, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.get(url + path, headers=named, timeout=10, allow_redirects=False)

    return get


@pytest.fixture
def ask(url, ports):
    """Ask for an address just as it is written: `requests` puts it in order."""

    def ask(path: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", ports[0], timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    return ask
