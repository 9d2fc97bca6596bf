"""Drinking glasses, jugs, a vase and small tinted holders. Lengths in decimetres."""

from math import cos, exp, pi, sin
from typing import Any

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.light import flame
from seeds.photographs.shapes import Place, lathe, smooth, tube, turned, vessel
from seeds.photographs.studio import View
from seeds.photographs.surfaces import clear

TINTS = {"clear": "#f8fcfa", "smoke": "#c9c5c1", "sage": "#d2dbc9", "amber": "#dfb981"}
WATER = "#f3fafa"


def seen(around: float, above: float, fill: float, look: float = 0.5) -> View:
    """A view with light enough for glass behind glass."""
    return View(around, above, fill, look, samples=6, bounces=12)


LOW = seen(0, 9, 0.76)
GROUP = seen(0, 15, 0.84)
CLOSE = seen(22, 20, 1.02, 0.64)


def tinted(colour: str) -> Any:
    return clear(TINTS[colour])


def filled(
    inside: list[tuple[float, float]], material: Any, at: Place = (0, 0, 0), *, meets: float = 0.006
) -> Any:
    """What stands in a vessel: `inside` are its radii from the floor up, a little into the wall."""
    wide = [(r + meets, z) for r, z in smooth(inside)]
    top = wide[-1]
    return lathe([(0, wide[0][1] - meets), *wide, (0, top[1])], material, at)


def ripple_tumblers(colour: str) -> None:
    glass = tinted(colour)
    places = ((-0.5, -0.32, 0), (0.46, -0.42, 0), (-0.4, 0.62, 0), (0.56, 0.52, 0))
    for turn, at in enumerate(places):
        outline = [(0.34, 0), (0.37, 0.02), (0.385, 0.08), (0.405, 0.45), (0.425, 0.88)]
        tumbler = vessel(outline, 0.04, glass, at, floor=0.11)
        turned(tumbler, lambda r, a, z, turn=turn: (fluted(r, a + turn * 0.2, z), a, z))


def fluted(radius: float, turn: float, height: float) -> float:
    """Sixteen flutes on the outside of a tumbler, that end below its lip."""
    if radius < 0.36 or not 0.03 < height < 0.84:
        return radius
    ends = min(1.0, (height - 0.03) / 0.07, (0.84 - height) / 0.08)
    return radius + 0.028 * ends * (abs(cos(8 * turn)) - 0.75)


def weir_carafe(colour: str) -> None:
    outline = [
        (0.4, 0),
        (0.46, 0.02),
        (0.56, 0.2),
        (0.6, 0.55),
        (0.52, 1.0),
        (0.31, 1.4),
        (0.215, 1.75),
        (0.2, 2.1),
        (0.25, 2.42),
    ]
    vessel(outline, 0.028, tinted(colour), floor=0.08)
    water = [(0.42, 0.08), (0.49, 0.12), (0.54, 0.24), (0.573, 0.55), (0.53, 0.86)]
    filled(water, clear(WATER))
    oak = m.wood("#cda873", "#9c7342", scale=1.4, along="Z")
    plug = [(0.0, 2.08), (0.16, 2.08), (0.175, 2.1), (0.2, 2.4), (0.2, 2.44)]
    head = [(0.215, 2.44), (0.235, 2.47), (0.245, 2.74), (0.245, 2.74), (0.225, 2.79), (0.0, 2.8)]
    lathe([*plug, *smooth(head)], oak)


def wine_glass(at: Place) -> None:
    foot = [(0.35, 0), (0.37, 0.012), (0.3, 0.035), (0.1, 0.075), (0.045, 0.16), (0.038, 0.4)]
    bowl = [(0.045, 0.56), (0.14, 0.66), (0.36, 0.84), (0.445, 1.08), (0.41, 1.4), (0.335, 1.7)]
    inside = [(0.325, 1.7), (0.4, 1.4), (0.433, 1.08), (0.345, 0.855), (0.13, 0.7), (0.0, 0.67)]
    outer = smooth([*foot, *bowl])
    lathe([(0, 0), *outer, (0.33, 1.706), *smooth(inside)], clear(), at)


def alder_wine_glasses(_colour: str) -> None:
    wine_glass((-0.5, 0.14, 0))
    wine_glass((0.5, -0.14, 0))


def bellwether_water_jug(_colour: str) -> None:
    outline = [
        (0.5, 0),
        (0.54, 0.02),
        (0.575, 0.15),
        (0.585, 0.7),
        (0.54, 1.3),
        (0.5, 1.75),
        (0.53, 2.08),
    ]
    turned(vessel(outline, 0.032, clear(), floor=0.07), lipped)
    water = [(0.5, 0.07), (0.53, 0.1), (0.545, 0.2), (0.552, 0.7), (0.53, 1.12)]
    filled(water, clear(WATER))
    handle = [(0.5, 1.78), (0.66, 1.9), (0.92, 1.82), (0.98, 1.4), (0.86, 0.95), (0.57, 0.72)]
    tube([(x, 0, z) for x, z in handle], [0.09, 0.065, 0.06, 0.06, 0.065, 0.08], clear())


def lipped(radius: float, turn: float, height: float) -> Place:
    """A pouring lip on the left of a jug that is 2.08 high."""
    away = abs(abs(turn) - pi)
    pull = 0.17 * exp(-((away / 0.32) ** 2)) * max(0.0, (height - 1.7) / 0.38) ** 2
    narrow = 1 - 0.2 * pull * (1 if radius > 0 else 0)
    return (radius + pull) * narrow, turn, height + pull * 0.25


def tarn_highball_glasses(colour: str) -> None:
    outline = [(0.3, 0), (0.315, 0.015), (0.325, 0.06), (0.325, 0.7), (0.325, 1.39)]
    for at in ((-0.62, -0.1, 0), (0.06, -0.36, 0), (0.62, 0.1, 0), (-0.1, 0.46, 0)):
        vessel(outline, 0.022, tinted(colour), at, floor=0.15)


def whisky_glass(at: Place) -> None:
    foot = [(0.29, 0), (0.3, 0.03), (0.26, 0.075), (0.12, 0.13), (0.085, 0.19), (0.14, 0.25)]
    bowl = [(0.27, 0.34), (0.345, 0.52), (0.29, 0.8), (0.25, 1.02), (0.262, 1.1)]
    inside = [(0.25, 1.1), (0.237, 1.02), (0.275, 0.8), (0.328, 0.52), (0.245, 0.36), (0, 0.29)]
    lathe([(0, 0), *smooth([*foot, *bowl]), (0.256, 1.106), *smooth(inside)], clear(), at)


def peat_whisky_glasses(_colour: str) -> None:
    wine = clear("#e0993f")
    for at in ((-0.4, 0.12, 0), (0.4, -0.12, 0)):
        whisky_glass(at)
    filled([(0.0, 0.285), (0.12, 0.3), (0.245, 0.36), (0.315, 0.465)], wine, (0.4, -0.12, 0))


def tarn_glass_vase(colour: str) -> None:
    outline = [
        (0.42, 0),
        (0.5, 0.02),
        (0.82, 0.3),
        (0.96, 0.8),
        (0.84, 1.32),
        (0.52, 1.68),
        (0.43, 1.86),
        (0.5, 2.08),
        (0.56, 2.16),
    ]
    vessel(outline, 0.045, tinted(colour), floor=0.14)
    filled([(0.44, 0.14), (0.64, 0.2), (0.79, 0.36), (0.9, 0.68)], clear(WATER))


def tealight(at: Place) -> None:
    """A candle in its tin, with a small flame."""
    tin = m.plain("tin", "#dddbd5", 0.35, metallic=0.6)
    lathe([(0, 0), (0.19, 0), (0.19, 0.15), (0.2, 0.155), (0.186, 0.15), (0.186, 0.1)], tin, at)
    lathe([(0.187, 0.1), (0.187, 0.125), (0.1, 0.12), (0.0, 0.12)], m.wax("#f6f0e2"), at)
    flame((at[0], at[1], at[2] + 0.12), 0.19)


def glimmer_tealight_holders(colour: str) -> None:
    outline = [(0.26, 0), (0.29, 0.015), (0.33, 0.1), (0.355, 0.35), (0.345, 0.69)]
    for turn, at in enumerate(((-0.62, 0.12, 0), (0.1, -0.34, 0), (0.66, 0.24, 0))):
        holder = vessel(outline, 0.028, tinted(colour), at, floor=0.07)
        turned(holder, lambda r, a, z, turn=turn: (dimpled(r, a, z, turn), a, z))
        tealight((at[0], at[1], 0.075))


def dimpled(radius: float, turn: float, height: float, wander: int) -> float:
    """Rows of dimples that wander, out of step with each other."""
    fade = max(0.0, min(1.0, (height - 0.08) / 0.06, (0.62 - height) / 0.06))
    row = height / 0.13
    shift = pi * (int(row) % 2) + 0.4 * sin(2 * turn + wander)
    bulge = max(0.0, cos(10 * turn + shift)) * abs(sin(pi * row))
    return radius - 0.022 * fade * bulge * (radius > 0.2)


MODELS = {
    "ripple-tumblers": Model(ripple_tumblers, "clear", GROUP),
    "weir-carafe": Model(weir_carafe, "clear", seen(0, 9, 0.84)),
    "alder-wine-glasses": Model(alder_wine_glasses, "clear", LOW, CLOSE),
    "bellwether-water-jug": Model(bellwether_water_jug, "clear", LOW, CLOSE),
    "tarn-highball-glasses": Model(tarn_highball_glasses, "clear", seen(0, 11, 0.84)),
    "peat-whisky-glasses": Model(peat_whisky_glasses, "clear", LOW),
    "tarn-glass-vase": Model(tarn_glass_vase, "clear", seen(0, 10, 0.74)),
    "glimmer-tealight-holders": Model(glimmer_tealight_holders, "amber", seen(0, 18, 0.84)),
}
