"""Vases, a jar, a jug and pots to plant in. Lengths in decimetres."""

from collections.abc import Sequence
from math import atan2, cos, exp, pi, sin
from typing import Any

import bpy
from mathutils import Matrix

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.foliage import dry_branch, leaf, oval
from seeds.photographs.shapes import (
    Place,
    Point,
    ellipse,
    lathe,
    moved,
    sheet,
    smooth,
    tube,
    vessel,
)
from seeds.photographs.studio import View

TALL = View(above=10, fill=0.8)
POT = View(above=20, fill=0.7)


def bottle_vase(colour: str) -> None:
    outline = [
        (0.44, 0),
        (0.5, 0.0),
        (0.66, 0.2),
        (0.74, 0.62),
        (0.58, 1.08),
        (0.26, 1.42),
        (0.15, 1.72),
        (0.135, 2.2),
        (0.17, 2.42),
    ]
    vessel(outline, 0.04, m.glaze(colour, gloss=0.62))
    dry_branch((0.02, 0, 1.6), 2.15, 0.5, seed=4)


def column_vase(_colour: str) -> None:
    profile = smooth([(0.50, 0.0), (0.54, 0.03), (0.55, 0.1), (0.55, 1.0), (0.55, 2.3)])
    profile += [(0.55, 2.36), (0.545, 2.39), (0.53, 2.4)]
    profile += [(0.45, 2.4), (0.435, 2.39), (0.43, 2.36), (0.43, 0.1), (0.0, 0.1)]
    fluted(profile, 24, 0.09, (0.12, 2.3), m.clay("#cfc2ab"))


def fluted(
    profile: Sequence[Point], grooves: int, depth: float, reach: Point, material: Any
) -> Any:
    """A body of revolution with round grooves on its outside, between two heights."""
    widest = max(r for r, _ in profile)

    def shape(u: float, v: float) -> Place:
        radius, z = profile[round(v * (len(profile) - 1))]
        a = 2 * pi * u
        if radius > widest - 0.01:
            ends = 1 - exp(-max(0.0, z - reach[0]) / 0.03), 1 - exp(-max(0.0, reach[1] - z) / 0.03)
            radius -= depth * ends[0] * ends[1] * abs(sin(grooves / 2 * a))
        return radius * cos(a), radius * sin(a), z

    return sheet(shape, material, across=grooves * 14, along=len(profile) - 1)


def bud_vases(_colour: str) -> None:
    tall = [(0.24, 0), (0.3, 0.0), (0.4, 0.16), (0.42, 0.4), (0.2, 0.86), (0.1, 1.12), (0.13, 1.4)]
    middle = [(0.28, 0), (0.34, 0.0), (0.44, 0.2), (0.36, 0.46), (0.12, 0.68), (0.09, 0.9)]
    middle += [(0.12, 1.1)]
    small = [(0.2, 0), (0.26, 0.0), (0.38, 0.2), (0.32, 0.42), (0.11, 0.56), (0.13, 0.8)]
    sets = (
        (tall, "#d9ccb2", (0.0, 0.28, 0)),
        (middle, "#c79c90", (0.86, -0.06, 0)),
        (small, "#ece7dc", (-0.66, -0.3, 0)),
    )
    for outline, colour, at in sets:
        vessel(outline, 0.03, m.glaze(colour, speckle=0.2, gloss=0.4), at)
    daisy((0.0, 0.28, 0.9), 1.25, 0.16, "#e2b457")
    daisy((0.86, -0.06, 0.7), 0.95, 0.22, "#c4694a")


def daisy(foot: Place, height: float, lean: float, colour: str) -> None:
    x, y, z = foot
    points = [(x, y, z), (x, y, z + height * 0.5), (x + lean * 0.5, y - 0.03, z + height * 0.8)]
    head = (x + lean, y - 0.08, z + height)
    tube([*points, head], 0.014, m.leaf("#6d7d4c"))
    petal = m.plain("petal", colour, 0.7, subsurface_weight=0.1, subsurface_scale=0.05)

    def flower() -> None:
        for k in range(21):
            start = (0.04 * cos(k * 2 * pi / 21), 0.04 * sin(k * 2 * pi / 21), 0)
            length = 0.23 + 0.02 * sin(k * 7)
            leaf(start, k * 2 * pi / 21, 0.35, (length, 0.07), petal, width=oval, droop=0.6)
        heart = smooth([(0.075, -0.01), (0.07, 0.025), (0.045, 0.045), (0.0, 0.05)])
        lathe(heart, m.wool("#6b4426", 60, 0.8))

    tilted(flower, head, 0.75, 0.2)


def tilted(build: Any, at: Place, forward: float, sideways: float) -> None:
    """What `build` makes, leaning towards the camera and to the right (radians), set at `at`."""

    def lean() -> None:
        before = set(bpy.context.scene.objects)
        build()
        bpy.context.view_layer.update()
        turn = Matrix.Rotation(sideways, 4, "Y") @ Matrix.Rotation(forward, 4, "X")
        for thing in set(bpy.context.scene.objects) - before:
            thing.matrix_world = turn @ thing.matrix_world

    moved(lean, at)


def halfmoon_jar(_colour: str) -> None:
    outline = [
        (0.62, 0),
        (0.66, 0.0),
        (0.68, 0.08),
        (1.12, 0.36),
        (1.5, 0.95),
        (1.573, 1.44),
        (1.588, 1.5),
        (1.563, 1.56),
        (1.44, 2.05),
        (1.06, 2.58),
        (0.74, 2.78),
        (0.7, 2.84),
        (0.7, 2.98),
    ]
    jar = vessel(outline, 0.06, m.glaze("#efe9dc", speckle=0.1, gloss=0.3))
    ellipse(jar, 1.0, 1.0, wander=0.006)
    for vertex in jar.data.vertices:
        over = max(0.0, vertex.co.z - 1.5)
        vertex.co.x += 0.045 * over
        vertex.co.z += 0.02 * vertex.co.x * min(1.0, vertex.co.z / 1.5)


def ridgeway_jug(colour: str) -> None:
    glaze = m.glaze(colour, gloss=0.3)
    outline = [
        (0.46, 0.03),
        (0.5, 0.03),
        (0.68, 0.28),
        (0.74, 0.72),
        (0.62, 1.25),
        (0.5, 1.62),
        (0.5, 1.86),
        (0.57, 2.12),
    ]
    jug = vessel(outline, 0.05, glaze)
    for vertex in jar_rim(jug, 1.55):
        x, y, z = vertex.co
        lift = min(1.0, (z - 1.55) / 0.6)
        near = exp(-((abs(abs(atan2(y, x)) - pi) / 0.42) ** 2))
        vertex.co.x -= 0.3 * near * lift**1.7
        vertex.co.y *= 1 - 0.3 * near * lift
        vertex.co.z += 0.1 * near * lift**2
    lathe([(0, 0), (0.47, 0), (0.485, 0.015), (0.49, 0.05), (0, 0.05)], m.clay())
    handle = [(0.5, 1.86), (0.72, 2.0), (1.08, 1.9), (1.16, 1.4), (1.0, 0.95), (0.68, 0.74)]
    tube([(x, 0, z) for x, z in handle], [0.1, 0.085, 0.075, 0.07, 0.075, 0.1], glaze, flat=1.25)


def jar_rim(thing: Any, above: float) -> list[Any]:
    """The points of `thing` that are higher than `above`."""
    return [vertex for vertex in thing.data.vertices if vertex.co.z > above]


def terracotta_pot(_colour: str) -> None:
    terracotta(1.0, 1.75)


def terracotta(radius: float, height: float) -> None:
    """A clay pot with a band at its rim, in its saucer."""
    baked = m.clay("#c0714a")
    r, h, foot = radius, height, 0.09
    saucer = smooth([(r * 0.76, 0), (r * 0.8, 0.0), (r * 0.92, 0.06), (r * 0.98, 0.26)])
    dish = smooth([(r * 0.93, 0.26), (r * 0.88, 0.12), (r * 0.8, foot), (0, foot)])
    lathe([(0, 0), *saucer, (r * 0.955, 0.275), *dish], baked)
    outside = [(0, foot), (r * 0.64, foot), (r * 0.665, foot + 0.03), (r * 0.88, h * 0.74)]
    band = [
        (r * 0.94, h * 0.745),
        (r * 0.965, h * 0.76),
        (r * 0.995, h * 0.98),
        (r * 0.985, h * 0.995),
    ]
    inside = [(r * 0.95, h), (r * 0.91, h * 0.995), (r * 0.9, h * 0.98), (r * 0.6, foot + 0.1)]
    lathe([*outside, *band, *inside, (0, foot + 0.1)], baked)


def dovecote_planter(colour: str) -> None:
    glazed_planter(colour, 0.95, 1.6)


def glazed_planter(colour: str, radius: float, height: float) -> None:
    r, h = radius, height
    glaze = m.glaze(colour, gloss=0.25, speckle=0.25)
    lathe([(0, 0), (r * 0.74, 0), (r * 0.76, 0.03), (r * 0.77, 0.1)], m.clay("#c9a683"))
    outside = [(r * 0.77, 0.085), (r * 0.8, 0.1), (r * 0.93, h * 0.3), (r, h * 0.7)]
    lip = [(r * 0.985, h), (r * 0.97, h + 0.03), (r * 0.93, h + 0.03), (r * 0.91, h)]
    step = [(r * 0.9, h * 0.72), (r * 0.88, h * 0.69), (r * 0.73, h * 0.68), (r * 0.71, h * 0.66)]
    inside = [*step, (r * 0.68, 0.2), (0, 0.2)]
    lathe([*smooth([*outside, lip[0]]), *lip[1:], *inside], glaze)


MODELS = {
    "moorland-bottle-vase": Model(bottle_vase, "chalk", View(above=8, fill=0.88)),
    "lintel-column-vase": Model(
        column_vase, "chalk", View(above=14, fill=0.72), View(20, 24, 1.35, 0.72)
    ),
    "fledgling-bud-vases": Model(bud_vases, "chalk", View(above=11, fill=0.78)),
    "halfmoon-jar": Model(halfmoon_jar, "white", View(above=9, fill=0.66)),
    "ridgeway-jug": Model(ridgeway_jug, "oat", View(12, 14, 0.74)),
    "terrace-terracotta-pot": Model(terracotta_pot, "clay", POT),
    "dovecote-planter": Model(dovecote_planter, "chalk", View(above=31, fill=0.66)),
}
