"""Pots, pans, tins and what stands on the worktop. Lengths in decimetres."""

from math import cos, exp, pi, sin
from typing import Any

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.light import DEEP
from seeds.photographs.shapes import (
    Place,
    box,
    ellipse,
    lathe,
    leant,
    loft,
    moved,
    plank,
    sheet,
    smooth,
    tube,
    turned,
    vessel,
)
from seeds.photographs.studio import View
from seeds.photographs.surfaces import edged, granite, rough_granite, timber

STEEL = "#d0cfcb"


def shiny(around: float, above: float, fill: float) -> View:
    """A view with light enough for metal that mirrors the room."""
    return View(around, above, fill, samples=4)


def casserole(colour: str) -> None:
    paint = m.enamel(DEEP[colour])
    pot = [(0.82, 0), (0.88, 0.01), (0.97, 0.1), (1.0, 0.3), (1.01, 0.6), (1.03, 0.92)]
    vessel(pot, 0.07, paint)
    lathe([(0.9, 0.93), (1.035, 0.93), (1.035, 0.95), (0.9, 0.95)], m.iron())
    lid = smooth([(1.05, 0.955), (1.06, 0.985), (1.045, 1.02), (1.045, 1.02), (0.98, 1.035)])
    dome = smooth([(0.98, 1.035), (0.93, 1.065), (0.6, 1.15), (0.25, 1.195), (0.0, 1.2)])
    lathe([(0.9, 0.95), *lid, *dome], paint)
    steel = m.metal(STEEL, 0.2)
    stem = [(0.13, 1.19), (0.13, 1.205), (0.07, 1.22), (0.07, 1.22), (0.065, 1.28)]
    knob = [(0.13, 1.31), (0.185, 1.345), (0.185, 1.38), (0.16, 1.405), (0.0, 1.415)]
    lathe(smooth([*stem, *knob]), steel)
    for side in (-1, 1):
        loop = [(0.96, -0.33), (1.1, -0.3), (1.27, -0.2), (1.27, 0.2), (1.1, 0.3), (0.96, 0.33)]
        points = [(side * x, y, 0.76) for x, y in loop]
        tube(points, [0.075, 0.062, 0.055, 0.055, 0.062, 0.075], paint)


def frying_pan(_colour: str) -> None:
    steel = m.metal("#4d4845", 0.46)
    pan = [(0.9, 0), (0.93, 0.004), (1.0, 0.06), (1.12, 0.24), (1.2, 0.4)]
    vessel(pan, 0.028, steel)
    handle = []
    for x, wide in smooth([(0.0, 0.13), (0.1, 0.125), (0.6, 0.075), (1.4, 0.085), (1.9, 0.1)]):
        rise = 0.3 + 0.34 * (1 - exp(-x / 0.7)) - 0.12 * exp(-x / 0.12)
        handle.append([(1.1 + x, wide * cos(a), rise + 0.024 * sin(a)) for a in circle(24)])
    loft(handle, steel)
    tube([(3.1 + 0.13 * cos(a), 0.1 * sin(a), 0.628) for a in circle(12)], 0.03, steel, closed=True)
    for x, y in ((0.02, -0.075), (0.02, 0.075), (0.0, 0.0)):
        rivet = lathe(smooth([(0.042, 0), (0.036, 0.018), (0.0, 0.026)]), m.metal("#8b8783", 0.3))
        rivet.location = (1.095 - x, y, 0.3 if y else 0.22)
        rivet.rotation_euler = (0, -1.15, 0)


def pestle_and_mortar(_colour: str) -> None:
    stone, hewn = granite(), rough_granite()
    outline = [(0.44, 0.03), (0.5, 0.04), (0.6, 0.14), (0.75, 0.45), (0.8, 0.86), (0.79, 0.92)]
    lip = smooth([(0.79, 0.92), (0.77, 0.945), (0.68, 0.945), (0.66, 0.925)])
    lathe([(0, 0.03), *smooth(outline), *lip], stone)
    lathe(smooth([(0.66, 0.925), (0.64, 0.7), (0.5, 0.35), (0.26, 0.2), (0.0, 0.17)]), hewn)
    lathe([(0.34, 0.0), (0.45, 0.0), (0.45, 0.03), (0.34, 0.03)], m.wool("#6d675f"))
    head = [(0.0, -0.02), (0.1, 0.0), (0.185, 0.09), (0.2, 0.22), (0.165, 0.42)]
    grip = [(0.13, 0.7), (0.12, 1.0), (0.145, 1.2), (0.13, 1.3), (0.06, 1.345), (0.0, 1.35)]
    pestle = lathe(smooth([*head, *grip]), stone, (-0.2, -0.05, 0.24))
    leant(pestle, 0.12, 0.66, 0)


def roasting_dish(_colour: str) -> None:
    glaze = edged("#efe8d8", "#a06a36", 0.46, 0.58)
    outline = [(0.86, 0), (0.9, 0.005), (0.95, 0.05), (0.965, 0.12), (1.0, 0.55)]
    ellipse(vessel(outline, 0.06, glaze), 1.42, 0.94)
    for side in (-1, 1):
        lug(side, glaze)


def lug(side: int, glaze: Any) -> None:
    """A broad grip at one end of the dish, at its rim."""

    def shape(u: float, v: float) -> Place:
        turn = 0.62 * (2 * u - 1)
        out = 0.3 * v * max(0.0, 1 - (2 * u - 1) ** 4) ** 0.5
        x, y = (1.37 + out) * cos(turn * 0.9), 0.92 * sin(turn)
        return (side * x, y, 0.5 - 0.04 * v)

    grip = sheet(shape, glaze, across=48, along=10, thick=0.085)
    bevel = grip.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments, bevel.angle_limit = 0.035, 5, 1.0


def milk_pan(_colour: str) -> None:
    steel = m.metal(STEEL, 0.26)
    outline = [(0.66, 0), (0.69, 0.01), (0.71, 0.06), (0.715, 0.4), (0.715, 0.72), (0.76, 0.76)]
    turned(vessel(outline, 0.022, steel), pouring)
    for mark in range(3):
        height = 0.26 + 0.15 * mark
        sheet(lambda u, v, z=height: measure(u, v, z), m.metal("#5d5b58", 0.5), across=12, along=1)
    strap = [(0.7, 0.02), (0.86, 0.02), (0.98, 0.02)]
    plate = box((0.05, 0.26, 0.2), steel, (0.735, 0, 0.5), soft=0.02)
    plate.rotation_euler = (0, 0.05, 0)
    tube([(x, y - 0.02, 0.61 + 0.28 * (x - 0.7)) for x, y in strap], 0.045, steel)
    beech = timber("#d6ad80", "#b98a5a", scale=1.6)
    grip = [(0.0, 0), (0.07, 0), (0.08, 0.02), (0.085, 0.3), (0.105, 0.75), (0.1, 1.05)]
    rounded_end = [(0.1, 1.05), (0.075, 1.13), (0.0, 1.155)]
    handle = [
        [(z, r * cos(a), r * sin(a)) for a in circle(28)] for r, z in smooth([*grip, *rounded_end])
    ]
    moved(lambda: tilted(loft(handle, beech), -0.27), (0.9, 0, 0.665))
    ferrule = [(0.045, -0.14), (0.05, -0.02), (0.07, 0.0), (0.092, 0.16), (0.08, 0.17)]
    cap = [[(z, r * cos(a), r * sin(a)) for a in circle(28)] for r, z in ferrule]
    moved(lambda: tilted(loft(cap, steel), -0.27), (0.85, 0, 0.65))


def tilted(thing: Any, lean: float) -> None:
    thing.rotation_euler = (0, lean, 0)


def circle(count: int) -> list[float]:
    return [2 * pi * i / count for i in range(count)]


def pouring(radius: float, turn: float, height: float) -> Place:
    """Lips on both sides of the milk pan."""
    away = min(abs(turn - pi / 2), abs(turn + pi / 2))
    pull = 0.12 * exp(-((away / 0.2) ** 2)) * max(0.0, (height - 0.58) / 0.18) ** 1.6
    return radius + pull * (radius > 0.5), turn, height - 0.12 * pull


def measure(u: float, v: float, height: float) -> Place:
    """A mark pressed into the inside wall of the milk pan."""
    turn = 1.75 + 0.34 * u
    return (0.69 * cos(turn), 0.69 * sin(turn), height + 0.012 * v)


def loaf_tin(_colour: str) -> None:
    blued = m.metal("#626b75", 0.42)
    heights = [0.0, 0.012, 0.05, 0.3, 0.62]
    skin = []
    for height in heights:
        wide = 0.1 * height
        inset = 0.03 if height == 0 else 0.0
        skin.append(corners(2.0 + 2 * wide - inset, 0.92 + 2 * wide - inset, height, 0.045))
    tin = loft([skin[0], *skin[1:]], blued, "open")
    solid = tin.modifiers.new("solid", "SOLIDIFY")
    solid.thickness = 0.014
    base = [(x, y) for x, y, _z in corners(1.99, 0.91, 0, 0.045)]
    plank(base, 0.014, blued, soft=0.004)
    tube(corners(2.135, 1.055, 0.625, 0.06), 0.026, blued, closed=True)
    for side in (-1, 1):
        for end in (-1, 1):
            fold(side, end, blued)


def fold(side: int, end: int, blued: Any) -> None:
    """The corner of the sheet, folded flat against the tin's end."""

    def shape(u: float, v: float) -> Place:
        height = 0.02 + 0.58 * v
        y = 0.46 + 0.1 * height - 0.012 - 0.4 * u * v
        return (end * (1.012 + 0.1 * height), side * y, height)

    sheet(shape, blued, across=4, along=4, thick=0.016)


def corners(long: float, wide: float, height: float, soft: float) -> list[Place]:
    """A rectangle's edge with round corners."""
    found = []
    for i in range(4):
        x = (long / 2 - soft) * (1 if i in (0, 3) else -1)
        y = (wide / 2 - soft) * (1 if i in (0, 1) else -1)
        for step in range(7):
            a = pi / 2 * (i + step / 6)
            found.append((x + soft * cos(a), y + soft * sin(a), height))
    return found


def bread_bin(colour: str) -> None:
    paint = m.enamel(DEEP.get(colour, "#ece6d8"))
    rings = [stadium(3.4 - k, 2.0 - k, z) for k, z in ((0.08, 0), (0.02, 0.015), (0, 0.05))]
    rings += [stadium(3.4, 2.0, z) for z in (0.3, 0.8, 1.3, 1.6)]
    rings += [stadium(3.32, 1.92, 1.6), stadium(3.32, 1.92, 0.06)]
    loft(rings, paint)
    rim = m.enamel("#2b2a29")
    tube(stadium(3.4, 2.0, 1.6), 0.022, rim, closed=True)
    ash = timber("#e2c89f", "#c8a373", scale=0.9)
    lid = plank([(x, y) for x, y, _z in stadium(3.46, 2.06, 0)], 0.17, ash, soft=0.03)
    lid.location = (0, 0, 1.63)
    inside = plank([(x, y) for x, y, _z in stadium(3.26, 1.86, 0)], 0.06, ash, soft=0.01)
    inside.location = (0, 0, 1.58)


def stadium(long: float, wide: float, height: float) -> list[Place]:
    """Two straight sides and two round ends."""
    off, radius = (long - wide) / 2, wide / 2
    turns = [pi * i / 24 - pi / 2 for i in range(25)]
    right = [(off + radius * cos(a), radius * sin(a), height) for a in turns]
    left = [(-off - radius * cos(a), -radius * sin(a), height) for a in turns]
    return [*right, *left]


def butter_dish(colour: str) -> None:
    china = m.glaze(colour, speckle=0.0, gloss=0.14)
    foot = smooth([(0.44, 0), (0.47, 0.0), (0.52, 0.035), (0.66, 0.06), (0.7, 0.1)])
    top = smooth([(0.69, 0.112), (0.65, 0.085), (0.57, 0.075), (0.0, 0.075)])
    lathe([(0, 0), *foot, *top], china)
    side = [(0.565, 0.083), (0.58, 0.095), (0.585, 0.13), (0.585, 0.45), (0.565, 0.56)]
    crown = [(0.565, 0.56), (0.5, 0.64), (0.3, 0.69), (0.1, 0.705), (0.045, 0.715)]
    lathe([*smooth(side), *smooth(crown), (0.0, 0.715)], china)
    lathe(smooth([(0.045, 0.7), (0.04, 0.73), (0.085, 0.79), (0.075, 0.84), (0.0, 0.9)]), china)
    for leaf in range(3):
        petal(leaf * 2 * pi / 3, china)


def petal(turn: float, china: Any) -> None:
    """One of the leaves about the bud of the lid."""

    def shape(u: float, v: float) -> Place:
        a = turn + 1.15 * (u - 0.5) * (1 - v**3)
        out = 0.05 + 0.05 * sin(pi * v * 0.72) + 0.004
        return (out * cos(a), out * sin(a), 0.715 + 0.13 * v)

    sheet(shape, china, across=12, along=12, thick=0.012)


MODELS = {
    "fellside-casserole": Model(casserole, "moss", View(above=16, fill=0.78)),
    "ember-frying-pan": Model(frying_pan, "iron", shiny(-34, 36, 0.98), shiny(-30, 32, 1.3)),
    "millstone-pestle-and-mortar": Model(
        pestle_and_mortar, "stone", View(10, 24, 0.74), View(16, 42, 1.05)
    ),
    "quarry-roasting-dish": Model(roasting_dish, "white", View(16, 30, 0.94), View(34, 34, 1.3)),
    "drover-milk-pan": Model(milk_pan, "steel", shiny(-24, 26, 0.82)),
    "bakehouse-loaf-tin": Model(loaf_tin, "steel", shiny(-32, 28, 0.8)),
    "cowslip-butter-dish": Model(butter_dish, "chalk", View(above=16, fill=0.76)),
    "granary-bread-bin": Model(bread_bin, "chalk", View(-24, 18, 0.8)),
}
