"""Scenes of several things: one for each collection, and the wide one of the home page."""

from dataclasses import dataclass

from seeds.drawing.palette import COLOURS
from seeds.drawing.pen import Scene
from seeds.drawing.table import SUBJECTS

Item = tuple[str, str, float, float, float]  # product, colour, x, y of its foot, scale


@dataclass(frozen=True)
class Group:
    backdrop: str
    items: tuple[Item, ...]
    wall: bool = False

    def scene(self) -> Scene:
        scene = Scene(self.backdrop, wall=self.wall)
        place(scene, self.items)
        return scene


def place(scene: Scene, items: tuple[Item, ...]) -> None:
    for slug, colour, x, y, scale in items:
        SUBJECTS[slug].draw(scene.at(x, y, scale), COLOURS[colour])


COLLECTIONS: dict[str, Group] = {
    "kitchen-table": Group(
        "kitchen",
        (
            ("weir-carafe", "clear", 720, 700, 0.9),
            ("fellside-casserole", "brick", 370, 730, 0.9),
            ("harbour-stoneware-mug", "sage", 720, 840, 0.72),
        ),
    ),
    "mugs-cups": Group(
        "kitchen",
        (
            ("harbour-stoneware-mug", "ink", 300, 700, 0.85),
            ("harbour-stoneware-mug", "clay", 640, 690, 0.85),
            ("saddler-enamel-mug", "chalk", 450, 840, 0.85),
        ),
    ),
    "bowls-plates": Group(
        "kitchen",
        (
            ("harbour-dinner-plate", "oat", 500, 700, 1.1),
            ("larkfield-pasta-bowl", "moss", 500, 690, 0.8),
            ("pebble-cereal-bowl", "chalk", 500, 690, 0.72),
        ),
    ),
    "glassware": Group(
        "kitchen",
        (
            ("weir-carafe", "smoke", 300, 760, 1.05),
            ("alder-wine-glasses", "clear", 660, 790, 1.05),
        ),
    ),
    "cookware": Group(
        "kitchen",
        (
            ("fellside-casserole", "moss", 420, 690, 1.05),
            ("millstone-pestle-and-mortar", "granite", 720, 850, 0.75),
        ),
    ),
    "boards-utensils": Group(
        "kitchen",
        (
            ("ashby-chopping-board", "oak", 500, 830, 0.95),
            ("cellar-salt-pig", "oat", 330, 820, 0.85),
            ("turnstile-pepper-mill", "black", 690, 860, 0.85),
        ),
        wall=True,
    ),
    "table-linen": Group(
        "kitchen",
        (
            ("washed-linen-napkins", "rust", 380, 760, 0.85),
            ("miller-tea-towels", "indigo", 680, 880, 0.8),
        ),
        wall=True,
    ),
    "living": Group(
        "living",
        (
            ("washed-linen-cushion", "rust", 350, 720, 0.85),
            ("moorland-bottle-vase", "chalk", 730, 780, 0.75),
            ("hearth-candle", "fig-leaf", 520, 850, 0.6),
        ),
    ),
    "vases": Group(
        "living",
        (
            ("moorland-bottle-vase", "clay", 310, 760, 0.8),
            ("lintel-column-vase", "chalk", 700, 740, 0.9),
            ("ridgeway-jug", "sage", 500, 870, 0.75),
        ),
    ),
    "candles-scent": Group(
        "living",
        (
            ("vesper-brass-candlestick", "brass", 360, 800, 0.95),
            ("hearth-candle", "cedar", 700, 820, 0.85),
        ),
    ),
    "cushions-throws": Group(
        "living",
        (
            ("washed-linen-cushion", "sage", 330, 640, 0.72),
            ("deckhand-stripe-cushion", "indigo", 680, 650, 0.72),
            ("fell-lambswool-throw", "oat", 500, 850, 0.95),
        ),
    ),
    "lighting": Group(
        "lighting",
        (
            ("belfry-enamel-pendant", "moss", 320, 440, 0.75),
            ("lowlight-table-lamp", "clay", 700, 850, 0.85),
        ),
    ),
    "table-lamps": Group(
        "lighting",
        (
            ("angler-desk-lamp", "black", 360, 780, 0.9),
            ("toadstool-bedside-lamp", "chalk", 710, 860, 0.85),
        ),
    ),
    "pendant-lights": Group(
        "lighting",
        (
            ("drift-paper-shade", "paper", 700, 480, 0.75),
            ("skep-rattan-pendant", "rattan", 330, 700, 0.9),
        ),
        wall=True,
    ),
    "bath": Group(
        "bath",
        (
            ("ferry-cotton-towel", "chalk", 400, 740, 0.95),
            ("apothecary-pump-bottle", "brown-glass", 780, 820, 0.85),
        ),
    ),
    "towels-robes": Group(
        "bath",
        (
            ("ferry-cotton-towel", "sage", 310, 700, 0.8),
            ("ferry-cotton-towel", "slate", 680, 840, 0.85),
        ),
    ),
    "soap-bath": Group(
        "bath",
        (
            ("apothecary-pump-bottle", "brown-glass", 300, 740, 0.9),
            ("sluice-toothbrush-cup", "oat", 690, 720, 0.85),
            ("sluice-soap-dish", "sage", 560, 850, 0.7),
        ),
    ),
    "plants-pots": Group(
        "plants",
        (
            ("snake-plant", "leaf", 320, 740, 0.8),
            ("rubber-plant", "leaf", 690, 780, 0.85),
            ("dovecote-planter", "sage", 480, 890, 0.6),
        ),
    ),
    "storage-baskets": Group(
        "storage",
        (
            ("thicket-seagrass-basket", "seagrass", 340, 740, 1.05),
            ("larder-glass-jar", "clear", 730, 860, 0.7),
        ),
    ),
    "gifts": Group(
        "gifts",
        (
            ("fledgling-bud-vases", "chalk", 300, 720, 0.95),
            ("first-light-breakfast-set", "oat", 640, 830, 0.9),
        ),
    ),
    "gifts-under-30": Group(
        "gifts",
        (
            ("striker-match-cloche", "clear", 330, 770, 1.05),
            ("pebble-cereal-bowl", "clay", 690, 820, 0.85),
        ),
    ),
}


def hero() -> Scene:
    scene = Scene("kitchen", size=(2000, 1000))
    place(
        scene,
        (
            ("skep-rattan-pendant", "rattan", 1240, 330, 0.72),
            ("moorland-bottle-vase", "clay", 1640, 740, 0.95),
            ("weir-carafe", "clear", 1420, 770, 0.85),
            ("fellside-casserole", "moss", 1080, 770, 0.9),
            ("orchard-serving-bowl", "oat", 700, 800, 0.7),
            ("harbour-stoneware-mug", "sage", 1350, 880, 0.62),
            ("tidewater-espresso-cups", "ink", 1720, 900, 0.55),
        ),
    )
    return scene
