"""Boards, spoons and mills of wood, and a jar for salt. Lengths in decimetres."""

from math import cos, hypot, pi, sin
from typing import Any

from mathutils import Matrix, Vector

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.kitchen import corners
from seeds.photographs.shapes import Place, box, cut, lathe, leant, loft, plank, smooth, tube
from seeds.photographs.studio import View
from seeds.photographs.surfaces import staves, timber


def chopping_board(_colour: str) -> None:
    oak = staves("#c9a06c", "#a97c4a")
    board = plank([(x, y) for x, y, _z in corners(3.8, 2.6, 0, 0.12)], 0.3, oak, soft=0.03)
    groove = loft_ring(corners(3.36, 2.16, 0.31, 0.2), 0.055, oak)
    notches = []
    for side in (-1, 1):
        notch = lathe(smooth([(0.0, -1), (0.7, -0.7), (1, 0), (0.7, 0.7), (0, 1)]), oak)
        notch.scale = (0.16, 0.5, 0.12)
        notch.location = (side * 1.92, 0, 0.06)
        notches.append(notch)
    cut(board, groove, *notches)


def loft_ring(path: list[Place], radius: float, material: Any) -> Any:
    """A round ring along a flat path: what a groove is cut with."""
    middles = [Vector(p) for p in path]
    rings = []
    for i, here in enumerate(middles):
        ahead = (middles[(i + 1) % len(middles)] - middles[i - 1]).normalized()
        out = Vector((ahead.y, -ahead.x, 0))
        turns = [2 * pi * k / 12 for k in range(12)]
        rings.append(
            [tuple(here + radius * (cos(a) * out - Vector((0, 0, sin(a))))) for a in turns]
        )
    return loft(rings, material, "joined")


def olive_paddle(_colour: str) -> None:
    """The outline follows the tree; a leather loop through the handle."""
    olive = timber("#cfa467", "#8d5f36", scale=0.6, figure=16)
    upper = [(-2.0, 0.0), (-1.96, 0.5), (-1.5, 0.79), (-0.7, 0.86), (0.1, 0.76), (0.62, 0.5)]
    upper += [(0.95, 0.24), (1.3, 0.17), (1.75, 0.18), (2.1, 0.2), (2.2, 0.08)]
    lower = [(2.2, -0.08), (2.08, -0.21), (1.7, -0.17), (1.25, -0.18), (0.9, -0.3), (0.5, -0.62)]
    lower += [(-0.1, -0.84), (-0.8, -0.78), (-1.4, -0.84), (-1.9, -0.6)]
    edge = wavy([*upper, *lower])
    board = plank(list(reversed(edge)), 0.18, olive, soft=0.05)
    cut(board, lathe([(0, -1), (0.06, -1), (0.06, 1), (0, 1)], olive, (1.98, 0, 0)))
    hide = m.plain("leather", "#6b3f24", 0.6)
    loop = [(1.98, 0.0, -0.0), (1.98, 0.01, 0.16), (2.1, 0.03, 0.27), (2.45, 0.1, 0.12)]
    loop += [(2.75, 0.1, 0.022), (2.8, -0.06, 0.022), (2.45, -0.1, 0.06), (2.15, -0.03, 0.04)]
    tube(loop, 0.024, hide)


def wavy(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A closed smooth line through `points`."""
    found = []
    count = len(points)
    for i in range(count):
        a, b, c, d = (Vector(points[(i + k) % count]) for k in (-1, 0, 1, 2))
        for step in range(8):
            t = step / 8
            at = 0.5 * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
            found.append((at.x, at.y))
    return found


def wooden_spoons(_colour: str) -> None:
    cherry = timber("#b57750", "#a0643f", scale=1.1, figure=7)
    beech = timber("#d8ae82", "#cc9f6e", scale=1.1, figure=7)
    sycamore = timber("#ead8b6", "#dfc89f", scale=1.1, figure=7)
    round_one = [(0.0, 0.0), (0.06, 0.16), (0.3, 0.31), (0.6, 0.27), (0.82, 0.1), (1.0, 0.062)]
    laid(spoon([*round_one, (1.8, 0.065), (2.75, 0.085)], cherry, 0.1), 0.64, 0.05)
    flat_one = [(0.0, 0.27), (0.02, 0.3), (0.3, 0.29), (0.62, 0.22), (0.86, 0.09), (1.1, 0.062)]
    laid(spoon([*flat_one, (1.8, 0.065), (2.9, 0.085)], beech, 0.03, slant=0.5), 0.0, 0.0)
    long_one = [(0.0, 0.0), (0.06, 0.15), (0.32, 0.28), (0.72, 0.24), (0.96, 0.09), (1.2, 0.06)]
    slotted = spoon([*long_one, (2.1, 0.063), (3.2, 0.085)], sycamore, 0.05)
    slots = []
    for side in (-1, 0, 1):
        slot = box(
            (0.4 if side else 0.5, 0.05, 0.6), sycamore, (0.42, side * 0.12, -0.2), soft=0.024
        )
        slots.append(slot)
    cut(slotted, *slots)
    laid(slotted, -0.6, -0.03)


def spoon(half: list[tuple[float, float]], kind: Any, hollow: float, *, slant: float = 0.0) -> Any:
    """A spoon along X, its bowl at 0; `half` are the half widths along it."""
    rings = []
    long = half[-1][0]
    for x, wide in outline(half):
        bowl = max(0.0, 1 - (x / 0.95) ** 2) if x < 0.95 else 0.0
        thick = min(0.05 + 0.03 * (1 - bowl), max(wide, 0.01))
        lift = 0.08 + 0.09 * (x / long) - 0.03 * bowl
        ring = []
        for k in range(24):
            a = 2 * pi * k / 24
            y, z = wide * cos(a), thick * sin(a)
            dip = hollow * bowl * max(0.0, 1 - (y / max(wide, 0.05)) ** 2) * (wide / 0.3)
            ring.append((x + slant * y * max(0.0, 1 - x / 0.8), y, lift + z - dip + hollow * bowl))
        rings.append(ring)
    return loft(rings, kind)


def outline(half: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The half widths, smooth, with a round end to the handle."""
    wide = [(x, max(w, 0.004)) for x, w in smooth([(w, x) for x, w in half]) for x, w in [(w, x)]]
    end_x, end_w = wide[-1]
    turns = [pi / 2 * k / 6 for k in range(1, 7)]
    return [*wide, *((end_x + end_w * sin(a), max(end_w * cos(a), 0.004)) for a in turns)]


def laid(thing: Any, across: float, turn: float) -> None:
    """On the table, its middle at X 0."""
    thing.matrix_world = Matrix.Translation((0, across, 0)) @ Matrix.Rotation(turn, 4, "Z")
    ends = [vertex.co for vertex in thing.data.vertices]
    thing.location.x -= max(end.x for end in ends) / 2
    thing.location.z -= min(end.z for end in ends)


def salt_pig(colour: str) -> None:
    """A ball on a wide foot, its mouth turned up to the hand."""
    glaze, bare = m.glaze(colour), m.clay("#cdb393")
    middle, lean = (0.0, 0.0, 0.62), 0.98
    ball = [(0.6 * sin(a), -0.6 * cos(a)) for a in (pi * i / 60 for i in range(44))]
    collar = smooth([ball[-1], (0.425, 0.46), (0.43, 0.53), (0.46, 0.58), (0.455, 0.61)])
    lip = [(0.435, 0.622), (0.41, 0.612), (0.4, 0.59)]
    outside = lathe([*ball, *collar[1:], *lip], glaze, middle)
    throat = [(0.4, 0.59), (0.372, 0.53), (0.375, 0.45), (0.41, 0.37)]
    hollow = [(0.55 * sin(a), -0.55 * cos(a)) for a in (pi * i / 60 for i in range(42, -1, -1))]
    inside = lathe([*smooth(throat), *hollow], bare, middle)
    for part in (outside, inside):
        leant(part, lean, 0, 0)
    foot = smooth(
        [(0.46, 0), (0.48, 0.006), (0.475, 0.04), (0.43, 0.1), (0.41, 0.18), (0.45, 0.26)]
    )
    lathe([(0, 0), *foot], glaze)
    salt = m.plain("salt", "#f7f5ef", 0.8, subsurface_weight=0.2)
    heap = lathe(smooth([(0.53, 0.5), (0.4, 0.53), (0.2, 0.56), (0.0, 0.565)]), salt)
    for vertex in heap.data.vertices:
        x, y, z = vertex.co
        vertex.co.z = z + 0.012 * sin(31 * x + 5 * y) * cos(27 * y - 9 * x) * (hypot(x, y) < 0.5)


def pepper_mill(tall: float, wide: float, beech: Any, at: Place) -> None:
    neck = tall * 0.62
    body = [
        (wide * 0.97, 0),
        (wide, 0.012),
        (wide, 0.1),
        (wide * 0.92, 0.2),
        (wide * 0.7, neck * 0.62),
        (wide * 0.74, neck * 0.88),
        (wide * 0.84, neck - 0.015),
        (wide * 0.82, neck),
    ]
    lathe([(0, 0), *smooth(body), (0, neck)], beech, at)
    lathe(
        [(0, neck), (wide * 0.76, neck), (wide * 0.76, neck + 0.02), (0, neck + 0.02)],
        m.metal("#b9b7b2", 0.25),
        at,
    )
    rest = tall - 0.09 - neck
    head = [(0.8, 0.025), (0.86, 0.04), (0.88, 0.15), (0.94, 0.45), (0.86, 0.76), (0.5, 0.96)]
    crown = [(wide * r, neck + (h if h < 0.1 else rest * h)) for r, h in head]
    lathe([(0, neck + 0.02), *smooth([*crown, (0.0, neck + rest)])], beech, at)
    nut = [(0.06, -0.02), (0.065, 0.02), (0.07, 0.05), (0.055, 0.08), (0.0, 0.09)]
    lathe([(r, tall - 0.09 + h) for r, h in smooth(nut)], m.metal("#cfcdc8", 0.18), at)


def pepper_mills(colour: str) -> None:
    beech = timber("#d3a878", "#b5865a", scale=1.4, along="Z")
    black = timber("#302d2b", "#242220", scale=1.4, along="Z")
    stained = black if colour == "black" else beech
    pepper_mill(2.2, 0.29, stained, (-0.4, 0.1, 0))
    pepper_mill(1.2, 0.27, stained, (0.42, -0.14, 0))


MODELS = {
    "ashby-chopping-board": Model(chopping_board, "oak", View(-26, 36, 0.82), View(-34, 30, 1.5)),
    "grove-olive-wood-paddle": Model(olive_paddle, "olive", View(-28, 50, 0.88)),
    "hedgerow-wooden-spoons": Model(wooden_spoons, "cherry", View(-38, 56, 0.86)),
    "cellar-salt-pig": Model(salt_pig, "oat", View(-24, 16, 0.72)),
    "turnstile-pepper-mill": Model(pepper_mills, "natural", View(above=10, fill=0.82)),
}
