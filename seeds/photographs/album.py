"""Which picture is which: a file name of the catalog becomes a model and a view."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from seeds.photographs.studio import DETAIL, FRONT, View

FAMILIES = (  # modules with MODELS: a product's slug to its Model
    "tableware",
    "glass",
    "jars",
    "kitchen",
    "worktop",
    "vases",
    "candles",
    "lamps",
    "pendants",
    "plants",
    "textiles",
    "cushions",
    "towels",
    "bath",
    "storage",
)
NEAR = 1.0  # a front view that fills more shows a part
WIDEST = 0.76  # of the picture's width
ROOMS = ("scenes_kitchen", "scenes_living", "scenes_bath")  # modules with SCENES, by their names


@dataclass(frozen=True)
class Model:
    """How a product is built: `build(colour)` puts it there; `colour` is its usual one."""

    build: Callable[[str], None]
    colour: str = "oat"
    front: View = field(default=FRONT)
    detail: View = field(default=DETAIL)

    @property
    def whole(self) -> View:
        """The front view, with room around; what hangs goes out at the top."""
        return self.front if self.front.fill > NEAR else replace(self.front, within=WIDEST)


def models() -> dict[str, Model]:
    """Every product that can be photographed, by its slug."""
    found: dict[str, Model] = {}
    for family in FAMILIES:
        found |= import_module(f"seeds.photographs.{family}").MODELS
    return found


def scenes() -> dict[str, Any]:
    """What the collections and the home page show: Scenes by their picture's name."""
    found: dict[str, Any] = {}
    for room in ROOMS:
        found |= import_module(f"seeds.photographs.{room}").SCENES
    return found


def shot(name: str, known: dict[str, Model]) -> tuple[Callable[[], None], View] | None:
    """What builds the picture called `name` (without .webp), and its view; None for no model.

    A name is a scene's, or a slug, with a colour or with `detail` after it.
    """
    composed = scenes()
    if name in composed:
        return lambda: composed[name].build(known), composed[name].view
    slugs = [slug for slug in known if name == slug or name.startswith(f"{slug}-")]
    if not slugs:
        return None
    slug = max(slugs, key=len)
    model, rest = known[slug], name.removeprefix(slug).removeprefix("-")
    if rest == "detail":
        return lambda: model.build(model.colour), model.detail
    return lambda: model.build(rest or model.colour), model.whole
