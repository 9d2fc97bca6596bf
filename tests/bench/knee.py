"""`make load KNEE=1`: how many users the shop holds, by number of products, into the README.

It serves a shop of its own as in production (two web workers, a job worker, Redis, a mail server;
SQLite, or the empty database that DATABASE_URL names), fills it from one number of products to the
next, and raises the users until 95 of 100 answers no longer come within 200 ms, or one fails; that
takes about 25 minutes. PRODUCTS lists other numbers, from small to large; BENCH_PORT and the next
are its ports.
"""

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import load_report, ours, visitors
from bench.measuring import tell
from bench.servers import BenchFailed, free_ports, running
from bench.steps import Step, find_knee, run
from config import ROOT

SIZES = "86 10000 100000"  # the demo shop alone has 86 products
START = 200  # users


def main() -> int:
    """The exit code says whether a knee was found, not whether it pleases."""
    folder = Path(os.environ.get("SHOP_INSTANCE") or ROOT / "instance").resolve() / "load"
    shutil.rmtree(folder, ignore_errors=True)
    sizes = [int(number) for number in os.environ.get("PRODUCTS", SIZES).split()]
    try:
        found = find_all(folder, sizes)
    except BenchFailed as error:
        print(error)
        return 1
    load_report.write(found, "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite")
    return 0


def find_all(folder: Path, sizes: list[int]) -> dict[int, list[Step]]:
    """The steps for each number of products, by the number that the shop really had."""
    found = {}
    port, mail_port = free_ports(int(os.environ.get("BENCH_PORT") or 5200), 2)
    own = {"DATABASE_URL": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {}
    with ours.redis(folder / "redis") as redis:
        own["MAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
        settings = ours.environ(folder / "shop", port, redis, **own)
        for size in sizes:
            tell(f"Filling the shop up to {size:,} products …")
            ours.prepare(settings, size)
            with shop(settings, mail_port, folder) as url:
                products = count_products(url)
                tell(f"{products:,} products:")
                found[products] = find_knee(lambda users: told(run(url, users)), START)
    return found


@contextlib.contextmanager
def shop(settings: Mapping[str, str], mail_port: int, folder: Path) -> Iterator[str]:
    """Web, job worker and a mail server while the block lasts; the shop's address."""
    worker = [ours.PYTHON, "-m", "tasks.worker"]
    sink = [ours.PYTHON, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{mail_port}"]
    sink += ["-c", "aiosmtpd.handlers.Sink"]  # it takes every mail and keeps none
    with (
        ours.serving("web", settings, folder) as web,
        running("mail", sink, mail_port, {}, folder),
        running("worker", worker, int(settings["PORT"]), settings, folder),
    ):
        web.wait_until_it_answers("/products")
        wait_for_jobs(web.url)
        yield web.url


def wait_for_jobs(url: str, patience: float = 900) -> None:
    """Wait until what seeding asked for is done, such as pictures in all sizes.

    Raises BenchFailed when that takes over `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        outbox = json.loads(visitors.Visitor(url).get("/readyz").text)["outbox"]
        if outbox and not outbox["waiting"]:
            return
        time.sleep(1)
    raise BenchFailed("The job worker does not get done with what seeding left to it.")


def count_products(url: str) -> int:
    return int(json.loads(visitors.Visitor(url).get("/api/products").text)["total"])


def told(step: Step) -> Step:
    """Say what came of a step."""
    verdict = "held" if step.is_held else "not held"
    tell(
        f"{step.users:6} users: 95 % within {step.p95:5.0f} ms, {step.failures} failures,"
        f" {step.per_second:5.0f} answers/s, {step.orders} orders: {verdict}"
    )
    return step


if __name__ == "__main__":
    sys.exit(main())
