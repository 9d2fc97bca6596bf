"""A woven basket, a rail of pegs and a box of felt. Lengths in decimetres."""

from math import cos, pi, sin
from random import Random

from mathutils import Vector
from mathutils.noise import noise

from seeds.photographs import fabrics
from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.folds import strands
from seeds.photographs.shapes import Place, box, lathe, smooth
from seeds.photographs.studio import View

STAKES = 55  # of the loose warp
ROWS = 36


def basket_wall(height: float) -> float:
    """The radius of the soft side."""
    return 1.42 + 0.24 * sin(min(1.0, height / 2.4) * pi * 0.72) - 0.05 * (height / 2.6) ** 3


def basket(_colour: str) -> None:
    grass = [fabrics.grass(colour) for colour in ("#c8ab72", "#b0955c", "#d6be88")]
    random = Random(4)
    step = 0.074
    for row in range(ROWS):
        height = 0.06 + row * step
        lines = [woven(row, height)]
        strands(lines, 0.05, grass[random.choice((0, 0, 1, 2))], knot=1.0)
    floor(grass[1])
    stakes(grass[1], ROWS * step)
    braid(grass[0], 0.05 + ROWS * step)
    for side in (-1, 1):
        handle(side, grass[2], ROWS * step)


def woven(row: int, height: float) -> list[Vector]:
    """One row: in front of one stake, behind the next."""
    points, count = [], STAKES * 8
    for k in range(count + 1):
        a = 2 * pi * k / count
        out = 0.045 * sin(STAKES / 2 * a + (pi if row % 2 else 0))
        sag = 0.04 * noise(Vector((cos(a) * 1.4, sin(a) * 1.4, 0))) * height
        soft = 0.07 * noise(Vector((cos(a) * 1.2, sin(a) * 1.2, height * 0.5)))
        radius = basket_wall(height) + out + soft
        points.append(Vector((radius * cos(a), radius * sin(a), height + sag)))
    return points


def stakes(grass: object, top: float) -> None:
    """The warp: what the rows are woven around."""
    lines = []
    for k in range(STAKES):
        a = 2 * pi * (k + 0.5) / STAKES
        heights = [top * n / 20 for n in range(21)]
        radii = [
            basket_wall(h) + 0.07 * noise(Vector((cos(a) * 1.2, sin(a) * 1.2, h * 0.5)))
            for h in heights
        ]
        rising = zip(radii, heights, strict=True)
        lines.append([Vector((r * cos(a), r * sin(a), h)) for r, h in rising])
    strands(lines, 0.05, grass, knot=1.0)


def floor(grass: object) -> None:
    lathe([(0, 0.04), (1.4, 0.04), (1.4, 0.08), (0, 0.08)], grass)


def braid(grass: object, height: float) -> None:
    """The rim: two strands wound around each other."""
    for phase in (0, pi):
        points = []
        for k in range(STAKES * 8 + 1):
            a = 2 * pi * k / (STAKES * 8)
            wind = 22 * a + phase
            sag = 0.04 * noise(Vector((cos(a) * 1.4, sin(a) * 1.4, 0))) * height
            soft = 0.07 * noise(Vector((cos(a) * 1.2, sin(a) * 1.2, height * 0.5)))
            radius = basket_wall(height) + soft + 0.04 * cos(wind)
            points.append(
                Vector((radius * cos(a), radius * sin(a), height + sag + 0.04 * sin(wind)))
            )
        strands([points], 0.06, grass, knot=1.0)


def handle(side: int, grass: object, top: float) -> None:
    """A loop of rope worked into the top rows."""
    wall = basket_wall(top) + 0.06
    for phase in (0, 2 * pi / 3, 4 * pi / 3):
        points = []
        for k in range(90):
            t = k / 89
            a = (t - 0.5) * 0.75
            rise = top - 0.28 + 0.78 * sin(pi * t) ** 0.7
            wind = 46 * t + phase
            radius = wall + 0.03 + 0.04 * cos(wind)
            points.append(
                Vector((side * radius * cos(a), radius * sin(a), rise + 0.04 * sin(wind)))
            )
        strands([points], 0.045, grass, knot=1.0)


def peg_rail(_colour: str) -> None:
    """Three turned pegs in a board of oak, stood on its edge."""
    oak = m.wood("#c79c66", "#9c6f3e", scale=1.0)
    box((4.8, 0.22, 0.85), oak, soft=0.05)
    turned = smooth(
        [
            (0.13, 0.0),
            (0.15, 0.02),
            (0.15, 0.06),
            (0.1, 0.12),
            (0.085, 0.3),
            (0.1, 0.45),
            (0.14, 0.56),
            (0.15, 0.62),
            (0.15, 0.62),
            (0.11, 0.66),
            (0.2, 0.7),
            (0.23, 0.76),
            (0.19, 0.8),
            (0.0, 0.82),
        ]
    )
    for x in (-1.7, 0.0, 1.7):
        peg = lathe(turned, m.wood("#cda36c", "#a2753f", scale=2.2))
        peg.location = (x, -0.1, 0.46)
        peg.rotation_euler = (pi / 2 - 0.1, 0, 0)


def felt_box(colour: str) -> None:
    """Walls that overlap at the corners, riveted; a lid that fits over them."""
    felt, wall = fabrics.felt(colour), 0.05
    box((2.9, 2.1, wall), felt, (0, 0, 0), soft=0.015)
    for side in (-1, 1):
        box((2.96, wall, 1.5), felt, (0, side * 1.06, 0), soft=0.018)
        box((wall, 2.12, 1.5), felt, (side * 1.46, 0, 0), soft=0.018)
    lid(colour, wall)
    for x in (-1.36, 1.36):
        for z in (0.3, 0.75):
            rivet((x, -1.085, z), 0)
    for y in (-0.95, 0.95):
        for z in (0.3, 0.75):
            rivet((-1.485, y, z), -pi / 2)
            rivet((1.485, y, z), pi / 2)


def lid(colour: str, wall: float) -> None:
    felt = fabrics.felt(colour)
    deep, top = 0.42, 1.56
    box((3.1, 2.3, wall), felt, (0, 0, top - wall), soft=0.02)
    for side in (-1, 1):
        box((3.1, wall, deep), felt, (0, side * 1.125, top - deep), soft=0.018)
        box((wall, 2.26, deep), felt, (side * 1.525, 0, top - deep), soft=0.018)
    for x in (-1.4, 1.4):
        rivet((x, -1.15, top - 0.22), 0)
    for y in (-0.98, 0.98):
        rivet((-1.55, y, top - 0.22), -pi / 2)
        rivet((1.55, y, top - 0.22), pi / 2)


def rivet(at: Place, turn: float) -> None:
    thing = lathe(smooth([(0.075, 0.0), (0.075, 0.012), (0.05, 0.03), (0.0, 0.036)]), m.brass(0.2))
    thing.location = at
    thing.rotation_euler = (pi / 2, 0, turn)


MODELS = {
    "thicket-seagrass-basket": Model(
        basket, "natural", View(above=16, fill=0.68), View(-24, 26, 1.25, 0.75)
    ),
    "meeting-house-peg-rail": Model(peg_rail, "natural", View(around=-34, above=18, fill=0.8)),
    "attic-lidded-box": Model(felt_box, "oat", View(around=-30, above=22, fill=0.66)),
}
