"""Plants in their pots, a watering can and a mister. Lengths in decimetres."""

from math import cos, pi, radians, sin
from random import Random
from typing import Any

from mathutils import Matrix, Vector

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.foliage import (
    along,
    banded,
    earth,
    green,
    lance,
    leaf,
    sword,
    twig,
)
from seeds.photographs.light import DEEP
from seeds.photographs.shapes import Place, lathe, moved, smooth, tube, vessel
from seeds.photographs.studio import View
from seeds.photographs.vases import glazed_planter, terracotta


def rubber_plant(_colour: str) -> None:
    terracotta(0.9, 1.6)
    earth(0.8, 1.45)
    chance = Random(3)
    top = green("#2f4a2c", "#7d8f5a", rib="#8fa06a", gloss=0.22)
    young = green("#49693a", "#94a36b", rib="#b08a63", gloss=0.22)
    path = [(0, 0, 1.3), (0.03, 0.02, 2.0), (-0.04, 0, 2.8), (0.02, 0, 3.6), (0.0, 0, 4.0)]
    places = twig(path, 0.07, 0.045, m.clay("#6a5844"))
    count = 13
    for k in range(count):
        t = 0.2 + 0.78 * k / (count - 1)
        at, towards = places[round(t * 39)], k * 2.4 + chance.uniform(-0.25, 0.25) - 0.5
        rise = 0.5 + 0.65 * t**2 + chance.uniform(-0.12, 0.12)
        ahead = Vector((cos(towards) * cos(rise), sin(towards) * cos(rise), sin(rise)))
        stalk = at + ahead * 0.32
        tube([tuple(at), tuple(at + ahead * 0.16), tuple(stalk)], 0.028, m.leaf("#7c8a55"))
        size = (2.0 - 0.6 * t**2) * chance.uniform(0.9, 1.06)
        leaf(
            tuple(stalk),
            towards,
            rise,
            (size, size * 0.52),
            young if t > 0.85 else top,
            droop=chance.uniform(0.5, 1.0) * (1.2 - 0.7 * t),
            fold=chance.uniform(0.15, 0.32),
            twist=chance.uniform(-0.7, 0.7),
            fine=(14, 30),
        )
    sheath = [(0.0, -0.02), (0.05, 0.05), (0.065, 0.22), (0.045, 0.65), (0.0, 1.0)]
    lathe(smooth(sheath), m.plain("sheath", "#9b2f28", 0.4), (0, 0, 3.97)).rotation_euler = (
        0.05,
        0.1,
        0,
    )


def snake_plant(_colour: str) -> None:
    glazed_planter("chalk", 0.82, 1.3)
    earth(0.74, 1.16)
    chance = Random(8)
    blade = banded("#3d5340", "#93a584", "#a9b184")
    count = 13
    for k in range(count):
        away = 0.1 + 0.36 * (k / count)
        a = k * 2.4
        tall = (3.5 - 1.7 * (k / count)) * chance.uniform(0.88, 1.08)
        leaf(
            (away * cos(a), away * sin(a), 1.08),
            a,
            pi / 2 - 0.08 - 0.28 * (k / count) + chance.uniform(-0.05, 0.05),
            (tall, chance.uniform(0.36, 0.46)),
            blade,
            width=sword,
            droop=chance.uniform(-0.12, 0.12),
            fold=0.32,
            ripple=0.05,
            twist=chance.uniform(-1.3, 1.3),
            fine=(12, 60),
        )


def olive_tree(_colour: str) -> None:
    terracotta(0.95, 1.7)
    earth(0.84, 1.54)
    chance = Random(5)
    bark = m.clay("#8b7f6c")
    silver = green("#6b7a55", "#b9bfa6", gloss=0.5)
    trunk = [(0, 0, 1.4), (0.05, 0, 2.6), (-0.05, 0.03, 3.7), (0.02, 0, 4.9), (0.0, 0, 6.0)]
    places = twig(trunk, 0.1, 0.03, bark)
    count = 40
    for k in range(count):
        t = 0.54 + 0.46 * k / (count - 1)
        start, a = places[round(t * 39)], k * 2.4 + chance.uniform(-0.4, 0.4)
        round_crown = max(0.1, 1 - ((t - 0.66) / 0.37) ** 2) ** 0.5
        length = 1.35 * round_crown * chance.uniform(0.75, 1.15)
        rise = 0.15 + 1.7 * (t - 0.54) + chance.uniform(-0.25, 0.3)
        olive_shoot(start, a, max(0.5, length), rise, chance, bark, silver)
    olive_shoot(places[-1], 0.0, 0.9, 1.3, chance, bark, silver)


def olive_shoot(
    start: Vector,
    towards: float,
    length: float,
    rise: float,
    chance: Random,
    bark: Any,
    silver: Any,
) -> None:
    """A thin branch with narrow leaves in pairs."""
    out = Vector((cos(towards), sin(towards), 0))
    bend = chance.uniform(-0.15, 0.25)
    points = [
        tuple(
            start
            + out * (length * t * cos(rise))
            + Vector((0, 0, length * (t * sin(rise) + bend * t * t)))
        )
        for t in (0, 0.33, 0.66, 1.0)
    ]
    tube(points, [0.03, 0.02, 0.015, 0.008], bark)
    pairs = max(5, round(length * 8))
    for n, at in enumerate(along(points, pairs + 1)[1:]):
        for side in (-1, 1):
            aside = towards + side * chance.uniform(0.5, 1.2) + (n % 2) * 0.3
            size = chance.uniform(0.42, 0.62)
            leaf(
                tuple(at),
                aside,
                rise + chance.uniform(-0.5, 0.8),
                (size, size * 0.22),
                silver,
                width=lance,
                droop=chance.uniform(-0.3, 0.5),
                fold=0.2,
                twist=chance.uniform(-1.2, 1.2),
                fine=(4, 8),
            )


def watering_can(colour: str) -> None:
    paint = m.plain(f"can {colour}", DEEP[colour], 0.35, coat_weight=0.3, coat_roughness=0.2)
    brass = m.brass(0.22)
    body = [(0.72, 0), (0.78, 0.0), (0.8, 0.04), (0.78, 0.5), (0.7, 1.1), (0.62, 1.3), (0.4, 1.4)]
    vessel([*body, (0.37, 1.42), (0.37, 1.42), (0.37, 1.52)], 0.02, paint)
    spout = [(-0.66, 0.22), (-1.05, 0.3), (-1.35, 0.95), (-1.75, 1.75), (-2.2, 2.25), (-2.5, 2.3)]
    tube([(x, 0, z) for x, z in spout], [0.13, 0.1, 0.075, 0.06, 0.05, 0.045], paint)
    tip = [(x, 0, z) for x, z in ((-2.43, 2.295), (-2.5, 2.3), (-2.58, 2.305))]
    tube(tip, 0.052, brass)
    handle = [
        (-0.3, 1.42),
        (-0.3, 1.9),
        (0.2, 2.2),
        (0.95, 2.0),
        (1.2, 1.2),
        (0.98, 0.6),
        (0.74, 0.5),
    ]
    tube([(x, 0, z) for x, z in handle], 0.055, paint)
    lathe([(0.375, 1.5), (0.385, 1.52), (0.375, 1.54), (0.35, 1.54)], brass)
    ring(0.785, 0.06, brass)


def ring(radius: float, height: float, material: Any) -> None:
    lathe([(radius, height), (radius + 0.02, height + 0.01), (radius, height + 0.05)], material)


def brass_mister(_colour: str) -> None:
    brass, dark = m.brass(0.18), m.metal("#a07c3c", 0.3)
    outline = [(0.4, 0), (0.44, 0.0), (0.47, 0.03), (0.48, 0.2), (0.47, 0.62), (0.38, 0.9)]
    neck = [(0.2, 1.06), (0.17, 1.1), (0.17, 1.1), (0.17, 1.2)]
    lathe([(0, 0), *smooth([*outline, *neck]), (0, 1.2)], brass)
    for height in (0.05, 0.1):
        ring(0.465, height, dark)
    collar = [(0.2, 1.16), (0.22, 1.18), (0.22, 1.32), (0.2, 1.34), (0.13, 1.36), (0.13, 1.5)]
    lathe([(0, 1.16), *collar, (0.1, 1.56), (0, 1.57)], brass)
    nozzle = lathe(
        [(0, 0), (0.085, 0), (0.085, 0.3), (0.11, 0.31), (0.11, 0.4), (0.05, 0.42), (0, 0.41)],
        brass,
    )
    nozzle.matrix_world = Matrix.Translation((0, 0, 1.43)) @ Matrix.Rotation(-pi / 2, 4, "Y")
    pump()
    dip: list[Place] = [(0.1, 0, 1.2), (0.33, 0, 1.16), (0.52, 0, 1.0), (0.6, 0, 0.75)]
    tube([*dip, (0.52, 0, 0.52), (0.42, 0, 0.45)], 0.045, brass)


def pump() -> None:
    """The thumb's knob on its rod, and the spring behind it."""
    brass, steel = m.brass(0.18), m.metal("#c9c4b8", 0.25)
    tube([(0, 0, 1.5), (0, 0, 1.7), (0, 0, 1.9)], 0.035, brass)
    knob = [(0.0, 1.86), (0.14, 1.87), (0.19, 1.91), (0.19, 1.95), (0.12, 1.98), (0, 1.975)]
    lathe(smooth(knob), brass)
    turns = 6
    spring = [
        (0.075 * cos(i * pi / 4), 0.075 * sin(i * pi / 4), 1.56 + 0.3 * i / (8 * turns))
        for i in range(8 * turns + 1)
    ]
    tube(spring, 0.014, steel)


def best_side(colour: str) -> None:
    """The rubber plant as it looks fullest."""
    moved(lambda: rubber_plant(colour), (0, 0, 0), radians(-50))


MODELS = {
    "rubber-plant": Model(best_side, "clay", View(above=13, fill=0.84)),
    "snake-plant": Model(snake_plant, "chalk", View(above=12, fill=0.86), View(24, 30, 1.3, 0.45)),
    "young-olive-tree": Model(olive_tree, "clay", View(above=7, fill=0.86)),
    "longspout-watering-can": Model(watering_can, "moss", View(8, 12, 0.86)),
    "dewfall-brass-mister": Model(brass_mister, "brass", View(-18, 14, 0.74)),
}
