"""Catalog files for tests to import."""

import csv
from collections.abc import Callable
from pathlib import Path

from catalog_rows import ROW
from click.testing import Result
from PIL import Image

from shop.catalog.models import (
    Product,
)
from shop.catalog.transfer import cells
from shop.extensions import db

SAGE = ROW | {"sku": "BOWL-S", "options": "Colour=Sage"}
OAT = dict.fromkeys(ROW, "") | {
    "slug": "tea-bowl",
    "sku": "BOWL-O",
    "options": "Colour=Oat",
    "price": "13.00",
    "stock": "0",
}
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


def draw(path: Path, colour: str = "teal") -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), colour).save(path)


def snapshot() -> list[tuple[object, ...]]:
    """Every row of the catalog, as it is in the database."""
    names = (
        *("products", "variants", "options", "option_values", "variant_option_values"),
        *("collection_products", "pictures", "stock_movements", "slug_redirects"),
    )
    found = []
    for name in names:
        table = db.metadata.tables[name]
        found += [(name, *row) for row in db.session.execute(db.select(table))]
    db.session.rollback()
    return sorted(found, key=repr)
