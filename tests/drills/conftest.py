"""A shop of real processes, and a crowd that buys in it, for drills that let its parts fail."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from factories import make_product
from flask import Flask
from judging import Wrong, what_is_wrong
from postgresql import BINARIES, Cluster, cluster
from processes import wait_until
from shoppers import Crowd, Journal
from standing import Shop

from shop.extensions import db
from shop.orders.models import Order
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone

# SQLite has no server that could be restarted; and a server of our own needs PostgreSQL's programs.
if not (BINARIES and os.environ.get("DATABASE_URL", "").startswith("postgres")):
    collect_ignore = ["test_postgresql_drills.py", "test_replica_drills.py"]

STOCKS = {"mug": 5000, "bowl": 5000, "last-jug": 9}


@pytest.fixture(scope="module")
def shop(
    migrated_app: Flask, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """Its processes share the database with all tests, so they may not outlive the drills."""
    with Shop(environ, tmp_path_factory.mktemp("drills")) as shop:
        yield shop


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A PostgreSQL of its own, which a drill may restart or crash."""
    with cluster() as server:
        yield server


class Drill:
    """One drill: a crowd in a shop with three products, one of which runs out."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        for slug, units in STOCKS.items():
            make_product(slug.title(), slug=slug, stock=units)
        # In one transaction that begins by writing: the shop's processes write meanwhile, and
        # SQLite lets none write that has read before.
        zone = ShippingZone(title="US", countries=[ShippingCountry(country="US")])
        steps = [ShippingStep(threshold=0, price=500)]
        db.session.add(ShippingMethod(zone=zone, code="standard", title="Standard", steps=steps))
        db.session.commit()
        shop.forget_pages()
        shop.mail.taken.clear()
        shop.mail.began.clear()
        shop.mail.takes = 0
        self.crowd = Crowd(shop.url, list(STOCKS))
        self.let = self.crowd.let
        self.mail = shop.mail

    @contextmanager
    def buying(self) -> Iterator[Journal]:
        """The crowd buys while this lasts; after it every mail is waited for."""
        with self.crowd.buying() as journal:
            yield journal
        wait_until(lambda: self.is_mailed() or self.shop.worker.popen.poll() is not None, 40)
        assert self.shop.worker.popen.poll() is None, self.shop.worker.output()

    def is_mailed(self) -> bool:
        """Whether every order has its mail."""
        mailed = {mail["To"] for mail in list(self.mail.taken)}
        return set(db.session.scalars(db.select(Order.email))) <= mailed

    def wrong(self) -> Wrong:
        return what_is_wrong(self.crowd.journal, self.mail, STOCKS)


@pytest.fixture
def drill(app: Flask, shop: Shop) -> Iterator[Drill]:
    started = time.monotonic()
    drill = Drill(shop)
    yield drill
    print(f"{drill.crowd.journal} in {time.monotonic() - started:.1f} s")
