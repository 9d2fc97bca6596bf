"""What a page costs in catalogs of different size: CPU time, ours and PostgreSQL's.

    make costs DATABASE_URLS="postgresql://…/shop_1k postgresql://…/shop_1m"

Each page is rendered anew, past the page cache. CPU time and not the clock's, so that a busy
machine changes little; the databases take turns, so that what it does change is shared; of some
rounds the median counts. PostgreSQL's time is that of its own process, read from /proc, so it has
to run on this machine. Prints a table, writes JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

ROUNDS = 5
WARM_UP = 8  # requests; psycopg prepares a statement when it is run for the sixth time
WORDS = (
    "mug",
    "stoneware",
    "oak table",
    "linen cushion",
    "speckled bowl",
    "aldercote",
    "stonewear",
)
TYPED = ("mu", "stonew", "oak ta", "li", "speckled bo", "alderc", "s", "WB-000")
LISTS = {
    "home": ["/"],
    "list, page 1": ["/products"],
    "list, page 500": ["/products?page=500"],
    "list, by price": ["/products?sort=price", "/products?sort=-price&page=2"],
    "collection": ["/collections/mugs-cups", "/collections/bowls-plates"],
    "collection, page 30": ["/collections/mugs-cups?page=30", "/collections/bowls-plates?page=30"],
    "facets": [
        "/products?in_stock=1&min_price=20&max_price=60",
        "/products?on_sale=1&rating=4",
        "/collections/mugs-cups?in_stock=1&max_price=25",
    ],
    "search": [f"/products?q={words.replace(' ', '+')}" for words in WORDS],
    "search with facets": [f"/products?q={words.split()[0]}&in_stock=1" for words in WORDS],
    "suggestions": [f"/products/suggest?q={typed.replace(' ', '+')}" for typed in TYPED],
}
SIZES = (10, 40)  # requests of a round: of a page that is always the same, of several


def main(urls: list[str]) -> None:
    """Measure the catalogs at `urls`, smallest first, and say what the others cost beside it."""
    workers = [_Worker(url) for url in urls]
    names = [*LISTS, "detail"]
    figures = {name: {worker.name: worker.measure(name) for worker in workers} for name in names}
    for _ in range(ROUNDS - 1):
        for name in names:
            for worker in workers:
                figures[name][worker.name] += worker.measure(name)
    table = {
        name: {
            catalog: {kind: _middle(rounds, kind) for kind in ("shop", "database")}
            for catalog, rounds in found.items()
        }
        for name, found in figures.items()
    }
    for worker in workers:
        worker.end()
    sizes = {worker.name: worker.products for worker in workers}
    print(as_table(sizes, table))
    if path := os.environ.get("COSTS_JSON"):
        Path(path).write_text(json.dumps({"products": sizes, "milliseconds": table}, indent=1))


def _middle(rounds: list[dict[str, float]], kind: str) -> float | None:
    found = [figures[kind] for figures in rounds if figures]
    return round(median(found), 2) if found else None


def as_table(sizes: dict[str, int], table: dict[str, Any]) -> str:
    """Markdown: milliseconds of the shop's and of the database's CPU, and the last to the first."""
    heads = [f"{products:,} products" for products in sizes.values()]
    lines = [f"| CPU ms, shop + database | {' | '.join(heads)} | ratio |"]
    lines.append("|---|" + "---:|" * (len(heads) + 1))
    for name, found in table.items():
        cells, sums = [], []
        for figures in found.values():
            if figures["shop"] is None:
                cells.append("")
                continue
            sums.append(figures["shop"] + figures["database"])
            cells.append(f"{figures['shop']:.1f} + {figures['database']:.1f}")
        ratio = f"{sums[-1] / sums[0]:.2f}" if len(sums) > 1 and sums[0] else ""
        lines.append(f"| {name} | {' | '.join(cells)} | {ratio} |")
    return "\n".join(lines)


class _Worker:
    """A process with one catalog."""

    def __init__(self, url: str) -> None:
        self.name = urlsplit(url).path.lstrip("/")
        self._folder = tempfile.TemporaryDirectory(prefix="shop-costs-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.costs", "--worker"],
            env={**os.environ, "DATABASE_URL": url, "SHOP_INSTANCE": self._folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.products = int(self._ask("products"))

    def measure(self, name: str) -> list[dict[str, float]]:
        return [found] if (found := self._ask(name)) else []

    def _ask(self, name: str) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(name + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()
        self._folder.cleanup()


def work() -> None:
    """Answer each line of standard input, the name of a page, with what it costs."""
    from flask import Flask
    from sqlalchemy import func, select, text
    from werkzeug.test import Client

    from shop.app import create_app
    from shop.catalog.models import Product
    from shop.extensions import db

    app = create_app()
    # Past the middleware, of which the page cache is one: each request renders.
    client = Client(lambda environ, start: Flask.wsgi_app(app, environ, start))
    with app.app_context():
        backend = db.session.scalar(select(func.pg_backend_pid()))
        products = db.session.scalar(select(func.count()).select_from(Product)) or 0
        slugs = select(Product.slug).where(Product.is_published).order_by(Product.published_at)
        paths = {**LISTS, "detail": [f"/products/{s}" for s in db.session.scalars(slugs.limit(40))]}
        db.session.execute(text("SELECT 1"))
    warm: set[str] = set()
    for line in sys.stdin:
        name = line.strip()
        answer: Any = products if name == "products" else {}
        if name in paths:
            found = paths[name]
            if name not in warm:
                warm.add(name)
                _get(client, found, max(WARM_UP, len(found)))
            if client.get(found[0]).status_code == 200:
                answer = _measured(client, found, backend)
        print(json.dumps(answer), flush=True)


def _measured(client: Any, paths: list[str], backend: int | None) -> dict[str, float]:
    """CPU milliseconds a request: `shop` of this process, `database` of PostgreSQL's."""
    count = SIZES[len(paths) > 1]
    ours, theirs = time.process_time(), _cpu(backend)
    _get(client, paths, count)
    return {
        "shop": 1000 * (time.process_time() - ours) / count,
        "database": 1000 * (_cpu(backend) - theirs) / count,
    }


def _get(client: Any, paths: list[str], count: int) -> None:
    for path in _turns(paths, count):
        client.get(path)


def _turns(paths: list[str], count: int) -> Iterator[str]:
    return (paths[at % len(paths)] for at in range(count))


def _cpu(process: int | None) -> float:
    """Seconds that the process has had a processor for."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


if __name__ == "__main__":
    if sys.argv[1:] == ["--worker"]:
        work()
    else:
        main(sys.argv[1:] or os.environ.get("DATABASE_URLS", "").split())
