"""Which picture is which: a file name of the catalog becomes a scene."""

import csv
from pathlib import Path

from seeds.drawing.groups import COLLECTIONS, hero
from seeds.drawing.palette import COLOURS
from seeds.drawing.pen import Scene
from seeds.drawing.table import SUBJECTS

SEEDS = Path(__file__).resolve().parent.parent
PICTURES = SEEDS / "pictures"
CLOSE = 1.75
LOW = 720  # what stands higher than this is flat, and its close view shows all of its height


def names() -> list[str]:
    """Every picture that the catalog's files mention, and the wide one of the home page."""
    found = {"hero.webp"}
    for table in ("collections.csv", "products.csv"):
        with (SEEDS / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(name for name in row["image"].split(";") if name)
    return sorted(found)


def draw(name: str) -> None:
    stem = name.removesuffix(".webp")
    _scene(stem).save(PICTURES / name)


def _scene(stem: str) -> Scene:
    if stem == "hero":
        return hero()
    if stem.startswith("collection-"):
        return COLLECTIONS[stem.removeprefix("collection-")].scene()
    slug = max((s for s in SUBJECTS if stem == s or stem.startswith(f"{s}-")), key=len)
    return _product(slug, stem.removeprefix(slug).removeprefix("-"))


def _product(slug: str, view: str) -> Scene:
    """`view` is empty, a colour's name, or `detail` for a closer look."""
    subject = SUBJECTS[slug]
    scene = Scene(subject.backdrop, wall=subject.wall)
    if view != "detail":
        pen = scene.at(subject.x, subject.foot, subject.scale)
        subject.draw(pen, COLOURS[view or subject.colour])
        return scene
    with_options = "sage" if slug.startswith("harbour") else subject.colour
    foot = 860 if subject.foot <= LOW else 500 + (subject.foot - 400) * CLOSE
    pen = scene.at(380, foot, subject.scale * CLOSE)
    subject.draw(pen, COLOURS[with_options])
    return scene
