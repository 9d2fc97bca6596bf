"""Which pictures the demo shop has, and where they are kept."""

import csv
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent
PICTURES = SEEDS / "pictures"
MOST_BYTES = 60_000  # of a picture


def names() -> list[str]:
    """Every picture that the catalog's files mention, and the one of the home page."""
    found = {"hero.webp"}
    for table in ("collections.csv", "products.csv"):
        with (SEEDS / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(name for name in row["image"].split(";") if name)
    return sorted(found)
