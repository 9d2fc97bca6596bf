"""Mugs, cups, bowls and plates."""

from seeds.drawing.lathe import Coat, Profile, Surface, bands
from seeds.drawing.lines import bezier
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen

RAW = Surface(mix(COLOURS["clay"], COLOURS["flax"], 0.5), gloss=0.02)
TEA: RGB = (134, 84, 44)


def glazed(colour: RGB, bare: float, rim: float, gloss: float = 0.22) -> Coat:
    """A bare foot, a glaze, and a lip where the glaze thins to brown."""
    lip = mix(colour, (128, 88, 60), 0.45)
    return bands(
        (0, RAW), (bare, Surface(colour, gloss)), (rim, Surface(mix(colour, lip, 0.8), gloss))
    )


def mug(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    pen.tube(bezier((140, 300), (285, 320), (285, 90), (146, 96)), 36, darker(colour, 0.06), 32)
    wall: Profile = [(128, 0), (146, 14), (154, 60), (156, 250), (160, 370)]
    pen.turn(
        wall, glazed(colour, 34, 358), inside=Surface(lighter(colour, 0.35)), wall=9, floor=120
    )


def enamel_mug(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    pen.tube(bezier((150, 290), (270, 300), (262, 80), (150, 84)), 22, darker(colour, 0.1))
    wall: Profile = [(132, 0), (148, 12), (156, 300), (164, 318)]
    rim = bands((0, Surface(colour, 0.5)), (306, Surface(COLOURS["iron"], 0.5)))
    pen.turn(wall, rim, inside=Surface(COLOURS["chalk"], 0.3), wall=6, floor=90)


def espresso_cups(pen: Pen, colour: RGB) -> None:
    for dx, dy, size in ((-130, 60, 0.95), (110, -20, 1.0)):
        cup = pen.move(dx, dy, size)
        cup.shadow(112)
        wall: Profile = [(84, 0), (104, 18), (118, 120), (122, 236)]
        inside = Surface(lighter(colour, 0.5), 0.3)
        coffee = Surface(TEA, 0.4) if dx > 0 else None
        level = 204 if coffee else 60
        cup.turn(wall, Surface(colour, 0.06), inside=inside, wall=11, floor=level, fill=coffee)


def tea_bowl(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    wall: Profile = [(92, 0), (96, 26), (150, 60), (196, 130), (192, 170), (214, 250)]
    inside = bands((0, Surface((150, 160, 122), 0.3)), (110, Surface(lighter(colour, 0.2))))
    pen.turn(wall, glazed(colour, 40, 242), 0.28, inside=inside, wall=9, floor=60)


def cup_and_saucer(pen: Pen, colour: RGB) -> None:
    pen.shadow(240, 0.26)
    saucer: Profile = [(130, 0), (180, 8), (268, 34)]
    pen.turn(saucer, Surface(colour), 0.26, inside=Surface(lighter(colour, 0.1)), wall=5, floor=12)
    cup = pen.move(0, 16)
    cup.shadow(100, 0.26, 0.35)
    cup.tube(bezier((160, 165), (270, 176), (250, 40), (140, 66)), 24, darker(colour, 0.06))
    wall: Profile = [(84, 0), (100, 10), (160, 80), (182, 200)]
    raw = bands((0, Surface(colour)), (168, RAW), (175, Surface(colour)))
    milk = Surface((214, 178, 138), 0.4)
    cup.turn(wall, raw, 0.26, inside=Surface(lighter(colour, 0.4)), wall=8, floor=158, fill=milk)


def teapot(pen: Pen, colour: RGB) -> None:
    pen.shadow(180)
    spout = bezier((-150, 110), (-260, 120), (-240, 250), (-310, 290))
    pen.tube(spout, 86, colour, 34)
    pen.tube(bezier((160, 250), (330, 310), (320, 60), (176, 84)), 30, darker(colour, 0.05))
    body: Profile = [(120, 0), (150, 14), (214, 120), (190, 230), (96, 292)]
    pen.turn(body, glazed(colour, 18, 900), 0.2)
    lid: Profile = [(102, 288), (98, 300), (52, 326), (20, 334), (18, 344), (30, 362), (4, 382)]
    pen.turn(lid, Surface(lighter(colour, 0.08), 0.25), 0.2)


def plate(pen: Pen, colour: RGB, radius: float = 330) -> None:
    pen.shadow(radius * 0.86, 0.42)
    rim: Profile = [(radius * 0.62, 0), (radius * 0.95, 14), (radius, 46)]
    inside = Surface(lighter(colour, 0.06), 0.15)
    pen.turn(rim, glazed(colour, 4, 40), 0.42, inside=inside, wall=9, floor=16)
    pen.ring(radius * 0.86, 20, 0.42, darker(colour, 0.1), 1.5)


def bowl(pen: Pen, colour: RGB, deep: float = 1.0, speckled: bool = False) -> None:
    pen.shadow(170, 0.3)
    wall = [(120.0, 0.0), (140, 14), (214, 80 * deep), (252, 170 * deep), (262, 226 * deep)]
    outside = glazed(colour, 16, 226 * deep - 8, 0.08 if speckled else 0.2)
    inner = Surface(COLOURS["chalk"] if speckled else lighter(colour, 0.14), 0.3)
    pen.turn(wall, outside, 0.3, inside=inner, wall=10, floor=60 * deep)


def cereal_bowl(pen: Pen, colour: RGB) -> None:
    pen.shadow(170, 0.26)
    wall: Profile = [(130, 0), (168, 14), (232, 110), (224, 190), (196, 230)]
    pen.turn(wall, Surface(colour, 0.08), 0.26, inside=Surface(lighter(colour, 0.2)), floor=60)


def pasta_bowl(pen: Pen, colour: RGB) -> None:
    pen.shadow(250, 0.34)
    wall: Profile = [(200, 0), (236, 10), (300, 60), (326, 104)]
    pen.turn(
        wall, glazed(colour, 0, 98), 0.34, inside=Surface(lighter(colour, 0.1)), wall=10, floor=18
    )


def platter(pen: Pen, colour: RGB) -> None:
    pen.shadow(330, 0.34)
    rim: Profile = [(250, 0), (340, 12), (372, 48)]
    pen.turn(rim, glazed(colour, 3, 42), 0.34, inside=Surface(colour, 0.25), wall=10, floor=14)


def dipping_bowls(pen: Pen, colour: RGB) -> None:
    for i, (dx, dy) in enumerate(((-150, 150), (130, 170), (-110, 0), (170, -10))):
        small = pen.move(dx, dy, 0.52)
        shade = mix(colour, (24, 28, 52), 0.18 * (i % 3))
        small.shadow(180, 0.32)
        wall: Profile = [(120, 0), (150, 12), (214, 80), (226, 130)]
        small.turn(wall, Surface(shade, 0.4), 0.32, inside=Surface(shade, 0.5), wall=10, floor=30)


def wood_bowl(pen: Pen, colour: RGB) -> None:
    pen.shadow(200, 0.3)
    wall: Profile = [(150, 0), (180, 10), (270, 80), (312, 170)]

    def grain(height: float) -> Surface:
        return Surface(
            mix(colour, (150, 104, 62), 0.26 if int(height / 7) % 3 == 0 else 0.06), 0.05
        )

    pen.turn(wall, grain, 0.3, inside=grain, wall=16, floor=24)


def breakfast_set(pen: Pen, colour: RGB) -> None:
    plate(pen.move(-20, 40, 0.92), colour, 300)
    cereal_bowl(pen.move(-130, 70, 0.62), COLOURS["chalk"])
    mug(pen.move(130, -30, 0.66), colour)
