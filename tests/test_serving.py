"""gunicorn as the Procfile starts it: what it serves, how it stops, what it loads."""

import http.client
import subprocess
import sys
import threading
from collections import Counter

import pytest
import requests
from ports import free_port
from processes import running, wait_until

from config import ROOT

pytestmark = pytest.mark.slow

COMMAND = ("gunicorn", "--config", "python:shop.serving")


@pytest.fixture
def web(app, environ, tmp_path):
    """A running server, and the port that it listens on."""
    port = free_port()
    variables = environ | {"SHOP_INSTANCE": str(tmp_path), "WEB_CONCURRENCY": "2"}
    with running(variables, *COMMAND, PORT=port) as process:
        wait_until(lambda: answers(port) or process.popen.poll() is not None)
        yield process, port


def answers(port):
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_procfile_starts_it_so():
    web = next(line for line in (ROOT / "Procfile").read_text().splitlines() if "web:" in line)
    assert web == f"web: {' '.join(COMMAND)}"


@pytest.mark.parametrize("keeps_connection", [True, False])
def test_no_request_fails_when_it_is_asked_to_stop(web, keeps_connection):
    process, port = web
    crowd = [Client(port, keeps_connection) for _ in range(8)]
    for client in crowd:
        client.start()
    wait_until(lambda: all(client.seen[200] > 3 for client in crowd))
    assert process.end() == 0
    for client in crowd:
        client.join(20)
    seen = sum((client.seen for client in crowd), Counter())
    assert set(seen) == {200, "refused"}
    assert "Traceback" not in process.output()


class Client(threading.Thread):
    """Asks for pages until nobody listens."""

    def __init__(self, port, keeps_connection):
        super().__init__(daemon=True)
        self.port = port
        self.keeps_connection = keeps_connection
        self.seen = Counter()

    def run(self):
        connection = None
        while True:
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                try:
                    connection.connect()
                except ConnectionRefusedError:
                    self.seen["refused"] += 1
                    return
            try:
                connection.request("GET", "/healthz")
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.seen[type(error).__name__] += 1
                connection = None
                continue
            self.seen[answer.status] += 1
            if not self.keeps_connection or answer.headers.get("Connection") == "close":
                connection.close()
                connection = None


def test_what_few_processes_need_is_not_loaded_by_all(environ):
    """Each costs a process between 14 and 25 MB."""
    script = "import sys, wsgi; print({'fpdf', 'fontTools', 'stripe', 's3fs'} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    loaded = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, check=True)
    assert loaded.stdout == b"set()\n"
