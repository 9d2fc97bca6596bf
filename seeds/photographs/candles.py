"""Candles, what holds them, and a dish for incense. Lengths in decimetres."""

from math import cos, pi, sin
from random import Random

import bpy

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.light import flame, lit, wick
from seeds.photographs.shapes import (
    Place,
    body,
    lathe,
    moved,
    sheet,
    smooth,
    tube,
    vessel,
)
from seeds.photographs.studio import View

SCENTS = {"fig-leaf": "#7f8f6c", "cedar": "#a5734f", "sea-salt": "#bcc6c6"}
WAXES = {"ivory": "#ead9b4", "sage": "#a3b196", "rust": "#8c4526"}


def hearth_candle(scent: str) -> None:
    outline = [(0.38, 0.0), (0.4, 0.0), (0.43, 0.03), (0.44, 0.1), (0.44, 0.5), (0.44, 0.92)]
    vessel(outline, 0.035, m.glaze(SCENTS[scent], speckle=0.25, gloss=0.45), floor=0.08)
    lathe([(0, -0.006), (0.39, -0.006), (0.4, 0.01), (0.425, 0.04)], m.clay("#c9a683"))
    top = smooth([(0.4, 0.805), (0.385, 0.79), (0.2, 0.78), (0.0, 0.775)])
    soft = lit(m.wax("#f3ead6"), 0.35, 0.78, 0.3)
    lathe([(0.402, 0.5), *top], soft)
    flame((0, 0, 0.78), 0.29)
    label(scent, 0.442, 0.44)


def label(scent: str, radius: float, height: float) -> None:
    """A paper label on a round cup, with the scent's name printed on it."""
    wide, tall = 0.6, 0.26

    def around(x: float, out: float, z: float) -> Place:
        a = x / radius - pi / 2
        return (radius + out) * cos(a), (radius + out) * sin(a), height + z

    def strip(u: float, v: float) -> Place:
        return around((u - 0.5) * wide, 0.004, (v - 0.5) * tall)

    sheet(strip, m.paper("#ece4d3"), across=24, along=2)
    points, faces = print_of(scent.replace("-", " ").upper(), 0.1)
    body("print", [around(x, 0.006, y) for x, y, _ in points], faces, m.paper("#4a4239"))


def print_of(text: str, size: float) -> tuple[list[Place], list[tuple[int, ...]]]:
    """A line of text as a mesh, its middle at 0."""
    line = bpy.data.curves.new("line", "FONT")
    line.body, line.size, line.space_character = text, size, 1.25
    line.align_x, line.align_y = "CENTER", "CENTER"
    thing = bpy.data.objects.new("line", line)
    mesh = thing.to_mesh()
    return [tuple(v.co) for v in mesh.vertices], [tuple(p.vertices) for p in mesh.polygons]


def taper_candles(colour: str) -> None:
    dipped = m.wax(WAXES[colour])
    for k in range(6):
        moved(lambda k=k: taper(dipped, k), ((k - 2.5) * 0.225, 0.05 * sin(k * 2.3), 0))
    band(0.67, 0.215, 0.55, 0.006, m.paper("#c9ad80"))
    twine = m.cloth("#7a5c3a")
    for y in (-0.02, 0.03):
        moved(lambda: band(0.68, 0.225, 0.022, 0.018, twine), (0, y, 0))


def band(half: float, tall: float, wide: float, thick: float, material: object) -> None:
    """What is wrapped around things that lie side by side: `half` their width, `tall` high."""
    r = tall / 2

    def shape(u: float, v: float) -> Place:
        a = 2 * pi * u
        corner = half - r if cos(a) > 0 else r - half
        return corner + r * cos(a), (v - 0.5) * wide, r + r * sin(a)

    sheet(shape, material, across=96, along=6, thick=thick)


def taper(dipped: object, seed: int, length: float = 2.8) -> None:
    """A dipped candle that lies along Y, its wick away from the camera."""
    half = length / 2
    thing = lathe(smooth(taper_outline(length, seed)), dipped, (0, -half, 0.1))
    thing.rotation_euler = (-pi / 2, 0, 0)
    tip = [(0, half - 0.04, 0.1), (0.0, half + 0.08, 0.1), (0.04 * sin(seed), half + 0.2, 0.13)]
    tube(tip, 0.012, m.cloth("#efe6d2"))


def taper_outline(length: float, seed: int = 0) -> list[tuple[float, float]]:
    """From the thick, rounded foot to the tip."""
    waver = 0.0015 * sin(seed * 3.1)
    return [
        (0.0, 0.0),
        (0.07, 0.01),
        (0.098, 0.06),
        (0.1, 0.16),
        (0.097 + waver, length * 0.35),
        (0.086 - waver, length * 0.7),
        (0.074, length * 0.93),
        (0.055, length * 0.975),
        (0.02, length * 0.995),
        (0.0, length),
    ]


def pillar_candles(_colour: str) -> None:
    for height, at in ((2.0, (0.42, 0.4, 0)), (1.5, (-0.62, 0.16, 0)), (1.0, (0.1, -0.5, 0))):
        pillar(height, at)


def pillar(height: float, at: Place) -> None:
    """One that has burnt a while: the wall stands around a hollow, and glows."""
    glowing = lit(m.wax("#e9d9b4"), 0.55, height - 0.1, 0.45, "#ffb648")
    outside = [(0, 0), (0.36, 0.0), (0.385, 0.02), (0.39, 0.05), (0.39, height - 0.06)]
    rim = [(0.385, height - 0.025), (0.365, height), (0.345, height - 0.01)]
    hollow = smooth([(0.33, height - 0.04), (0.26, height - 0.1), (0.1, height - 0.13)])
    lathe([*outside, *rim, *hollow, (0, height - 0.13)], glowing, at)
    flame((at[0], at[1], height - 0.13), 0.36)


def candlesticks(_colour: str) -> None:
    moved(lambda: candlestick(1.5), (-0.5, 0.25, 0))
    moved(lambda: candlestick(0.75), (0.55, -0.3, 0))


def candlestick(height: float) -> None:
    brass, h = m.brass(0.2), height
    foot = [(0.0, 0.0), (0.5, 0.0), (0.52, 0.02), (0.52, 0.05), (0.5, 0.075), (0.5, 0.075)]
    foot += [(0.3, 0.12), (0.13, 0.2), (0.085, 0.3)]
    stem = [(0.07, h * 0.45), (0.066, h * 0.6), (0.075, h - 0.3)]
    knop = [(0.075, h - 0.3), (0.115, h - 0.27), (0.115, h - 0.24), (0.075, h - 0.21)]
    cup = [(0.07, h - 0.19), (0.1, h - 0.13), (0.13, h - 0.06), (0.14, h - 0.02), (0.2, h - 0.01)]
    lip = [(0.205, h), (0.2, h + 0.012), (0.11, h + 0.005), (0.1, h - 0.02), (0.0, h - 0.1)]
    lathe(smooth([*foot, *stem, *knop, *cup, *lip]), brass)
    candle = taper_outline(1.1)
    lathe(smooth(candle), m.wax("#ead8b0"), (0, 0, h - 0.12))
    wick((0, 0, h + 0.97))


def incense_dish(_colour: str) -> None:
    black = m.glaze("#1f1e1d", speckle=0.0, gloss=0.55)
    under = smooth([(0.5, 0.0), (0.54, 0.0), (0.66, 0.04), (0.72, 0.13)])
    inside = smooth([(0.695, 0.135), (0.65, 0.08), (0.56, 0.045), (0.2, 0.04), (0, 0.04)])
    lathe([(0, 0), *under, (0.71, 0.142), *inside], black)
    bead = smooth([(0.09, 0.03), (0.095, 0.07), (0.075, 0.115), (0.03, 0.13), (0.0, 0.12)])
    lathe(bead, black, (-0.34, 0.04, 0))
    stick, ember = (-0.33, 0.04, 0.1), (0.62, -0.02, 1.12)
    place = [tuple(a + (b - a) * t for a, b in zip(stick, ember, strict=True)) for t in (0.3, 0.97)]
    tube([stick, place[0]], 0.012, m.wood("#c9a878"))
    tube(place, 0.017, m.clay("#6d5138"))
    tube([place[1], ember], 0.016, m.glow("#ff7a33", 2.5))
    ash()


def ash() -> None:
    """What fell from the stick into the dish, in crumbling lengths."""
    grey, chance = m.clay("#a39d94"), Random(2)
    for x, long in ((-0.08, 0.13), (0.12, 0.2), (0.38, 0.1)):
        y, lean = chance.gauss(0.02, 0.05), chance.uniform(-0.16, 0.16)
        places = [(x + long * t, y + lean * t + 0.02 * t * t, 0.056) for t in (0, 0.3, 0.7, 1)]
        tube(places, [0.009, 0.014, 0.013, 0.007], grey)


MODELS = {
    "hearth-candle": Model(hearth_candle, "fig-leaf", View(above=22, fill=0.62)),
    "vigil-taper-candles": Model(taper_candles, "ivory", View(24, 48, 0.9)),
    "chapel-pillar-candle": Model(pillar_candles, "ivory", View(above=15, fill=0.76)),
    "vesper-brass-candlestick": Model(
        candlesticks, "brass", View(above=10, fill=0.8), View(20, 16, 1.35, 0.32)
    ),
    "cloister-incense-dish": Model(incense_dish, "black", View(0, 24, 0.72)),
}
