"""Cookware, boards and what stands beside the stove."""

from seeds.drawing.lathe import Profile, Surface, bands
from seeds.drawing.lines import arc, bezier, box, leaf, turned
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen


def casserole(pen: Pen, colour: RGB) -> None:
    pen.shadow(250)
    for side in (-1, 1):
        pen.tube(
            bezier((side * 246, 170), (side * 330, 190), (side * 330, 130), (side * 246, 140)),
            30,
            darker(colour, 0.12),
        )
    pen.turn([(212, 0), (240, 16), (256, 90), (258, 220)], Surface(colour, 0.45))
    pen.turn([(264, 218), (264, 228), (258, 234)], Surface(lighter(colour, 0.12), 0.5))
    lid: Profile = [(258, 232), (236, 250), (150, 278), (40, 292), (24, 296), (22, 312)]
    pen.turn(lid, Surface(colour, 0.5))
    pen.turn([(34, 312), (44, 326), (36, 344), (16, 350)], Surface(COLOURS["brass"], 0.7))


def frying_pan(pen: Pen, colour: RGB) -> None:
    pen.shadow(260, 0.4)
    pen.tube([(180, 90), (430, 250)], 40, darker(colour, 0.05), 34)
    pen.tube(arc(452, 264, 16, 16, 0, 360), 12, colour)
    wall: Profile = [(210, 0), (226, 8), (268, 74), (276, 84)]
    pen.turn(
        wall,
        Surface(colour, 0.3),
        0.4,
        inside=Surface(mix(colour, (96, 76, 60), 0.3), 0.3),
        floor=8,
    )


def mortar(pen: Pen, colour: RGB) -> None:
    pen.shadow(170)
    wall: Profile = [(136, 0), (160, 12), (170, 60), (214, 180), (218, 240)]
    pen.turn(
        wall, Surface(colour, 0.12), inside=Surface(darker(colour, 0.15), 0), wall=30, floor=90
    )
    pen.tube([(20, 205), (178, 420)], 66, lighter(colour, 0.06), 52)


def roasting_dish(pen: Pen, colour: RGB) -> None:
    pen.shadow(310, 0.34)
    for side in (-1, 1):
        lug = box(side * 350 - 60, 92, 120, 54, 24)
        pen.shape(lug, darker(colour, 0.06), 8)
    wall: Profile = [(300, 0), (322, 10), (340, 130)]
    toasted = bands((0, Surface(colour, 0.3)), (122, Surface((176, 124, 84), 0.2)))
    pen.turn(wall, toasted, 0.34, inside=Surface(lighter(colour, 0.2), 0.3), wall=12, floor=14)


def milk_pan(pen: Pen, colour: RGB) -> None:
    pen.shadow(180)
    pen.tube([(180, 190), (260, 216)], 26, COLOURS["iron"])
    pen.tube([(250, 214), (440, 270)], 40, COLOURS["natural"], 32)
    wall: Profile = [(168, 0), (182, 12), (186, 220), (196, 232)]
    pen.turn(
        wall, Surface(colour, 0.7), inside=Surface(lighter(colour, 0.2), 0.6), wall=6, floor=30
    )
    for i in range(3):
        pen.line(arc(0, 150 - i * 22, 170, 34, 100, 128), darker(colour, 0.3), 2)


def loaf_tin(pen: Pen, colour: RGB) -> None:
    pen.shadow(270, 0.2)
    inner = [(-292, 250), (-246, 330), (310, 330), (296, 250)]
    pen.shape(inner, darker(colour, 0.35), 18)
    loaf = [(-270, 244), *bezier((-264, 290), (-240, 420), (270, 420), (286, 290)), (280, 244)]
    pen.shape(loaf, (196, 136, 76), 40)
    for x in (-150, -20, 110):
        pen.shape(leaf(x, 340, 96, 9, 24), (232, 192, 140), 5)
    pen.shape([(-300, 250), (-262, 10), (262, 10), (300, 250)], colour, 26)
    pen.tube([(-300, 252), (300, 252)], 16, lighter(colour, 0.15))


def _grain(pen: Pen, x: float, y: float, wide: float, high: float, colour: RGB) -> None:
    for i in range(int(high / 26)):
        level = y + 14 + i * 26
        bend = 7 if i % 2 else -6
        path = bezier(
            (x, level),
            (x + wide / 3, level + bend),
            (x + wide / 2, level - bend),
            (x + wide, level),
        )
        pen.line(path, colour, 1.6)


def board(pen: Pen, colour: RGB) -> None:
    pen.shape(box(-330, 120, 660, 440, 26), colour, 10, cast=26)
    for i in range(1, 6):
        pen.line([(-328, 120 + i * 73), (328, 120 + i * 73)], darker(colour, 0.16), 2)
    _grain(pen, -318, 122, 636, 430, mix(colour, darker(colour), 0.35))
    pen.line([*box(-294, 156, 588, 368, 20), (294, 500)], darker(colour, 0.3), 7)
    for side in (-1, 1):
        pen.shape(box(side * 314 - 8, 290, 16, 100, 8), darker(colour, 0.45), 4)


def paddle(pen: Pen, colour: RGB) -> None:
    outline = [
        *bezier((-70, 400), (-240, 380), (-190, -30), (-110, 10)),
        *bezier((-110, 10), (-30, 40), (60, -10), (130, 20)),
        *bezier((130, 20), (240, 80), (200, 390), (62, 400)),
        *bezier((62, 400), (34, 430), (40, 560), (44, 600)),
        *bezier((44, 600), (40, 660), (-40, 660), (-44, 600)),
    ]
    hole = arc(0, 600, 15, 15, 0, 360)
    pen.tube(bezier((0, 600), (-50, 740), (50, 740), (4, 600)), 7, (110, 70, 44), cast=8)
    pen.shape(outline, colour, 12, cast=26, holes=[hole])
    for i in range(7):
        x = -130 + i * 42
        grain = bezier((x, 40), (x * 1.5 + 30, 160), (x * 0.8 - 20, 280), (x * 0.3, 560 - abs(x)))
        pen.line(grain, mix(colour, (96, 58, 34), 0.5), 2.4)
    for grow in (1, 0.6, 0.3):
        pen.line(arc(60, 170, 26 * grow, 36 * grow, 0, 360), mix(colour, (84, 50, 30), 0.6), 3)


def spoons(pen: Pen, colour: RGB) -> None:
    woods = ((176, 108, 72), colour, (226, 200, 160))
    for i, wood in enumerate(woods):
        at = pen.move((i - 1) * 170)
        at.tube([(0, 0), (0, 430)], 20, wood, 30, cast=16)
        if i == 1:
            at.shape([(-50, 400), (54, 400), (64, 620), (-56, 590)], wood, 12, cast=16)
            continue
        bowl = arc(0, 510, 66, 100, 0, 360)
        slots = [box(x - 7, 450, 14, 120, 7) for x in (-28, 0, 28)] if i == 2 else []
        at.shape(bowl, wood, 16, cast=16, holes=slots)
        if i == 0:
            at.shape(arc(0, 514, 48, 78, 0, 360), darker(wood, 0.18), 22)


def salt_pig(pen: Pen, colour: RGB) -> None:
    pen.shadow(170)
    body: Profile = [(160, 0), (180, 14), (196, 130), (160, 270), (70, 346), (30, 360), (10, 366)]
    pen.turn(body, Surface(colour, 0.25))
    pen.shape(arc(-30, 200, 116, 98, 0, 360), lighter(colour, 0.14), 14)
    pen.shape(arc(-30, 198, 98, 82, 0, 360), (126, 88, 66), 30)
    pen.shape(arc(-30, 160, 88, 40, 180, 360) + arc(-30, 160, 88, 22, 0, 180), (246, 244, 240), 10)


def pepper_mill(pen: Pen, colour: RGB) -> None:
    for dx, dy, size in ((110, 50, 0.72), (-90, -10, 1.0)):
        at = pen.move(dx, dy)
        at.shadow(80)
        tall = 330 * size * size + 60
        wood = Surface(colour, 0.25)
        body: Profile = [
            (84, 0),
            (88, 10),
            (78, 40),
            (52, tall * 0.5),
            (74, tall * 0.92),
            (76, tall),
        ]
        at.turn(body, wood)
        at.turn([(58, tall), (58, tall + 8)], Surface(COLOURS["steel"], 0.6))
        head: Profile = [(72, tall + 8), (80, tall + 40), (66, tall + 86), (22, tall + 104)]
        at.turn(head, wood)
        at.turn(
            [(16, tall + 100), (22, tall + 116), (8, tall + 128)], Surface(COLOURS["steel"], 0.7)
        )


def butter_dish(pen: Pen, colour: RGB) -> None:
    pen.shadow(240, 0.26)
    pen.turn(
        [(190, 0), (220, 8), (264, 30)],
        Surface(colour, 0.3),
        0.26,
        inside=Surface(lighter(colour, 0.1)),
        floor=12,
    )
    lid: Profile = [(206, 18), (208, 30), (206, 150), (170, 206), (60, 226), (20, 232), (16, 244)]
    pen.turn(lid, Surface(colour, 0.35), 0.24)
    pen.turn([(18, 242), (34, 268), (22, 292), (4, 304)], Surface(colour, 0.4), 0.24)


def bread_bin(pen: Pen, colour: RGB) -> None:
    pen.shadow(320, 0.16)
    pen.shape(box(-330, 0, 660, 320, 76), colour, 46)
    pen.line([(-326, 276), (326, 276)], darker(colour, 0.22), 3)
    pen.shape(box(-344, 300, 688, 44, 16), COLOURS["ash"], 10)
    _grain(pen, -330, 292, 660, 52, darker(COLOURS["ash"], 0.14))
    pen.tube(turned(arc(0, 0, 70, 40, 0, 180), 0, (0, 340)), 16, COLOURS["brass"])
