"""All processes of compose.yaml, as processes of this machine."""

import os
import secrets
import shutil
import sys
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from config import ROOT
from shop.dev.scale import front, postgresql
from shop.dev.scale.services import Logged, run
from shop.dev.scale.valkey import Guarded

PORTS = 11  # that a cluster needs, beginning with nginx's
BUCKET = "pictures"
PYTHON = [sys.executable, "-u", "-m"]
DEMO = {"SHOP_ENV": "development"}  # which makes the demo shop's accounts


class Cluster:
    """It listens on `port` and the next ones; all it makes is in `folder`, emptied before.

    A context manager: entering raises ProgramMissing, NotStarted or RedisServerFailed where
    something is missing or does not start, and leaves nothing running.
    """

    def __init__(
        self, folder: Path, port: int, say: Callable[[str], object] = lambda _line: None
    ) -> None:
        self.folder = folder
        self.port = port
        self.say = say
        self.url = f"http://127.0.0.1:{port}"
        self.node_ports = (port + 1, port + 2)
        self.database_port, self.s3_port, self.mail_port = port + 3, port + 4, port + 5
        self.valkey_ports = [port + 6 + number for number in range(5)]
        self.ends = ExitStack()
        self.services: list[Logged] = []

    def __enter__(self) -> "Cluster":
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self.start()
        except BaseException:
            self.ends.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for service in self.services[::-1]:  # all are asked at once, then waited for one by one
            service.ask_to_stop()
        self.ends.close()

    def start(self) -> None:
        """Start everything, in the order in which one needs the other."""
        self.say("Starting PostgreSQL, Valkey, S3 and a mail server …")
        self.start_stores()
        self.say("Filling the demo shop …")
        self.fill()
        self.say("Starting two nodes, two workers, the scheduler and nginx …")
        self.nodes = [self.node(number) for number in (0, 1)]
        self.workers = [self.shop_process(f"worker-{n}", "tasks.worker") for n in (1, 2)]
        self.scheduler = self.shop_process("scheduler", "tasks.schedule")
        static = self.instance("node-1") / "static"  # made when the node starts
        place = self.folder / "nginx"
        settings = front.lay_out(place, static, self.port, self.node_ports)
        self.nginx = front.server(place, settings, self.port)
        for service in (*self.nodes, *self.workers, self.scheduler, self.nginx):
            self.keep(service)
        for service in (*self.nodes, self.nginx):
            service.wait()

    def start_stores(self) -> None:
        database = postgresql.server(self.folder / "postgresql", self.database_port)
        self.valkey = Guarded(self.folder, self.valkey_ports)
        s3 = ["moto.server", "-H", "127.0.0.1", "-p", str(self.s3_port)]
        self.mailbox = self.folder / "mailbox"
        mail = ["aiosmtpd", "-n", "-l", f"127.0.0.1:{self.mail_port}"]
        mail += ["-c", "aiosmtpd.handlers.Mailbox", str(self.mailbox)]
        stores = [
            database,
            self.logged("s3", [*PYTHON, *s3], lambda: postgresql.answers(self.s3_port)),
            self.logged("mail", [*PYTHON, *mail], lambda: postgresql.answers(self.mail_port)),
        ]
        for service in stores:
            self.keep(service)
        self.ends.callback(self.valkey.stop)
        self.valkey.start()
        for service in stores:
            service.wait()

    def fill(self) -> None:
        """Make the bucket, as moto lets anybody, the tables, and the demo shop."""
        bucket = f"http://127.0.0.1:{self.s3_port}/{BUCKET}"
        urllib.request.urlopen(urllib.request.Request(bucket, method="PUT")).close()
        for words in (["db", "upgrade"], ["seed"]):
            flask = [*PYTHON, "flask", "--app", str(ROOT / "wsgi.py"), *words]
            run(flask, self.variables("seed") | DEMO, self.folder / "seed.log")

    def variables(self, name: str) -> dict[str, str]:
        """The environment of the shop's process `name`: nothing but these."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SHOP_ENV": "production",
            "SHOP_INSTANCE": str(self.instance(name)),
            "SECRET_KEY": self.secret_key,
            "PUBLIC_URL": self.url,
            "TRUSTED_PROXIES": "1",
            "DATABASE_URL": f"postgresql://shop@127.0.0.1:{self.database_port}/postgres",
            "REDIS_URL": self.valkey.url,
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "MEDIA_URL": f"s3://{BUCKET}",
            "AWS_ACCESS_KEY_ID": "scale",
            "AWS_SECRET_ACCESS_KEY": "scale-secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.s3_port}",
            "SWEEP_INTERVAL": "2",
        }

    secret_key = secrets.token_hex(32)

    def instance(self, name: str) -> Path:
        return self.folder / name

    def node(self, number: int) -> Logged:
        port = self.node_ports[number]

        def is_up() -> bool:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
                return True
            return False

        module = ["gunicorn", "--config", "python:shop.serving", "--bind", f"127.0.0.1:{port}"]
        return self.shop_process(f"node-{number + 1}", *module, is_up=is_up)

    def shop_process(
        self, name: str, *module: str, is_up: Callable[[], bool] = lambda: True
    ) -> Logged:
        log = self.folder / f"{name}.log"
        # Pages go first: on machines of their own, nodes do not wait for workers either.
        nice = [] if module[0] == "gunicorn" else ["nice", "-n", "10"]
        return Logged(name, [*nice, *PYTHON, *module], self.variables(name), log, is_up)

    def logged(self, name: str, command: list[str], is_up: Callable[[], bool]) -> Logged:
        environ = {"PATH": os.environ["PATH"]}
        return Logged(name, command, environ, self.folder / f"{name}.log", is_up)

    def keep(self, service: Logged) -> None:
        """Start it, and end it with the cluster."""
        service.start()
        self.services.append(service)
        self.ends.callback(service.stop)

    def keep_alive(self) -> None:
        """Start again what has fallen."""
        for service in self.services:
            service.keep_alive()
