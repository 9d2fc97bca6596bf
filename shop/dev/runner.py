"""`make run`: the whole shop from one command, with nothing installed but Python.

Prepares the database, then keeps web, worker and scheduler (and a Redis, where REDIS_URL names
none) running, restarts them when code changes, and ends all of them together.
"""

import os
import signal
import socket
import sys
import threading
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dotenv
import watchfiles

import config
from shop.dev.processes import ON_WINDOWS, Service
from shop.dev.redis_server import RedisServer, RedisServerFailed, embedded

HOST = "127.0.0.1"
WATCHED = ("shop", "tasks", "config.py", "wsgi.py")


def main() -> int:
    """Run until Ctrl-C; the exit code says whether it could start."""
    dotenv.load_dotenv(config.ROOT / ".env")
    port = int(os.environ.get("PORT") or 5000)
    if is_busy(port):
        print(
            f"Port {port} is busy: something else listens on {HOST}:{port}. "
            f"Stop it, or choose another port: PORT={port + 1} make run"
        )
        return 1
    os.environ.setdefault("PORT", str(port))
    os.environ.setdefault("PUBLIC_URL", f"http://{HOST}:{port}")
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    try:
        settings = config.load()
    except config.ConfigError as error:
        print(f"The shop does not start: {error}")
        return 1
    redis = start_redis(settings)
    started = services()
    try:
        prepared = Path(settings["SHOP_INSTANCE"]) / "prepared"
        if prepared.exists():  # the page loads its code while the database is looked at
            started[0].start()
        prepare_database()
        prepared.touch()
        run(started, redis, settings, stopping)
    finally:
        end(started)
        if redis:
            redis.stop()
    return 0


def is_busy(port: int) -> bool:
    with socket.socket() as probe:
        if not ON_WINDOWS:  # there the option means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def start_redis(settings: dict[str, Any]) -> RedisServer | None:
    """The embedded Redis; None where REDIS_URL names another, or none can be had."""
    server = embedded(settings)
    if server is None or server.answers():
        return None
    try:
        server.start()
    except (RedisServerFailed, OSError, ImportError) as error:
        print(f"No Redis could be started ({error}). The shop sells on; jobs wait for one.")
        return None
    return server


def prepare_database() -> None:
    """Migrate, and fill an empty catalog with the demo shop's."""
    # The application takes seconds to load; here, and not above, the page's process begins first.
    import flask_migrate

    from shop.app import create_app
    from shop.catalog.models import Product
    from shop.extensions import db

    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        is_empty = db.session.scalar(db.select(Product.id).limit(1)) is None
        db.session.rollback()
        if is_empty:
            from seeds.load import seed

            print("An empty database: seeding the demo shop.", flush=True)
            seed()
        db.session.remove()
        db.engine.dispose()


def services() -> list[Service]:
    python = [sys.executable, "-u", "-m"]
    address = ["--host", HOST, "--port", os.environ["PORT"]]
    web = ["flask", "--app", "wsgi", "run", *address]
    if not ON_WINDOWS:
        web = ["gunicorn", "--config", "python:shop.serving", "--bind", ":".join(address[1::2])]
    return [
        Service("web", [*python, *web], os.environ),
        Service("worker", [*python, "tasks.worker"], os.environ),
        Service("scheduler", [*python, "tasks.schedule"], os.environ),
    ]


def run(
    running: list[Service],
    redis: RedisServer | None,
    settings: dict[str, Any],
    stopping: threading.Event,
) -> None:
    """Keep the services alive and fresh until `stopping` is set, then end them."""
    web, *others = running
    if web.process is None:
        web.start()
    is_open = threading.Event()
    threading.Thread(target=announce, args=(settings, stopping, is_open), daemon=True).start()
    root = Path(config.ROOT)
    changes = watchfiles.watch(
        *(root / path for path in WATCHED),
        stop_event=stopping,
        rust_timeout=250,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for changed in changes:
        if stopping.is_set():
            break
        if changed:
            print(f"{'run':>9} | {_names(changed, root)} changed, starting again", flush=True)
            restart(running)
        if is_open.is_set() and others:  # the page first: they would share its processors
            for service in others:
                if service.process is None:  # a saved file may have started it meanwhile
                    service.start()
            others = []
        for service in running:
            service.keep_alive()
        if redis and redis.process and redis.process.poll() is not None:
            redis.start()
    print(f"{'run':>9} | stopping", flush=True)


def _names(changed: Iterable[tuple[Any, str]], root: Path) -> str:
    names = sorted({os.path.relpath(path, root) for _, path in changed})
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def restart(running: list[Service]) -> None:
    end(running)
    for service in running:
        service.falls = 0
        service.start()


def end(running: list[Service]) -> None:
    """All are asked at once, then waited for one by one."""
    for service in running:
        service.ask_to_stop()
    for service in running:
        service.stop()


def announce(settings: dict[str, Any], stopping: threading.Event, is_open: threading.Event) -> None:
    """Say where everything is, once the shop answers."""
    address = f"http://{HOST}:{os.environ['PORT']}"
    while not stopping.wait(0.1):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()  # noqa: S310 - our own
        except OSError:
            continue
        is_open.set()
        mail = settings["MAIL_URL"] or f"{address}/dev/mailbox"
        print(
            f"\n  {settings['SHOP_NAME']} is open:  {address}\n"
            f"  Administrator:     admin@example.com / demo-shop-password\n"
            f"  Shopper:           shopper@example.com / demo-shop-password\n"
            f"  Mail:              {mail}\n"
            f"  Jobs:              {address}/admin/rq/ (as the administrator)\n"
            "  Stop:              Ctrl-C\n",
            flush=True,
        )
        return


if __name__ == "__main__":
    sys.exit(main())
