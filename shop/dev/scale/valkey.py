"""Valkey as a cluster has it: a primary, its replica, and three sentinels that watch both."""

import os
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from shop.dev.redis_server import RedisServer, find_binary
from shop.dev.scale.services import Logged

NAME = "shop-primary"
QUORUM = 2  # sentinels who must agree that the primary is gone


class Guarded:
    """All five, on `ports`."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.primary = RedisServer(folder / "valkey-primary", None, ports[0])
        of_primary = ("--replicaof", f"127.0.0.1 {ports[0]}", "--repl-diskless-sync-delay", "0")
        self.replica = RedisServer(folder / "valkey-replica", None, ports[1], *of_primary)
        self.ports = ports[2:]
        self.sentinels = [self._sentinel(folder, port) for port in self.ports]

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"sentinel://{hosts}/{NAME}"

    def _sentinel(self, folder: Path, port: int) -> Logged:
        own = folder / f"sentinel-{port}"
        own.mkdir(parents=True)
        settings = own / "sentinel.conf"  # which it writes what it learns into
        settings.write_text(
            f'port {port}\nbind 127.0.0.1\ndir "{own}"\n'
            f"sentinel monitor {NAME} 127.0.0.1 {self.primary.port} {QUORUM}\n"
            f"sentinel down-after-milliseconds {NAME} 1000\n"
            f"sentinel failover-timeout {NAME} 5000\n"
        )
        command = [find_binary(), str(settings), "--sentinel"]
        log = own.with_suffix(".log")
        environ = {"PATH": os.environ["PATH"]}
        return Logged(f"sentinel-{port}", command, environ, log, lambda: self.is_watching(port))

    def start(self) -> None:
        """Start all, and wait until each knows the others.

        Raises RedisServerFailed and NotStarted.
        """
        self.primary.start()
        self.replica.start()
        for sentinel in self.sentinels:
            sentinel.start()
        for sentinel in self.sentinels:
            sentinel.wait()

    def is_watching(self, port: int) -> bool:
        """Whether the sentinel at `port` could replace the primary."""
        try:
            with Redis(port=port, socket_timeout=1) as client:
                state = client.sentinel_master(NAME)
        except RedisError:
            return False
        others = len(self.ports) - 1
        return bool(state["num-slaves"] == 1 and state["num-other-sentinels"] == others)

    def stop(self) -> None:
        for sentinel in self.sentinels:
            sentinel.stop()
        self.replica.stop()
        self.primary.stop()
