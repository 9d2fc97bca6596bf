"""Table linen, an apron, a throw and a blanket. Lengths in decimetres."""

from math import cos, pi, sin
from typing import Any

import bpy
from mathutils import Vector
from mathutils.noise import noise

from seeds.photographs import fabrics
from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.folds import Folded, nested, piece, pleated, ribbon
from seeds.photographs.shapes import Place, box, lathe, moved, sheet
from seeds.photographs.studio import View

STACK = View(around=-24, above=24, fill=0.66)
STACK_DETAIL = View(around=-30, above=30, fill=1.05)
LAID = View(above=72, fill=0.8)


def napkins(colour: str) -> None:
    material = fabrics.linen(colour, hem=(4.5, 4.5, 0.2))
    turns = (0.02, -0.03, 0.035, -0.09)
    for number, turn in enumerate(turns):

        def napkin(seed: int = number + 1) -> None:
            across, along = pleated(2.2, 2, 0.035), pleated(2.2, 2, 0.07)
            Folded(across, along, 0.035, seed, 0.9, 0.035).lay(material, 0.022)

        moved(napkin, (0.02 * turn, 0, number * 0.145), turn)


def tea_towels(colour: str) -> None:
    bands = ((0.08, 0.1), (0.4, 0.43), (0.46, 0.54), (0.57, 0.6), (0.9, 0.92))
    material = fabrics.linen("#e6dcc6", stripes=(colour, bands, 1.66))
    for number, (turn, at) in enumerate(((0.03, (0, 0)), (-0.07, (0.06, 0.05)))):

        def towel(seed: int = number + 4) -> None:
            along = pleated(2.3, 3, 0.1)
            cloth = Folded(pleated(1.66, 3, 0.033), along, 0.033, seed, 0.9, 0.03)
            cloth.lay(material, 0.024)
            loop(cloth)

        moved(towel, (*at, number * 0.31), turn)


def loop(cloth: Folded) -> None:
    """A loop of tape at the middle of the cloth's upper end."""
    edge = cloth.point(len(cloth.across.points) // 6, len(cloth.along.points) - 1)

    def tape(u: float, v: float) -> Place:
        a = 2 * pi * u
        hang = 0.17 * (1 - cos(a))
        return (
            edge.x + 0.1 * sin(a) + (v - 0.5) * 0.07 * cos(a),
            edge.y + 0.02 - 0.06 * sin(a / 2) - 0.02 * sin(a),
            edge.z + 0.01 - hang * 0.6 + (v - 0.5) * 0.07 * abs(sin(a)),
        )

    sheet(tape, fabrics.linen("#e6dcc6"), across=40, along=4, thick=0.015)


def throw(colour: str) -> None:
    material = fabrics.herringbone(colour)
    along = pleated(3.0, 5, 0.17).bend(-90, 0.2).ahead(0.08)
    hemmed = len(along.points)
    along.ahead(0.62)
    cloth = Folded(nested(3.4, 0.042), along, 0.042, 3, 1.0, 0.03)
    cloth.lay(material, 0.034, hemmed)
    cloth.fringe(material, hemmed - 2, 0.075, 0.018)


def blanket(colour: str) -> None:
    cloth = Folded(nested(3.5, 0.055), nested(2.6, 0.25), 0.055, 2, 1.0, 0.02)
    cloth.lay(fabrics.waffle(colour, 0.12, 0.06), 0.045)


def tablecloth(colour: str) -> None:
    """On a table of 90 by 130 centimetres, hung by its own weight."""
    oak = m.wood("#c79c66", "#9c6f3e", scale=0.6)
    top = box((13.0, 9.0, 0.28), oak, (0, 0, 7.1), soft=0.06)
    top.modifiers.new("solid", "COLLISION")
    top.collision.thickness_outer = 0.05
    for x in (-5.9, 5.9):
        for y in (-3.9, 3.9):
            lathe([(0, 0), (0.2, 0), (0.34, 7.1), (0, 7.1)], oak, (x, y, 0))
    cloth = piece(
        lambda u, v: (
            18 * (u - 0.5),
            14 * (v - 0.5),
            7.5 + 0.05 * noise(Vector((u * 9, v * 9, 1))),
        ),
        (18.0, 14.0),
        fabrics.linen(colour, hem=(18.0, 14.0, 0.3), coarse=2.0),
        0.0,
        0.2,
    )
    hang(cloth)
    cloth.modifiers.new("smooth", "SUBSURF").render_levels = 1


def hang(cloth: Any, frames: int = 130) -> None:
    """Let it fall over what is below it."""
    fall = cloth.modifiers.new("fall", "CLOTH")
    fall.settings.quality, fall.settings.mass = 5, 0.4
    fall.settings.tension_stiffness = fall.settings.compression_stiffness = 20
    fall.settings.bending_stiffness, fall.settings.air_damping = 0.8, 3.0
    fall.collision_settings.distance_min = 0.05
    for frame in range(1, frames + 1):
        bpy.context.scene.frame_set(frame)
    graph = bpy.context.evaluated_depsgraph_get()
    cloth.data = bpy.data.meshes.new_from_object(cloth.evaluated_get(graph))
    cloth.modifiers.remove(fall)


def apron(colour: str) -> None:
    """Laid flat: bib and skirt, three pockets, straps that cross."""
    material = fabrics.canvas(colour)

    def half(y: float) -> float:
        rise = min(1.0, max(0.0, (y - 5.2) / 3.2))
        return 1.35 + 2.05 * (1 - rise) ** 2.4 + 0.05 * noise(Vector((y * 0.5, 3, 0)))

    def ground(x: float, y: float) -> float:
        folds = sin(x * 1.5 + 1.2 * noise(Vector((x * 0.5, y * 0.35, 7)))) * (1 - y / 12)
        return 0.16 + 0.09 * folds + 0.1 * noise(Vector((x * 0.7, y * 0.45, 2)))

    def front(u: float, v: float) -> Place:
        y = 8.4 * v
        x = (2 * u - 1) * half(y)
        return (x, y + 0.06 * noise(Vector((x * 0.6, 1, 1))), ground(x, y))

    piece(front, (6.8, 8.4), material, 0.035)
    for u in (0.018, 0.982):
        piece(lambda a, v, u=u: lifted(front(u + (a - 0.5) * 0.03, v)), (0.2, 8.4), material, 0.03)
    for v in (0.014, 0.985):
        piece(lambda u, a, v=v: lifted(front(u, v + (a - 0.5) * 0.026)), (6.8, 0.2), material, 0.03)
    for x, y, wide, tall in (
        (-2.0, 2.3, 1.85, 2.0),
        (0.15, 2.3, 1.85, 2.0),
        (0.25, 6.1, 0.5, 1.35),
    ):
        pocket(x, y, wide, tall, ground, material)
    for side in (-1, 1):
        way = [(-1.15, 8.1), (-1.05, 9.2), (-0.1, 10.2), (1.5, 9.9), (2.9, 8.4), (3.35, 6.6)]
        way += [(3.25, 5.5), (3.6, 4.9), (4.1, 4.3), (4.0, 3.2), (4.35, 2.2)]
        level = 0.1 if side > 0 else 0.16
        ribbon(
            [(side * x, y) for x, y in way],
            0.34,
            material,
            lambda x, y, level=level: ground(x, min(y, 9)) + level * (1 if y > 5.4 else 0.2),
        )


def lifted(place: Place) -> Place:
    return (place[0], place[1], place[2] + 0.025)


def pocket(x: float, y: float, wide: float, tall: float, ground: Any, material: Any) -> None:
    """Sewn on at three sides; its mouth stands open a little."""

    def face(u: float, v: float) -> Place:
        at = (x + u * wide, y + v * tall)
        gape = 0.09 * sin(pi * u) * v**3 + 0.03
        return (*at, ground(*at) + 0.03 + gape)

    piece(face, (wide, tall), material, 0.035)
    piece(lambda u, a: lifted(face(u, 0.985 - a * 0.24 / tall)), (wide, 0.24), material, 0.025)


MODELS = {
    "washed-linen-napkins": Model(napkins, "flax", STACK, STACK_DETAIL),
    "washed-linen-tablecloth": Model(tablecloth, "flax", View(around=-28, above=18, fill=0.74)),
    "potting-shed-apron": Model(apron, "moss", LAID),
    "miller-tea-towels": Model(tea_towels, "indigo", STACK, STACK_DETAIL),
    "fell-lambswool-throw": Model(throw, "oat", STACK, STACK_DETAIL),
    "sunday-waffle-blanket": Model(blanket, "chalk", STACK, STACK_DETAIL),
}
