"""`make scale`: run the cluster until Ctrl-C."""

import os
import signal
import sys
import threading
from pathlib import Path

import config
from shop.dev.redis_server import RedisServerFailed
from shop.dev.runner import is_busy
from shop.dev.scale import programs
from shop.dev.scale.cluster import PORTS, Cluster
from shop.dev.scale.services import NotStarted


def main() -> int:
    """The exit code says whether it could start."""
    port = int(os.environ.get("PORT") or 5000)
    busy = [number for number in range(port, port + PORTS) if is_busy(number)]
    if busy:
        print(
            f"Port {busy[0]} is busy, and {PORTS} from {port} on are needed. "
            f"Choose others: PORT={port + 100} make scale"
        )
        return 1
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    folder = Path(os.environ.get("SHOP_INSTANCE") or config.ROOT / "instance").resolve() / "scale"
    try:
        programs.check()
        with Cluster(folder, port, say=print) as cluster:
            announce(cluster)
            while not stopping.wait(0.5):
                cluster.keep_alive()
            print("Stopping …", flush=True)
    except (programs.ProgramMissing, NotStarted, RedisServerFailed) as error:
        print(error)
        return 1
    return 0


def announce(cluster: Cluster) -> None:
    first, second = cluster.node_ports
    print(
        f"\n  The shop is open:  {cluster.url} (nginx)\n"
        f"  Its nodes:         http://127.0.0.1:{first} and http://127.0.0.1:{second}\n"
        f"  Administrator:     admin@example.com / demo-shop-password\n"
        f"  Shopper:           shopper@example.com / demo-shop-password\n"
        f"  Mail:              {cluster.mailbox / 'new'}\n"
        f"  What each prints:  {cluster.folder}/*.log\n"
        f"  Stop:              Ctrl-C\n",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
