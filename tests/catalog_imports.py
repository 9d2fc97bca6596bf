"""Catalog files for tests to import."""

import csv
from collections.abc import Callable
from pathlib import Path

from catalog_rows import ROW
from click.testing import Result

from shop.catalog.models import (
    Product,
)
from shop.catalog.transfer import cells
from shop.extensions import db

SAGE = ROW | {"sku": "BOWL-S", "options": "Colour=Sage"}


OAT = {**dict.fromkeys(ROW, ""), "slug": "tea-bowl", "sku": "BOWL-O", "options": "Colour=Oat"}


Run = Callable[..., Result]


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "catalog.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, cells.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def product(slug: str = "tea-bowl") -> Product | None:
    return db.session.scalar(db.select(Product).where(Product.slug == slug))
