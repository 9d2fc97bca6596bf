"""A whole shop of processes, each of which a drill may mistreat."""

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from ports import free_port
from processes import Process, running, wait_until
from smtp_server import SlowServer

from shop.dev.redis_server import RedisServer
from shop.pagecache import token

SETTINGS = {
    "SWEEP_INTERVAL": "1",
    "JOB_TIMEOUT": "5",  # a killed worker's claim lapses 3 seconds later
    "WEB_CONCURRENCY": "2",
    "LOG_LEVEL": "WARNING",
}


class MailServer(SlowServer):
    """One that can be away. What it took stays known."""

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.controller: Controller | None = None
        self.once_taken: Callable[[], None] | None = None  # before the sender hears of it

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        then, self.once_taken = self.once_taken, None
        if then:
            then()
        return answer

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    def ids_to(self, address: str) -> list[str]:
        """The Message-ID of each mail that came for `address`."""
        return [mail["Message-ID"] for mail in self.taken if mail["To"] == address]


class Shop:
    """Web, worker, scheduler, Redis and mail server, on `environ`'s database."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis = RedisServer(folder / "redis", socket=folder / "redis.sock")
        self.mail = MailServer()
        self.variables = {
            **environ,
            **SETTINGS,
            "REDIS_URL": self.redis.url,
            "MAIL_URL": self.mail.url,
        }
        self.ends = ExitStack()

    def __enter__(self) -> "Shop":
        self.redis.start()
        self.ends.callback(self.redis.stop)
        self.mail.start()
        self.ends.callback(self.mail.stop)
        self.start_web()
        self.start_worker()
        self.start("tasks.schedule")
        wait_until(lambda: self.is_up() or self.web.popen.poll() is not None)
        assert self.web.popen.poll() is None, self.web.output()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ends.close()

    def start(self, *command: str, **settings: object) -> Process:
        return self.ends.enter_context(running(self.variables, *command, **settings))

    def start_web(self) -> None:
        bind = ("--bind", f"127.0.0.1:{self.port}")
        self.web = self.start("gunicorn", "--config", "python:shop.serving", *bind)

    def start_worker(self, **settings: object) -> None:
        self.worker = self.start("tasks.worker", **settings)

    def is_up(self) -> bool:
        try:
            return requests.get(self.url + "/healthz", timeout=5).ok
        except requests.ConnectionError:
            return False

    def forget_pages(self) -> None:
        """Have it know what was written past it: whoever writes renews the token in a Redis of
        their own, and this shop has another."""
        with self.redis.client() as client:
            client.delete(token.KEY)

    def kill_web(self) -> None:
        """kill -9 for all of its processes at once."""
        os.killpg(self.web.popen.pid, signal.SIGKILL)
        self.web.popen.wait()
