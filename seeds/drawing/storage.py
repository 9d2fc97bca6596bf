"""Baskets, boxes, rails and the things round a basin."""

from seeds.drawing.lathe import Profile, Surface
from seeds.drawing.lines import arc, bezier, box, turned
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen


def basket(pen: Pen, colour: RGB) -> None:
    pen.shadow(200)
    grass = Surface(colour, 0.02, ribs=34, row=24, depth=0.13)
    back = bezier((-70, 280), (-60, 400), (60, 400), (70, 280))
    pen.move(0, 90).tube(back, 20, darker(colour, 0.12))
    wall: Profile = [(176, 0), (206, 16), (236, 150), (232, 280), (220, 360)]
    pen.turn(
        wall, grass, inside=Surface(darker(colour, 0.35), 0, ribs=34, row=24), wall=14, floor=140
    )
    front = bezier((-70, 300), (-60, 400), (60, 400), (70, 300))
    pen.tube(front, 20, darker(colour, 0.05), cast=8)


def peg_rail(pen: Pen, colour: RGB) -> None:
    pen.shape(box(-400, 440, 800, 84, 8), colour, 10, cast=16)
    for i in range(3):
        grain = bezier(
            (-390, 460 + i * 22), (-130, 470 + i * 20), (130, 452 + i * 22), (390, 462 + i * 22)
        )
        pen.line(grain, darker(colour, 0.14), 2)
    for x in (-290, 0, 290):
        pen.tube([(x, 474), (x + 4, 462)], 36, darker(colour, 0.12), 40, cast=22)
        pen.shape(arc(x + 4, 462, 26, 26, 0, 360), lighter(colour, 0.12), 12)
    strap = bezier((-330, 190), (-310, 380), (-300, 470), (-286, 470))
    pen.tube(
        strap + bezier((-286, 470), (-270, 470), (-250, 380), (-220, 190)),
        12,
        COLOURS["flax"],
        cast=10,
    )
    pen.shape([(-380, 220), (-180, 220), (-190, -60), (-370, -60)], COLOURS["flax"], 20, cast=18)


def lidded_box(pen: Pen, colour: RGB) -> None:
    pen.shadow(320, 0.12)
    pen.shape([(-300, 0), (300, 0), (306, 250), (-306, 250)], colour, 16)
    lid = [(-318, 196), (318, 196), (318, 280), (-318, 280)]
    pen.shape(lid, lighter(colour, 0.08), 9, cast=8)
    pen.shape([(-318, 280), (318, 280), (270, 350), (-270, 350)], lighter(colour, 0.2), 9)
    for x in (-284, 284):
        for y in (30, 90, 150):
            pen.shape(arc(x, y, 9, 9, 0, 360), COLOURS["brass"], 4)
    pen.shape(box(-60, 216, 120, 40, 6), COLOURS["paper"], 3)
    pen.line([(-36, 236), (36, 236)], COLOURS["slate"], 3)


def soap(pen: Pen, colour: RGB) -> None:
    for dx, dy, turn in ((70, 210, 8), (-40, 0, -6)):
        at = pen.move(dx, dy)
        bar = turned(box(-210, 0, 420, 250, 46), turn)
        at.shape(bar, colour, 30, cast=20)
        at.shape(turned(box(-150, 60, 300, 130, 30), turn), darker(colour, 0.05), 10)
        at.line(turned([(-80, 140), (80, 140)], turn), darker(colour, 0.2), 5)
        at.line(turned([(-50, 110), (50, 110)], turn), darker(colour, 0.2), 4)
        for i in range(26):
            x, y = -180 + (i * 97) % 360, 24 + (i * 53) % 200
            at.line(turned([(x, y), (x + 6, y + 4)], turn), darker(colour, 0.25), 4)


def soap_dish(pen: Pen, colour: RGB) -> None:
    pen.shadow(250, 0.32)
    dish: Profile = [(200, 0), (240, 10), (276, 60)]
    pen.turn(
        dish,
        Surface(colour, 0.3),
        0.34,
        inside=Surface(lighter(colour, 0.1), 0.2),
        wall=10,
        floor=22,
    )
    for x in (-120, -60, 0, 60, 120):
        pen.line([(x * 1.25, -16), (x, 62)], darker(colour, 0.14), 7)
    pen.move(10, 40).shape(box(-130, 0, 250, 92, 40), COLOURS["oat-honey"], 24, cast=12)


def brush(pen: Pen, colour: RGB) -> None:
    handle = bezier((0, 0), (-30, 160), (40, 280), (10, 420))
    pen.tube(handle, 44, colour, 50, cast=20)
    pen.tube(arc(2, 14, 12, 12, 0, 360), 4, darker(colour, 0.4))
    pen.shape(arc(10, 540, 112, 170, 0, 360), (226, 206, 160), 14, cast=24)
    for i in range(200):
        x, y = -90 + (i * 61) % 200, 390 + (i * 97) % 300
        if ((x - 10) / 98) ** 2 + ((y - 540) / 152) ** 2 < 1:
            pen.line(
                [(x, y), (x + 5, y + 12)],
                mix((226, 206, 160), (150, 116, 70), 0.2 + i % 4 * 0.15),
                3,
            )
    pen.line(arc(10, 540, 112, 170, 0, 360), darker(colour, 0.1), 10)


def toothbrush_cup(pen: Pen, colour: RGB) -> None:
    pen.shadow(140)
    wall: Profile = [(126, 0), (138, 10), (140, 300), (144, 316)]
    pen.turn(wall, Surface(colour, 0.3), inside=Surface(darker(colour, 0.12)), wall=12, floor=180)
    for foot, tip, tone in (((-30, 302), (-96, 560), "natural"), ((44, 304), (120, 530), "rattan")):
        pen.tube([foot, tip], 20, COLOURS[tone], 16)
        angle = 14 if tip[0] < 0 else -18
        pen.shape(turned(box(-30, -60, 30, 90, 6), angle, tip), COLOURS["chalk"], 5)
