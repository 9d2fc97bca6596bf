"""Mugs, cups, bowls and plates. Lengths in decimetres."""

from collections.abc import Callable
from math import cos, pi, sin

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.shapes import Place, ellipse, lathe, moved, smooth, tube, vessel
from seeds.photographs.studio import View

FLAT = View(above=30, fill=0.82)
FLAT_DETAIL = View(around=20, above=50, fill=1.1)
BOWL = View(above=22, fill=0.78)
GROUP = View(above=18, fill=0.8)


def ring(radius: float, height: float, at: Place = (0, 0, 0), count: int = 32) -> list[Place]:
    """A circle's points."""
    angles = [2 * pi * i / count for i in range(count)]
    return [(at[0] + radius * cos(a), at[1] + radius * sin(a), at[2] + height) for a in angles]


def harbour_mug(colour: str, at: Place = (0, 0, 0)) -> None:
    glaze = m.glaze(colour)
    vessel([(0.36, 0), (0.40, 0.0), (0.42, 0.05), (0.425, 0.3), (0.425, 0.9)], 0.045, glaze, at)
    lathe([(0, -0.005), (0.37, -0.005), (0.385, 0.02), (0.40, 0.05)], m.clay(), at)
    handle = [(0.40, 0.75), (0.55, 0.80), (0.76, 0.72), (0.78, 0.45), (0.66, 0.25), (0.41, 0.2)]
    points = [(at[0] + x, at[1], at[2] + z) for x, z in handle]
    tube(points, [0.055, 0.05, 0.05, 0.05, 0.05, 0.06], glaze)


def espresso_cups(colour: str) -> None:
    outline = [(0.2, 0), (0.22, 0), (0.25, 0.04), (0.28, 0.25), (0.3, 0.56)]
    for at in ((-0.34, 0.1, 0), (0.34, -0.12, 0)):
        vessel(outline, 0.05, m.glaze(colour, speckle=0.0, gloss=0.55), at)


def tea_bowl(colour: str) -> None:
    outline = [(0.24, 0), (0.26, 0.0), (0.26, 0.08), (0.4, 0.16), (0.55, 0.4), (0.58, 0.72)]
    vessel(outline, 0.04, m.glaze(colour, gloss=0.4))
    lathe([(0, -0.004), (0.235, -0.004), (0.25, 0.03), (0.25, 0.07)], m.clay())


def enamel_mug(colour: str) -> None:
    enamel = m.enamel(colour)
    vessel([(0.38, 0), (0.40, 0.02), (0.41, 0.06), (0.42, 0.78)], 0.012, enamel)
    tube(ring(0.42, 0.785), 0.014, m.enamel("ink" if colour == "chalk" else "black"), closed=True)
    handle = [(0.40, 0, 0.64), (0.58, 0, 0.68), (0.68, 0, 0.52), (0.62, 0, 0.3), (0.41, 0, 0.18)]
    tube(handle, 0.024, enamel, flat=2.4)


def cup_and_saucer(colour: str) -> None:
    glaze = m.glaze(colour, speckle=0.15)
    saucer = smooth([(0.3, 0.0), (0.34, 0.0), (0.6, 0.06), (0.78, 0.13)])
    top = smooth([(0.765, 0.15), (0.6, 0.09), (0.34, 0.045), (0.0, 0.04)])
    lathe([(0, 0), *saucer, *top], glaze)
    cup = [(0.22, 0.05), (0.26, 0.05), (0.4, 0.14), (0.5, 0.36), (0.52, 0.6)]
    vessel(cup, 0.04, glaze)
    handle = [(0.46, 0.52), (0.62, 0.56), (0.74, 0.44), (0.64, 0.27), (0.44, 0.24)]
    tube([(x, 0, z) for x, z in handle], [0.045, 0.038, 0.036, 0.04, 0.05], glaze)


def kelda_teapot(colour: str) -> None:
    glaze = m.glaze(colour, gloss=0.3)
    body = [
        (0.42, 0),
        (0.46, 0.0),
        (0.68, 0.18),
        (0.8, 0.5),
        (0.7, 0.86),
        (0.42, 1.02),
        (0.36, 1.04),
    ]
    vessel(body, 0.05, glaze)
    lid = smooth(
        [(0.37, 1.03), (0.36, 1.07), (0.22, 1.14), (0.07, 1.17), (0.07, 1.17), (0.06, 1.21)]
    )
    knob = smooth([(0.06, 1.21), (0.11, 1.27), (0.1, 1.34), (0.0, 1.37)])
    lathe([(0.0, 1.0), (0.36, 1.02), *lid, *knob], glaze)
    spout = [(0.62, 0, 0.42), (0.9, 0, 0.5), (1.02, 0, 0.78), (1.2, 0, 0.98), (1.27, 0, 1.03)]
    tube(spout, [0.17, 0.13, 0.09, 0.066, 0.05], glaze)
    handle = [(-0.56, 0.9), (-0.85, 1.05), (-1.2, 0.86), (-1.14, 0.46), (-0.72, 0.28)]
    tube([(x, 0, z) for x, z in handle], [0.07, 0.065, 0.06, 0.06, 0.075], glaze)


def plate(radius: float) -> Callable[[str], None]:
    def build(colour: str) -> None:
        flat_plate(colour, radius)

    return build


def flat_plate(colour: str, radius: float, at: Place = (0, 0, 0)) -> None:
    k = radius / 1.38
    outline = smooth([(0.8, 0.0), (0.85, 0.0), (1.0, 0.03), (1.3, 0.1), (1.36, 0.17), (1.38, 0.24)])
    inside = smooth(
        [(1.355, 0.245), (1.33, 0.18), (1.26, 0.115), (1.0, 0.07), (0.8, 0.05), (0, 0.045)]
    )
    lathe([(0, 0), *((r * k, z * k) for r, z in (*outline, *inside))], m.glaze(colour), at)


def serving_bowl(_colour: str) -> None:
    outline = [(0.5, 0), (0.54, 0.0), (0.6, 0.06), (0.95, 0.42), (1.2, 0.98)]
    raw = m.glaze("#c9b79c", speckle=0.6, gloss=0.75)
    vessel(outline, 0.06, raw)
    lining = [(r - 0.064, z + 0.006) for r, z in smooth(outline) if z > 0.12]
    lathe([(0.0, 0.09), (0.5, 0.09), *lining], m.glaze("white", speckle=0.12))


def cereal_bowl(colour: str, at: Place = (0, 0, 0)) -> None:
    outline = [(0.3, 0), (0.36, 0.0), (0.6, 0.16), (0.72, 0.4), (0.7, 0.66)]
    vessel(outline, 0.05, m.glaze(colour), at)


def pasta_bowl(colour: str) -> None:
    outline = [(0.62, 0), (0.66, 0.0), (0.9, 0.06), (1.12, 0.26), (1.18, 0.46)]
    vessel(outline, 0.05, m.glaze(colour))


def oval_platter(_colour: str) -> None:
    outline = smooth([(0.8, 0.0), (0.9, 0.0), (1.15, 0.07), (1.3, 0.2)])
    inside = smooth([(1.275, 0.22), (1.13, 0.12), (0.9, 0.055), (0.0, 0.05)])
    thing = lathe([(0, 0), *outline, *inside], m.glaze("#8c9aa3", speckle=0.25))
    ellipse(thing, 1.45, 0.92, wander=0.02)


def dipping_bowls(_colour: str) -> None:
    outline = [(0.16, 0), (0.19, 0.0), (0.32, 0.1), (0.4, 0.26)]
    blues = ("#27375c", "#1f2a45", "#30446e", "#18213a")
    places = ((-0.5, 0.3, 0), (0.5, 0.36, 0), (-0.42, -0.5, 0), (0.52, -0.44, 0))
    for blue, at in zip(blues, places, strict=True):
        vessel(outline, 0.035, m.glaze(blue, speckle=0.1, gloss=0.12), at)


def fruit_bowl(_colour: str) -> None:
    outline = [(0.5, 0), (0.56, 0.0), (1.0, 0.2), (1.42, 0.56), (1.6, 0.86)]
    thing = vessel(outline, 0.07, m.wood("#d9bb8b", "#c4a06d", scale=0.45))
    thing.rotation_euler = (0, 0, 0.5)


def breakfast_set(_colour: str) -> None:
    flat_plate("oat", 1.0)
    moved(lambda: cereal_bowl("chalk"), (0, 0.05, 0.08))
    moved(lambda: harbour_mug("oat"), (1.25, -0.55, 0))


MODELS = {
    "harbour-stoneware-mug": Model(harbour_mug, "sage"),
    "tidewater-espresso-cups": Model(espresso_cups, "chalk", GROUP),
    "hollin-tea-bowl": Model(tea_bowl, "#a9a698", View(above=20)),
    "saddler-enamel-mug": Model(enamel_mug, "chalk"),
    "low-meadow-cup-and-saucer": Model(cup_and_saucer, "oat", BOWL),
    "kelda-teapot": Model(
        kelda_teapot, "#5d6b70", View(above=14, fill=0.76), View(24, 30, 1.05, 0.7)
    ),
    "harbour-dinner-plate": Model(plate(1.38), "sage", FLAT, FLAT_DETAIL),
    "harbour-side-plate": Model(plate(1.02), "sage", View(above=30, fill=0.68), FLAT_DETAIL),
    "orchard-serving-bowl": Model(serving_bowl, "white", BOWL, View(20, 40, 1.05)),
    "pebble-cereal-bowl": Model(cereal_bowl, "chalk", BOWL),
    "larkfield-pasta-bowl": Model(pasta_bowl, "oat", View(above=26, fill=0.7)),
    "saltmarsh-oval-platter": Model(oval_platter, "slate", View(10, 32, 0.78), View(30, 46, 1.2)),
    "inkwell-dipping-bowls": Model(dipping_bowls, "ink", View(above=32, fill=0.72)),
    "coppice-fruit-bowl": Model(fruit_bowl, "flax", BOWL, View(24, 42, 0.9)),
    "first-light-breakfast-set": Model(breakfast_set, "oat", View(6, 30, 0.8)),
}
