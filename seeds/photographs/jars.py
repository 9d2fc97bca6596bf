"""Jars, bottles and a dome with something in them. Lengths in decimetres."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from random import Random
from typing import Any

from mathutils import Euler, Matrix, Vector

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.glass import filled, seen
from seeds.photographs.shapes import Place, Point, body, lathe, sheet, smooth, tube, vessel
from seeds.photographs.surfaces import clear, cork

BROWN = "#a07443"
LENTIL, PASTA, FLOUR = "#b8753a", "#f0cd88", "#fff4e0"


def larder_jar(height: float, at: Place) -> None:
    outline = [
        (0.46, 0),
        (0.48, 0.01),
        (0.5, 0.05),
        (0.5, 0.12),
        (0.5, height - 0.1),
        (0.5, height),
    ]
    vessel(outline, 0.03, clear(), at, floor=0.07)
    lid = [(0.0, -0.1), (0.45, -0.1), (0.462, -0.08), (0.465, 0.02), (0.5, 0.025), (0.51, 0.04)]
    top = [(0.51, 0.15), (0.49, 0.17), (0.0, 0.17)]
    lathe([(r, z + height) for r, z in (*lid, *top)], cork(), at)


def larder_glass_jars(_colour: str) -> None:
    small, middle, large = (-1.08, -0.16, 0), (0.06, 0.2, 0), (1.14, -0.06, 0)
    larder_jar(0.84, small)
    larder_jar(1.5, middle)
    larder_jar(2.72, large)
    scattered(lens(0.042, 0.02), LENTIL, 0.46, (0.08, 0.62), 1500, small)
    scattered(macaroni(0.052, 0.2), PASTA, 0.36, (0.12, 1.15), 420, middle)
    flour = pale("flour", FLOUR, 0.14)
    filled([(0.46, 0.07), (0.47, 0.1), (0.47, 2.2), (0.44, 2.23), (0.2, 2.3)], flour, large)


def pale(name: str, colour: str, light: float = 0.03) -> Any:
    """What stands behind glass, with a little of the light that the glass took."""
    return m.plain(name, colour, 0.8, emission_color=m.linear(colour), emission_strength=light)


def lens(radius: float, thick: float) -> tuple[list[Vector], list[Sequence[int]]]:
    """A lentil's points and faces."""
    rings = [(0.5, -0.8), (1.0, 0.0), (0.5, 0.8)]
    points = [
        Vector((radius * r * cos(a), radius * r * sin(a), thick * h))
        for r, h in rings
        for a in (pi * i / 4 for i in range(8))
    ]
    return points, skin(3, 8)


def macaroni(radius: float, length: float) -> tuple[list[Vector], list[Sequence[int]]]:
    """A short tube of pasta, a little bent."""
    points = []
    walls = ((radius, -1), (radius, 0), (radius, 1), (radius * 0.6, 1), (radius * 0.6, -1))
    for wide, end in (*walls, walls[0]):
        for i in range(10):
            a = pi * i / 5
            bend = 0.03 * (1 - end * end)
            points.append(Vector((wide * cos(a) + bend, wide * sin(a), end * length / 2)))
    return points, skin(6, 10)


def skin(rings: int, around: int) -> list[Sequence[int]]:
    """The faces between rings of points."""
    return [
        (k + i, k + (i + 1) % around, k + around + (i + 1) % around, k + around + i)
        for k in range(0, (rings - 1) * around, around)
        for i in range(around)
    ]


def scattered(
    piece: tuple[list[Vector], list[Sequence[int]]],
    colour: str,
    reach: float,
    heights: tuple[float, float],
    count: int,
    at: Place,
) -> None:
    """So many of a piece in a jar, in any direction; more of them near the wall, to be seen."""
    shape, sides = piece
    random = Random(7)
    points: list[Place] = []
    faces: list[Sequence[int]] = []
    for _ in range(count):
        turn, out = random.uniform(0, 2 * pi), reach * sqrt(random.uniform(0.25, 1))
        spin = Euler([random.uniform(-pi, pi) for _ in range(3)]).to_matrix().to_4x4()
        low, high = heights
        place = Vector((out * cos(turn), out * sin(turn), random.uniform(low, high)))
        put = Matrix.Translation(place) @ spin
        faces += [[k + len(points) for k in side] for side in sides]
        points += [tuple(put @ point) for point in shape]
    body("pieces", points, faces, pale("pieces", colour), at)
    core = [(0.0, heights[0]), (reach * 0.75, heights[0]), (reach * 0.75, heights[1] - 0.04)]
    lathe([*core, (0.0, heights[1])], pale("core", colour), at)


def bottle(outline: Sequence[Point], at: Place = (0, 0, 0)) -> None:
    vessel(outline, 0.03, clear(BROWN), at, floor=0.08)


def pump_bottle(wide: float, tall: float, at: Place) -> None:
    """`tall` is the glass's height; the pump adds half a decimetre."""
    shoulder = tall - 0.42
    side = [
        (wide - 0.05, 0),
        (wide - 0.02, 0.01),
        (wide, 0.06),
        (wide, 0.12),
        (wide, shoulder - 0.1),
        (wide, shoulder),
    ]
    neck = [(wide - 0.06, tall - 0.28), (0.17, tall - 0.12), (0.145, tall - 0.06), (0.145, tall)]
    bottle([*side, *neck], at)
    inner = [(wide - 0.06, 0.08), (wide - 0.03, 0.14), (wide - 0.03, 0.3), (wide - 0.03, shoulder)]
    filled(inner, clear("#cfa36a"), at)
    steel, black = m.metal("#c9c8c4", 0.24), m.plain("pump", "black", 0.35)
    x, y, z = at
    collar = [(0.15, -0.12), (0.178, -0.11), (0.18, 0.08), (0.165, 0.1), (0.0, 0.1)]
    lathe([(r, h + tall) for r, h in collar], steel, at)
    stem = [(0.07, 0.1), (0.07, 0.15), (0.045, 0.16), (0.045, 0.3), (0.0, 0.3)]
    lathe([(r, h + tall) for r, h in stem], black, at)
    head = [(0.0, 0.27), (0.09, 0.27), (0.1, 0.29), (0.1, 0.37), (0.08, 0.395), (0.0, 0.4)]
    lathe([(r, h + tall) for r, h in head], black, at)
    spout = [(0.0, 0.335), (-0.16, 0.34), (-0.32, 0.33), (-0.37, 0.27)]
    tube([(x + a, y, z + tall + b) for a, b in spout], [0.06, 0.055, 0.045, 0.036], black)
    tube([(x, y, z + tall), (x + 0.02, y, z + 0.8), (x + 0.1, y, z + 0.1)], 0.028, black)


def apothecary_pump_bottles(_colour: str) -> None:
    pump_bottle(0.32, 1.22, (-0.44, -0.16, 0))
    pump_bottle(0.4, 1.6, (0.44, 0.12, 0))


def striker_match_cloche(_colour: str) -> None:
    beech = m.wood("#d8b48a", "#b98a5c", scale=1.5)
    rim = [(0.36, 0), (0.375, 0.015), (0.375, 0.2), (0.36, 0.225), (0.345, 0.23)]
    lathe([(0, 0), *rim, (0.345, 0.205), (0.0, 0.205)], beech)
    strip = [(0.3765, 0.055), (0.3785, 0.06), (0.3785, 0.155), (0.3765, 0.16)]
    lathe(strip, m.clay("#4a3a33"))
    side = [(0.325, 0.21), (0.325, 0.3), (0.325, 0.9), (0.3, 1.06), (0.2, 1.17), (0.05, 1.21)]
    knob = [(0.03, 1.215), (0.03, 1.215), (0.028, 1.235), (0.06, 1.265), (0.05, 1.295), (0, 1.3)]
    inner = [(max(r - 0.018, 0.0), z - 0.014 if z > 0.95 else z) for r, z in smooth(side)]
    lathe([*reversed(inner), *smooth([*side, *knob])], clear())
    matches()


def matches() -> None:
    """Eighty, standing in a bundle, not all quite straight."""
    random = Random(3)
    wood, tip = m.plain("match", "#e2c596", 0.7), m.plain("tip", "#4d5b33", 0.75)
    for i in range(80):
        out, turn = 0.255 * sqrt((i + 0.5) / 80), i * 2.39996
        x, y = out * cos(turn), out * sin(turn)
        lean = (x * 0.05 + random.uniform(-0.012, 0.012), y * 0.05 + random.uniform(-0.012, 0.012))
        top = 1.115 + random.uniform(-0.02, 0.008)
        tube([(x, y, 0.2), (x + lean[0], y + lean[1], top)], 0.0125, wood)
        head = [(0.0, -0.05), (0.018, -0.035), (0.021, 0.0), (0.016, 0.03), (0.0, 0.04)]
        lathe(head, tip, (x + lean[0], y + lean[1], top))


def orangery_reed_diffuser(_colour: str) -> None:
    side = [(0.33, 0), (0.36, 0.012), (0.375, 0.06), (0.375, 0.12), (0.375, 0.3), (0.375, 0.56)]
    top = [(0.37, 0.64), (0.31, 0.75), (0.2, 0.82), (0.14, 0.88), (0.135, 1.0), (0.16, 1.03)]
    bottle([*side, *top])
    oil = [(0.3, 0.08), (0.345, 0.12), (0.345, 0.2), (0.345, 0.5)]
    filled(oil, clear("#dab57c"))
    label(0.38, (0.16, 0.56), 0.62)
    random = Random(5)
    for i in range(8):
        turn = i * pi / 4 + random.uniform(-0.25, 0.25)
        lean, long = random.uniform(0.3, 0.52), random.uniform(2.45, 2.6)
        foot = (-0.26 * cos(turn), -0.26 * sin(turn) * 0.8, 0.1)
        mouth = (0.085 * cos(turn), 0.085 * sin(turn), 1.03)
        rest = long - 0.98
        head = (lean * cos(turn) * rest, lean * sin(turn) * rest, 1.03 + rest * 0.93)
        tube([foot, mouth, (head[0], head[1], head[2])], 0.019, m.rattan("#b98f5c"))


def label(radius: float, heights: tuple[float, float], half: float) -> None:
    """A paper label on a round bottle, with an orange printed on it."""
    low, high = heights

    def wrap(u: float, v: float) -> Place:
        turn = -pi / 2 + half * (2 * u - 1)
        return (radius * cos(turn), radius * sin(turn), low + (high - low) * v)

    sheet(wrap, m.paper("#f1ead9"))
    print_on(radius + 0.002, (low + high) / 2 + 0.04, 0.075, "#d98a3a")


def print_on(radius: float, height: float, size: float, colour: str) -> Any:
    """A printed disc."""

    def disc(u: float, v: float) -> Place:
        along, turn = size * u, 2 * pi * v
        off = -pi / 2 + along * cos(turn) / radius
        return (radius * cos(off), radius * sin(off), height + along * sin(turn))

    return sheet(disc, m.plain("print", colour, 0.9))


MODELS = {
    "larder-glass-jar": Model(
        larder_glass_jars, "clear", seen(0, 9, 0.84), seen(-30, 22, 1.15, 0.6)
    ),
    "apothecary-pump-bottle": Model(
        apothecary_pump_bottles, "amber", seen(0, 8, 0.8), seen(-24, 18, 1.25, 0.8)
    ),
    "striker-match-cloche": Model(
        striker_match_cloche, "clear", seen(0, 10, 0.8), seen(20, 24, 1.12, 0.62)
    ),
    "orangery-reed-diffuser": Model(
        orangery_reed_diffuser, "amber", seen(0, 8, 0.84), seen(16, 16, 1.5, 0.3)
    ),
}
