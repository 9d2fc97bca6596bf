"""A PostgreSQL server of the drills' own, which they may restart."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ports import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Cluster:
    """One in `folder`, on a free port, without passwords. It refuses to run as root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql://shop@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *options: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*user, str(BINARIES[-1] / program), "-D", f"{self.folder}/data", *options]
        with open(self.folder.with_suffix(".log"), "ab") as log:
            subprocess.run(
                command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start(self) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self.run("pg_ctl", "start", "-w", "-o", settings, "-l", f"{self.folder}/log")

    def restart(self, mode: str) -> None:
        """`mode` is pg_ctl's: fast ends what is under way, immediate is a crash."""
        self.run("pg_ctl", "restart", "-w", "-m", mode, "-l", f"{self.folder}/log")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A fresh one, running while the block lasts."""
    with _running(
        "initdb", "-U", "shop", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8"
    ) as server:
        yield server


@contextmanager
def standby(server: Cluster) -> Iterator[Cluster]:
    """A streaming replica of `server`, running while the block lasts."""
    origin = ("-h", "127.0.0.1", "-p", str(server.port), "-U", "shop")
    with _running("pg_basebackup", "-R", "-X", "stream", "-c", "fast", *origin) as follower:
        yield follower


@contextmanager
def _running(*making: str) -> Iterator[Cluster]:
    """A cluster that the command `making` fills, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="shop-postgresql-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        server = Cluster(folder)
        server.run(*making)
        server.start()
        try:
            yield server
        finally:
            server.run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
        folder.with_suffix(".log").unlink(missing_ok=True)
