"""Soap, its dish, a brush and a cup. Lengths in decimetres."""

from math import cos, pi, sin
from random import Random

from mathutils import Vector

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.folds import strands
from seeds.photographs.shapes import Place, box, lathe, moved, sheet, tube, vessel
from seeds.photographs.studio import View

SOAPS = {
    "oat-honey": ("#d9b77e", "#a8803f"),
    "rosemary": ("#a9b08a", "#4f5f3a"),
    "charcoal": ("#4a4846", "#454341"),
}


def oblong(a: float, wide: float, deep: float, power: float = 3.2) -> tuple[float, float]:
    """A point at the angle `a` of a rectangle with very round corners."""
    c, s = cos(a), sin(a)
    far = (abs(c) ** power + abs(s) ** power) ** (-1 / power)
    return far * c * wide, far * s * deep


def soap_bar(colour: str, seed: int) -> None:
    """A cut bar: 8 by 5.5 by 2.6 centimetres, its edges shaved."""
    ground, fleck = SOAPS.get(colour, SOAPS["oat-honey"])
    material = m.flecked(ground, fleck, often=0.37, scale=42)
    thing = box((0.8, 0.55, 0.26), material, soft=0.045)
    thing.modifiers.new("fine", "SUBSURF").subdivision_type = "SIMPLE"
    thing.rotation_euler = (0, 0, 0.02 * seed)


def soap(colour: str) -> None:
    """One bar in its paper band, one bare on top."""

    def wrapped() -> None:
        soap_bar(colour, 1)
        band = m.paper("#efe7d6")
        box((0.36, 0.558, 0.268), band, (0, 0, -0.003), soft=0.046)
        box((0.356, 0.5592, 0.014), m.paper("#8a5a3a"), (0, 0, 0.13), soft=0.004)

    moved(wrapped, (0, 0, 0), -0.1)
    moved(lambda: soap_bar(colour, 2), (0.05, 0.02, 0.262), 0.55)


def soap_dish(colour: str) -> None:
    glaze = m.glaze(colour, gloss=0.3)
    rings = [(0.0, 0.03), (0.45, 0.03), (0.78, 0.035), (0.86, 0.07), (0.95, 0.16), (0.99, 0.21)]
    rings += [(1.0, 0.23), (0.985, 0.242), (0.965, 0.235), (0.945, 0.205), (0.9, 0.15)]
    inside = [0.86 - 0.855 * k / 26 for k in range(27)]

    def surface(u: float, v: float) -> Place:
        at = v * (len(rings) + len(inside) - 1)
        k = round(at)
        part, z = rings[k] if k < len(rings) else (inside[k - len(rings)], None)
        x, y = oblong(2 * pi * u, 0.65 * part, 0.45 * part)
        if z is None:
            reach = 1 - min(1, (part / 0.9) ** 6)
            ridge = max(0, 1 - min(abs(y - q) for q in (-0.16, 0, 0.16)) / 0.06) ** 1.3
            ridge *= reach * max(0.0, 1 - (abs(x) / 0.5) ** 6)
            z = 0.085 + 0.03 * (x + 0.5) + 0.085 * ridge + 0.035 * (1 - reach)
        elif k >= 4:
            lip = max(0.0, -x / 0.65) ** 8 * max(0.0, 1 - (abs(y) / 0.2) ** 2)
            z -= 0.075 * lip
            x -= 0.05 * lip
        return (x, y, z)

    count = len(rings) + len(inside) - 1
    sheet(surface, glaze, across=160, along=count)
    cork = m.clay("#b48a5c")
    lathe([(0.2, 0), (0.34, 0), (0.34, 0.04), (0.2, 0.04)], cork)


def bath_brush(_colour: str) -> None:
    beech = m.wood("#d9b07c", "#b98750", scale=1.4)
    handle = [
        (-2.5, 0.12),
        (-2.1, 0.22),
        (-1.4, 0.4),
        (-0.6, 0.46),
        (0.1, 0.32),
        (0.55, 0.16),
        (0.9, 0.12),
    ]
    tube(
        [(x, 0, z) for x, z in handle],
        [0.11, 0.14, 0.13, 0.12, 0.14, 0.16, 0.13],
        beech,
        flat=1.35,
    )
    head(beech, (1.05, 0.0, 0.0))


def head(beech: object, at: Place) -> None:
    """An oval block, the bristles up."""
    profile = [
        (0.0, 0.0),
        (0.75, 0.0),
        (0.95, 0.04),
        (1.0, 0.12),
        (0.97, 0.19),
        (0.9, 0.22),
        (0.0, 0.22),
    ]
    block = lathe(profile, beech, at)
    block.scale = (0.66, 0.36, 1.0)
    random = Random(3)
    pale, dark = [], []
    for row in range(-8, 9):
        for column in range(-4, 5):
            x, y = row * 0.068, column * 0.072 + (0.036 if row % 2 else 0)
            if (x / 0.58) ** 2 + (y / 0.3) ** 2 > 1:
                continue
            for _ in range(16):
                foot = Vector((at[0] + x, at[1] + y, at[2] + 0.2))
                lean = Vector(
                    (x * 0.22 + random.gauss(0, 0.03), y * 0.3 + random.gauss(0, 0.03), 0)
                )
                foot += Vector((random.gauss(0, 0.012), random.gauss(0, 0.012), 0))
                tall = 0.3 + random.uniform(-0.02, 0.02)
                line = [
                    foot,
                    foot + lean * 0.4 + Vector((0, 0, tall / 2)),
                    foot + lean + Vector((0, 0, tall)),
                ]
                (pale if random.random() < 0.7 else dark).append(line)
    for lines, colour in ((pale, "#e0c896"), (dark, "#b58f57")):
        strands(lines, 0.006, m.plain(f"tampico {colour}", colour, 0.6), knot=1.0)


def toothbrush_cup(_colour: str) -> None:
    glaze = m.glaze("oat")
    outline = [(0.31, 0), (0.345, 0.0), (0.365, 0.03), (0.375, 0.15), (0.375, 0.6), (0.375, 1.1)]
    vessel(outline, 0.045, glaze, floor=0.16)
    for lean, turn, colour in ((0.2, 0.4, "#d8b27a"), (0.16, 2.6, "#b98a55")):
        moved(lambda lean=lean, colour=colour: toothbrush(lean, colour), (0, 0, 0), turn)


def toothbrush(lean: float, colour: str) -> None:
    """Of bamboo, leaning on the rim."""
    bamboo = m.wood(colour, "#a9814d", scale=2)
    foot, top = Vector((-0.2, 0, 0.2)), Vector((0.33 + lean, 0, 1.85))
    along = [tuple(foot.lerp(top, t)) for t in (0, 0.3, 0.6, 0.72, 0.8, 0.9, 1)]
    tube(along, [0.05, 0.062, 0.055, 0.036, 0.036, 0.055, 0.05], bamboo, flat=0.8)
    random = Random(5)
    lines = []
    up = (top - foot).normalized()
    out = Vector((0, -1, 0))
    for row in range(9):
        for column in (-1, 0, 1):
            base = foot.lerp(top, 0.87 + 0.014 * row) + up.cross(out) * 0.026 * column
            for _ in range(5):
                stray = Vector([random.gauss(0, 0.006) for _ in range(3)])
                lines.append([base + stray, base + stray + out * 0.09, base + stray + out * 0.17])
    strands(lines, 0.008, m.plain("bristles", "#f1ede2", 0.5), knot=1.0)


MODELS = {
    "copper-kettle-soap": Model(soap, "oat-honey", View(around=-14, above=26, fill=0.6)),
    "sluice-soap-dish": Model(soap_dish, "oat", View(around=-18, above=36, fill=0.72)),
    "backwater-bath-brush": Model(bath_brush, "oat", View(around=-16, above=24, fill=0.8)),
    "sluice-toothbrush-cup": Model(toothbrush_cup, "oat", View(above=14, fill=0.7)),
}
