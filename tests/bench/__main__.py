"""`make bench`: what our pages cost, beside bare Flask, nginx and django-oscar, into the README.

It sets all of them up from nothing (in instance/bench), measures them in one run of about five
minutes, and ends everything that it started. BENCH_PORT is the first of the ports that it uses.
"""

import contextlib
import os
import sys
from pathlib import Path

from bench import ours, peers, report, visitors
from bench.figures import promises
from bench.measuring import SECONDS, Target, measure, tell
from bench.servers import BenchFailed, Server, free_ports
from config import ROOT
from shop.dev.processes import ON_LINUX

PRODUCTS = 1000
WORD = "stoneware"  # found by the search
NAMES = {"home": "our home page", "list": "our list", "detail": "our product page"}


def main() -> int:
    """The exit code says whether there are figures, not whether they please."""
    if not ON_LINUX:
        print("The bench reads the servers' CPU time from /proc, which only Linux has.")
        return 1
    folder = Path(os.environ.get("SHOP_INSTANCE") or ROOT / "instance").resolve() / "bench"
    try:
        with contextlib.ExitStack() as started:
            targets = start_all(started, folder)
            figures = measure(targets)
    except BenchFailed as error:
        print(error)
        return 1
    report.write(figures, promises(figures), PRODUCTS)
    return 0


def start_all(started: contextlib.ExitStack, folder: Path) -> list[Target]:
    """Every page that is measured, its server running as long as `started`."""
    ports = free_ports(int(os.environ.get("BENCH_PORT") or 5200), 5)
    tell("Setting up bare Flask …")
    floor = started.enter_context(peers.floor(folder / "floor", ports[0], PRODUCTS))
    tell("Setting up the shop …")
    redis = started.enter_context(ours.redis(folder / "redis"))
    shop = ours.environ(folder / "shop", ports[1], redis)
    first = ours.environ(folder / "shop", ports[2], redis, SHOP_PAGE_CACHE="0")
    ours.prepare(shop, PRODUCTS)
    ours.show_all_pictures(folder / "shop" / "shop.sqlite3")
    cached = started.enter_context(ours.serving("shop", shop, folder))
    uncached = started.enter_context(ours.serving("shop-first", first, folder))
    for server in (cached, uncached):
        server.helpers = (redis.process.pid,) if redis.process else ()
        server.wait_until_it_answers("/products")
    targets = [*of_floor(floor), *of_shop(cached, uncached)]
    if peers.nginx_is_there():
        page = visitors.Visitor(cached.url).get("/products")
        nginx = started.enter_context(peers.nginx(folder / "nginx", ports[3], page.text.encode()))
        targets.append(target("file", "nginx, our list as a file", nginx, "/page.html"))
    else:
        tell("There is no nginx here, so it is left out (on Debian or Ubuntu: apt install nginx).")
    tell("Setting up django-oscar …")
    entered = peers.oscar(folder / "oscar", ports[4], PRODUCTS)
    oscar, product = started.enter_context(entered)
    return [*targets, *of_oscar(oscar, product)]


def of_floor(floor: Server) -> list[Target]:
    return [
        target("constant", "bare Flask, a constant page", floor, "/constant"),
        target("database", "Flask with SQLAlchemy, the same list", floor, "/products"),
    ]


def of_shop(cached: Server, uncached: Server) -> list[Target]:
    """Our pages: as strangers, people with a cart and customers get them, and when none is kept."""
    product = visitors.a_product(cached.url)
    pages = {"home": "/", "list": "/products", "detail": product}
    cart = visitors.with_cart(cached.url, product)
    customer = visitors.signed_in(cached.url)
    search = f"/products?q={WORD}"
    stranger = visitors.Visitor(cached.url)
    found = [target(key, NAMES[key], cached, path, stranger) for key, path in pages.items()]
    for key in ("list", "detail"):
        found.append(target(f"{key}, cart", f"{NAMES[key]}, with a cart", cached, pages[key], cart))
    for key in ("list", "detail"):
        found.append(
            target(f"{key}, signed in", f"{NAMES[key]}, signed in", cached, pages[key], customer)
        )
    for key, path in pages.items():
        found.append(target(f"{key}, first", f"{NAMES[key]}, first rendering", uncached, path))
    found.append(target("search", "our search, first rendering", uncached, search))
    return found


def of_oscar(oscar: Server, product: str) -> list[Target]:
    found = [
        target("oscar detail", "django-oscar, product page", oscar, product),
        target("oscar list", "django-oscar, list", oscar, "/catalogue/"),
    ]
    return [one._replace(seconds=4 * SECONDS) for one in found]  # it answers but a few a second


def target(
    key: str, name: str, server: Server, path: str, visitor: visitors.Visitor | None = None
) -> Target:
    """A page as `visitor` gets it, a stranger where none is named."""
    visitor = visitor or visitors.Visitor(server.url)
    page = visitor.get(path)
    if page.status != 200:
        raise BenchFailed(f"{server.name} answers {path} with {page.status}.\n{server.tail()}")
    return Target(key, name, server, path, page.size, visitor.headers)


if __name__ == "__main__":
    sys.exit(main())
