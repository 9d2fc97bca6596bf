"""Mugs, bowls and plates. Lengths in decimetres."""

from math import cos, pi, sin

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.shapes import lathe, smooth, tube, vessel
from seeds.photographs.studio import View

FLAT = View(above=30, fill=0.74)
FLAT_DETAIL = View(around=20, above=52, fill=1.05)


def harbour_mug(colour: str) -> None:
    glaze = m.glaze(colour)
    vessel([(0.36, 0), (0.40, 0.0), (0.42, 0.05), (0.425, 0.3), (0.425, 0.9)], 0.045, glaze)
    lathe([(0, -0.005), (0.37, -0.005), (0.385, 0.02), (0.40, 0.05)], m.clay())
    handle = [
        (0.40, 0, 0.75),
        (0.55, 0, 0.80),
        (0.76, 0, 0.72),
        (0.78, 0, 0.45),
        (0.66, 0, 0.25),
        (0.41, 0, 0.2),
    ]
    tube(handle, [0.055, 0.05, 0.05, 0.05, 0.05, 0.06], glaze, flat=1.3)


def hollin_tea_bowl(colour: str) -> None:
    outline = [(0.24, 0), (0.26, 0.0), (0.26, 0.08), (0.4, 0.16), (0.55, 0.4), (0.58, 0.72)]
    vessel(outline, 0.04, m.glaze(colour, gloss=0.4))
    lathe([(0, -0.004), (0.235, -0.004), (0.25, 0.03), (0.25, 0.07)], m.clay())


def saddler_enamel_mug(colour: str) -> None:
    enamel = m.enamel(colour)
    vessel([(0.38, 0), (0.40, 0.02), (0.41, 0.06), (0.42, 0.78)], 0.012, enamel)
    rim = [(0.42 * cos(2 * pi * i / 24), 0.42 * sin(2 * pi * i / 24), 0.785) for i in range(24)]
    tube(
        rim, 0.014, m.enamel("ink" if colour in ("chalk", "white", "oat") else "black"), closed=True
    )
    handle = [(0.40, 0, 0.64), (0.58, 0, 0.68), (0.68, 0, 0.52), (0.62, 0, 0.3), (0.41, 0, 0.18)]
    tube(handle, 0.022, enamel, flat=3.2)


def dinner_plate(colour: str) -> None:
    outline = smooth([(0.8, 0.0), (0.85, 0.0), (0.95, 0.03), (1.32, 0.13), (1.38, 0.17)])
    inside = smooth([(1.365, 0.19), (1.30, 0.165), (0.95, 0.07), (0.8, 0.045), (0.0, 0.04)])
    lathe([(0, 0), *outline, *inside], m.glaze(colour))


MODELS = {
    "harbour-stoneware-mug": Model(harbour_mug, "sage"),
    "hollin-tea-bowl": Model(hollin_tea_bowl, "chalk", View(above=20)),
    "saddler-enamel-mug": Model(saddler_enamel_mug, "chalk"),
    "harbour-dinner-plate": Model(dinner_plate, "sage", FLAT, FLAT_DETAIL),
}
