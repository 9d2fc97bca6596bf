"""Lamps that stand on a table, and a lantern. Lengths in decimetres."""

from math import cos, pi, radians, sin
from typing import Any

from mathutils import Matrix, Vector

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.light import DEEP, bulb, lit
from seeds.photographs.shapes import Place, lathe, smooth, tube, vessel
from seeds.photographs.studio import View

GLASSES = {"chalk": ("#d9cdb8", "#ffcb74"), "amber": ("#a0600f", "#ffa01a")}


def table_lamp(colour: str) -> None:
    base = [(0.6, 0), (0.66, 0.0), (0.98, 0.3), (1.12, 0.86), (0.9, 1.45), (0.4, 1.74), (0.2, 1.8)]
    vessel(base, 0.06, m.glaze(colour, gloss=0.5))
    brass = m.brass()
    lathe(smooth([(0.2, 1.78), (0.2, 1.84), (0.2, 1.84), (0.1, 1.88), (0.1, 2.3), (0, 2.3)]), brass)
    linen = lit(m.cloth("#b8a684", weave=60), 0.95, 2.6, 1.35, edge=0.15)
    shade = [(1.62, 2.05), (1.14, 3.75)]
    lathe([*shade, (1.12, 3.75), (1.6, 2.05), (1.62, 2.05)], linen)
    seam = m.cloth("#c9b48c")
    for radius, height in shade:
        hoop(radius - 0.005, height, 0.03, seam)
    bulb((0, 0, 2.75), 0.32)
    flex([(0, 0.9, 0.05), (0.2, 1.4, 0.03), (1.0, 1.5, 0.03), (1.5, 1.1, 0.03), (1.6, 0.4, 0.03)])


def hoop(radius: float, height: float, thick: float, material: Any, at: Place = (0, 0, 0)) -> None:
    """A thin ring around what is round."""
    x, y, z = at
    angles = [2 * pi * i / 48 for i in range(48)]
    points = [(x + radius * cos(a), y + radius * sin(a), z + height) for a in angles]
    tube(points, thick, material, closed=True)


def flex(points: list[Place]) -> None:
    """The cord that lies on the table."""
    tube(points, 0.03, m.cloth("#8f8371"))


def desk_lamp(colour: str) -> None:
    paint = m.plain(f"paint {colour}", DEEP[colour], 0.4, coat_weight=0.25, coat_roughness=0.3)
    brass = m.brass(0.25)
    foot = [(0.78, 0.0), (0.8, 0.02), (0.8, 0.1), (0.77, 0.14), (0.77, 0.14), (0.12, 0.17)]
    lathe([(0, 0), *smooth(foot), (0.06, 0.2), (0.06, 0.4), (0, 0.4)], paint)
    hip, elbow, wrist = (0, 0, 0.42), (-0.85, 0, 2.55), (1.3, 0, 3.75)
    arm(hip, elbow, paint)
    back = beyond(wrist, elbow, 0.75)
    arm(back, wrist, paint)
    weight = [(0, 0), (0.2, 0), (0.23, 0.03), (0.23, 0.42), (0.2, 0.45), (0, 0.45)]
    aim(lathe(weight, paint), back, elbow, 0.1)
    for joint in (hip, elbow, wrist):
        pin(joint, brass)
    head(wrist, paint)


def beyond(start: Place, end: Place, by: float) -> Place:
    """The place `by` further along the line from `start` through `end`."""
    line = (Vector(end) - Vector(start)).normalized()
    return tuple(Vector(end) + line * by)


def arm(start: Place, end: Place, paint: Any) -> None:
    middle = tuple((Vector(start) + Vector(end)) / 2)
    tube([start, middle, end], 0.05, paint)


def pin(at: Place, brass: Any) -> None:
    """A joint: a short round bar across the arms."""
    bar = [(0, -0.13), (0.09, -0.13), (0.1, -0.12), (0.1, 0.12), (0.09, 0.13), (0, 0.13)]
    lathe(bar, brass, at).rotation_euler = (pi / 2, 0, 0)


def aim(thing: Any, start: Place, towards: Place, back: float = 0.0) -> None:
    """Put what was turned about Z at `start`, its axis towards another place."""
    line = Vector(towards) - Vector(start)
    turn = line.to_track_quat("Z", "Y").to_matrix().to_4x4()
    at = Vector(start) - line.normalized() * back
    thing.matrix_world = Matrix.Translation(at) @ turn


def head(wrist: Place, paint: Any) -> None:
    outside = smooth([(0.14, 0.36), (0.2, 0.33), (0.23, 0.1), (0.36, -0.12), (0.58, -0.5)])
    inside = smooth([(0.565, -0.5), (0.34, -0.12), (0.2, 0.1), (0.0, 0.12)])
    shell = lathe([(0, 0.36), *outside], paint)
    lining = lathe(inside, lit(m.enamel("white"), 1.1, -0.1, 0.5))
    lamp = lathe(smooth([(0.24, -0.2), (0.2, -0.36), (0.0, -0.4)]), m.glow(strength=8))
    tilt = Matrix.Translation(Vector(wrist)) @ Matrix.Rotation(radians(-28), 4, "Y")
    for part in (shell, lining, lamp):
        part.matrix_world = tilt @ Matrix.Translation((0, 0, -0.22))


def toadstool_lamp(colour: str) -> None:
    """One curve: the foot runs up into the cap."""
    outside, light = GLASSES[colour]
    curve = [
        (0.0, 0.0),
        (0.62, 0.0),
        (0.66, 0.02),
        (0.64, 0.08),
        (0.46, 0.28),
        (0.36, 0.62),
        (0.36, 0.95),
        (0.46, 1.14),
        (0.8, 1.22),
        (1.06, 1.3),
        (1.1, 1.42),
        (1.0, 1.68),
        (0.72, 1.95),
        (0.34, 2.1),
        (0.0, 2.14),
    ]
    blown = m.plain(f"opal {colour}", outside, 0.12, coat_weight=0.5, coat_roughness=0.05)
    lathe(smooth(curve), lit(blown, 0.9, 1.5, 1.5, light, 0.08))
    lathe(smooth([(0.665, 0.0), (0.67, 0.02), (0.66, 0.05)]), m.brass())
    flex([(0, 0.6, 0.04), (0.3, 1.0, 0.03), (0.9, 0.9, 0.03), (1.1, 0.5, 0.03)])


def signal_lantern(_colour: str) -> None:
    paint = m.plain("lantern", DEEP["moss"], 0.38, coat_weight=0.3, coat_roughness=0.2)
    steel, brass = m.metal("#b9b4aa", 0.3), m.brass()
    base = [(0.62, 0.0), (0.66, 0.03), (0.66, 0.44), (0.62, 0.5), (0.62, 0.5), (0.5, 0.54)]
    lathe([(0, 0), *smooth(base), (0, 0.54)], paint)
    lathe([(0.663, 0.3), (0.672, 0.3), (0.672, 0.34), (0.663, 0.34)], brass)
    lathe(ribbed(0.46, 0.54, 1.5), lit(m.plain("opal", "#cbb48c", 0.3), 1.5, 1.0, 0.75, edge=0.2))
    roof = [(0.5, 1.5), (0.6, 1.5), (0.63, 1.53), (0.6, 1.6), (0.4, 1.74), (0.34, 1.8)]
    knob = [(0.34, 1.9), (0.3, 1.95), (0.3, 1.95), (0.1, 2.0), (0, 2.01)]
    lathe([(0, 1.5), *smooth([*roof, *knob])], paint)
    for k in range(4):
        a = pi / 4 + k * pi / 2
        x, y = 0.56 * cos(a), 0.56 * sin(a)
        tube([(x, y, 0.48), (x, y, 1.0), (x, y, 1.54)], 0.025, steel)
    button = lathe([(0, 0), (0.07, 0), (0.075, 0.02), (0.06, 0.035), (0, 0.035)], brass)
    button.matrix_world = Matrix.Translation((0, -0.655, 0.17)) @ Matrix.Rotation(pi / 2, 4, "X")
    bail = [(0.64 * cos(a), 0, 1.55 + 1.0 * sin(a)) for a in (pi * i / 12 for i in range(13))]
    tube(bail, 0.028, steel)
    for side in (-1, 1):
        pivot = lathe([(0, 0), (0.06, 0), (0.06, 0.08), (0, 0.08)], brass)
        pivot.matrix_world = Matrix.Translation((side * 0.58, 0, 1.56)) @ Matrix.Rotation(
            side * pi / 2, 4, "Y"
        )


def ribbed(radius: float, low: float, high: float) -> list[tuple[float, float]]:
    """The outline of a glass with rings around it."""
    steps = 90
    return [
        (radius + 0.014 * sin(i * 2 * pi * 9 / steps), low + (high - low) * i / steps)
        for i in range(steps + 1)
    ]


MODELS = {
    "lowlight-table-lamp": Model(table_lamp, "oat", View(above=8, fill=0.74)),
    "angler-desk-lamp": Model(desk_lamp, "black", View(-16, 7, 0.86)),
    "toadstool-bedside-lamp": Model(toadstool_lamp, "chalk", View(above=7, fill=0.68)),
    "signal-lantern": Model(signal_lantern, "moss", View(16, 12, 0.86), View(30, 20, 1.15, 0.4)),
}
