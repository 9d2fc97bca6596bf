"""Proving on the configured database that the last units are sold once.

Processes of their own, as many as wanted, all go for the same few units of a product that is made
for this and deleted afterwards. Each takes them as an order does, one by one, in transactions.
"""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func
from sqlalchemy.exc import OperationalError

from shop.catalog import services, stock
from shop.catalog.models import Product, StockMovement, Variant
from shop.extensions import db

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds that a buyer may take


@dataclass(frozen=True)
class Outcome:
    """What became of `units`, wanted `wanted` times: every figure counts units."""

    units: int
    wanted: int
    sold: int
    refused: int
    failed: int
    left: int
    moved: int  # what the ledger of movements says is left

    @property
    def is_right(self) -> bool:
        return (
            self.sold == min(self.units, self.wanted - self.failed)
            and self.left == self.units - self.sold == self.moved
            and self.sold + self.refused + self.failed == self.wanted
        )


def prove(units: int, buyers: int, tries: int) -> Outcome:
    """Let `buyers` processes each try `tries` times to take one of `units`."""
    with _product(units) as variant_id:
        processes = [_start(variant_id, tries) for _ in range(buyers)]
        for process in processes:
            _wait_until_ready(process)
        for process in processes:
            _let_go(process)
        counts = [_finish(process) for process in processes]
        sold, refused, failed = (sum(column) for column in zip(*counts, strict=True))
        left, moved = _left(variant_id)
    return Outcome(units, buyers * tries, sold, refused, failed, left, moved)


@contextmanager
def _product(units: int) -> Iterator[int]:
    """The id of the only variant of a product that nobody sees, with so many units."""
    name = f"prove-stock-{secrets.token_hex(6)}"
    product = Product(slug=name, title="Proof of the stock", is_published=False)
    db.session.add(product)
    variant = services.add_variant(product, name, 1, stock=units)
    services.summarise(product)
    db.session.commit()
    product_id, variant_id = product.id, variant.id
    db.session.rollback()
    try:
        yield variant_id
    finally:
        db.session.rollback()
        db.session.delete(db.session.get_one(Product, product_id))
        db.session.commit()


def _start(variant_id: int, tries: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prove-stock"]
    return subprocess.Popen(
        [*command, "--buyer", str(variant_id), "--tries", str(tries)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout  # noqa: S101 - it is a pipe
    process.stdout.readline()


def _let_go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin  # noqa: S101 - it is a pipe
    process.stdin.write("go\n")
    process.stdin.flush()


def _finish(process: "subprocess.Popen[str]") -> tuple[int, int, int]:
    """Units sold, refused and failed of one buyer. Raises ValueError for one that crashed."""
    said, _ = process.communicate(timeout=PATIENCE)
    sold, refused, failed = map(int, said.split())
    return sold, refused, failed


def buy(variant_id: int, tries: int) -> tuple[int, int, int]:
    """Try `tries` times to take one unit: how often it was sold, refused, and failed."""
    sold = refused = failed = 0
    for _ in range(tries):
        try:
            stock.take({variant_id: 1}, "prove-stock")
            db.session.commit()
            sold += 1
        except stock.SoldOut:
            db.session.rollback()
            refused += 1
        except OperationalError:
            db.session.rollback()
            failed += 1
    return sold, refused, failed


def _left(variant_id: int) -> tuple[int, int]:
    """The units left by the column, and by the ledger."""
    moved = db.select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant_id)
    left = db.session.scalar(db.select(Variant.stock).where(Variant.id == variant_id))
    return int(left or 0), int(db.session.scalar(moved) or 0)
