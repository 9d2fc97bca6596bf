"""Towels, a bath mat and a robe. Lengths in decimetres."""

from math import cos, pi, sin
from typing import Any

from mathutils import Vector

from seeds.photographs import fabrics
from seeds.photographs.album import Model
from seeds.photographs.folds import Folded, flat, nested, piece, pleated
from seeds.photographs.shapes import Place, moved, tube
from seeds.photographs.studio import View

STACK = View(around=-22, above=16, fill=0.7)
STACK_DETAIL = View(around=-28, above=26, fill=1.1)
LOW = View(around=-22, above=27, fill=0.7)


def ferry_towel(colour: str) -> None:
    """Two bath towels and a hand towel on top."""
    bath = fabrics.terry(colour, ((0.45, 0.75),))
    for number in range(2):

        def towel(seed: int = number + 2) -> None:
            Folded(pleated(3.55, 4, 0.062), nested(1.9, 0.25), 0.062, seed, 0.9).lay(bath, 0.055)

        moved(towel, (0.04 * number, 0, 1.0 * number), 0.02 - 0.05 * number)

    def hand() -> None:
        across, along = pleated(2.95, 3, 0.062), nested(1.5, 0.19)
        Folded(across, along, 0.062, 7, 0.9).lay(bath, 0.055)

    moved(hand, (-0.06, -0.08, 2.0), 0.05)


def hammam_towel(colour: str) -> None:
    """Folded small, the fringe over the front."""
    along = pleated(2.3, 5, 0.11).bend(-90, 0.14).ahead(0.1)
    hemmed = len(along.points)
    along.ahead(0.62)
    end = along.points[hemmed - 1][3]
    stripes = ((end - 1.25, end - 1.17), (end - 1.1, end - 0.5), (end - 0.43, end - 0.35))
    bands = tuple((low / 20, high / 20) for low, high in stripes)
    ground = "#e8ddc6" if colour != "flax" else "flax"
    material = fabrics.flat_woven(ground, (colour if colour != "flax" else "#f1eadb", bands, 20))
    cloth = Folded(nested(2.5, 0.027), along, 0.027, 5, 0.9, 0.025)
    cloth.lay(material, 0.02, hemmed)
    cloth.fringe(fabrics.linen(ground), hemmed - 2, 0.1, 0.022)


def bath_mat(colour: str) -> None:
    """Thick, so folded twice only; inside of its border a groove."""
    material = fabrics.terry(colour, ((0.42, 0.62), (4.38, 4.58)), loops_a_dm=20)
    Folded(flat(5.0), nested(2.3, 0.17), 0.17, 4, 0.9).lay(material, 0.155)


def robe(colour: str) -> None:
    """Folded, its collar up, the belt around it."""
    material = fabrics.waffle(colour, 0.085, 0.04)
    cloth = Folded(pleated(3.0, 4, 0.05), nested(2.7, 0.21), 0.05, 6, 0.8, 0.03)
    cloth.lay(material, 0.04)
    for side in (-1, 1):
        collar(material, side, cloth)
    belt(material, cloth)


def collar(material: Any, side: int, cloth: Folded) -> None:
    """One half of a shawl collar, from the neck down to where the halves cross."""
    deep = cloth.middle[1]

    def lapel(u: float, v: float) -> Place:
        y = deep * 0.95 - u * deep * 1.85
        wide = 0.42 + 0.2 * sin(pi * u)
        x = side * (0.8 * (1 - u) ** 1.1 - 0.16) + side * (v - 0.3) * wide
        roll = 0.1 * sin(pi * min(1, v * 1.15)) ** 0.5
        lift = 0.05 if side > 0 else 0.0
        return tuple(cloth.warp(Vector((x, y, cloth.tall))) + Vector((0, 0, roll + lift * u)))

    piece(lapel, (deep * 1.9, 0.6), material, 0.05, 0.05)


def belt(material: Any, cloth: Folded) -> None:
    """A band all around, tied on top."""
    at, rim = -0.4, 0.09

    def around(a: float, y: float, off: float) -> Vector:
        """A point on the folded robe's outline, `off` outside of it."""
        wide = cloth.middle[0]
        c, s = cos(a), sin(a)
        far = (abs(c) ** 12 + abs(s) ** 12) ** (-1 / 12)
        x, z = wide * far * c, cloth.tall / 2 * (1 + far * s)
        out = Vector((c, 0, s)).normalized() * off
        return cloth.warp(Vector((x, y, z))) + out

    def band(u: float, v: float) -> Place:
        place = around(2 * pi * u, at + 0.4 * (v - 0.5), 0.08 + 0.02 * sin(pi * v))
        return (place.x, place.y, max(place.z, 0.02))

    piece(band, (2 * (cloth.middle[0] * 2 + cloth.tall), 0.4), material, 0.05, 0.05)
    top = around(pi / 2, at, rim).z
    for lean, length in ((-0.34, 1.5), (0.26, 1.3)):

        def end(u: float, v: float, lean: float = lean, length: float = length) -> Place:
            y = at - v * length
            x = 0.04 + lean * v + 0.34 * (u - 0.5) * (0.55 + 0.45 * min(1, v * 3))
            on = cloth.warp(Vector((x, max(y, -cloth.middle[1] + 0.3), cloth.tall)))
            over = max(0.0, -y - cloth.middle[1] + 0.3)
            bent = (
                0.42 * sin(min(over / 0.42, pi / 2)),
                0.42 * (1 - cos(min(over / 0.42, pi / 2))),
            )
            fall = bent[1] + max(0.0, over - 0.66)
            lift = 0.15 + 0.08 * max(0.0, 1 - v * 4)
            return (on.x, on.y - bent[0], on.z + lift - fall)

        piece(end, (0.34, length), material, 0.05, 0.04)
    knot = [(-0.17, at + 0.05, top), (0.03, at - 0.03, top + 0.13), (0.2, at + 0.02, top)]
    tube(knot, [0.13, 0.17, 0.13], material)


MODELS = {
    "ferry-cotton-towel": Model(ferry_towel, "sage", STACK, STACK_DETAIL),
    "quayside-hammam-towel": Model(hammam_towel, "indigo", LOW, STACK_DETAIL),
    "ferry-bath-mat": Model(bath_mat, "chalk", View(around=-24, above=24, fill=0.74), STACK_DETAIL),
    "sunday-waffle-robe": Model(robe, "chalk", View(around=-16, above=34, fill=0.68), STACK_DETAIL),
}
