"""Lamps that stand and lamps that hang."""

from seeds.drawing.lathe import Profile, Surface, bands
from seeds.drawing.lines import arc, bezier, turned
from seeds.drawing.palette import COLOURS, RGB, darker, lighter
from seeds.drawing.pen import Pen
from seeds.drawing.tableware import glazed

WARM: RGB = (255, 226, 168)


def table_lamp(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    pen.glow((0, 520), 420, WARM, 0.5)
    base: Profile = [(112, 0), (130, 12), (184, 120), (150, 230), (50, 290), (26, 306), (24, 350)]
    pen.turn(base, glazed(colour, 24, 900), 0.16)
    pen.turn([(14, 350), (14, 400)], Surface(COLOURS["brass"], 0.6), 0.16)
    shade = Surface((240, 222, 186), 0, glow=0.6)
    pen.turn(
        [(226, 390), (224, 396), (170, 640)],
        shade,
        0.1,
        inside=Surface(WARM, 0, glow=0.9),
        floor=520,
        wall=4,
    )


def desk_lamp(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    pen.glow((250, 250), 360, WARM, 0.5)
    pen.turn([(150, 0), (156, 8), (150, 30), (40, 44)], Surface(colour, 0.35))
    steel = COLOURS["steel"]
    pen.tube([(0, 40), (-150, 390)], 18, darker(colour, 0.05))
    pen.tube([(-150, 390), (150, 570)], 16, darker(colour, 0.05))
    pen.tube([(-150, 390), (-236, 338)], 14, steel)
    pen.tube([(-250, 330), (-226, 344)], 50, colour)
    for spot in ((0, 46), (-150, 390), (150, 570)):
        pen.shape(arc(*spot, 20, 20, 0, 360), COLOURS["brass"], 8)
    head = [(-40, 70), (40, 70), *bezier((40, 70), (60, 10), (120, -10), (136, -90)), (-136, -90)]
    head += bezier((-136, -90), (-120, -10), (-60, 10), (-40, 70))
    pen.shape(turned(head, 24, (190, 520)), colour, 34)
    pen.shape(turned(arc(0, -90, 134, 26, 0, 360), 24, (190, 520)), WARM, 14)


def mushroom_lamp(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    pen.glow((0, 330), 430, WARM, 0.5)
    stem: Profile = [(120, 0), (126, 10), (104, 60), (72, 180), (78, 270)]
    pen.turn(stem, Surface(colour, 0.4, glow=0.3), 0.16)
    cap: Profile = [(226, 250), (232, 266), (222, 350), (160, 440), (60, 484), (10, 490)]
    pen.turn(cap, Surface(lighter(colour, 0.2), 0.4, glow=0.75), 0.16)


def lantern(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    pen.glow((0, 210), 380, WARM, 0.45)
    enamel = Surface(colour, 0.45)
    pen.tube(bezier((-122, 330), (-150, 640), (150, 640), (122, 330)), 10, COLOURS["steel"])
    pen.turn([(132, 0), (140, 10), (140, 80), (120, 96)], enamel)
    pen.turn([(108, 94), (112, 100), (112, 310)], Surface(WARM, 0.2, ribs=26, depth=0.08, glow=0.7))
    pen.turn([(128, 306), (134, 316), (120, 350), (70, 390), (66, 420), (52, 430)], enamel)
    for x in (-112, 112):
        pen.tube([(x, 90), (x, 316)], 8, COLOURS["steel"])


def _cord(pen: Pen, height: float, fitting: RGB) -> None:
    pen.line([(0, height - 10), (0, 1200)], (60, 54, 50), 6)
    pen.move(0, height - 6).turn([(30, 0), (32, 6), (28, 60), (14, 74)], Surface(fitting, 0.6), 0.1)


def bell_pendant(pen: Pen, colour: RGB) -> None:
    pen.glow((0, -120), 480, WARM, 0.45)
    _cord(pen, 310, COLOURS["brass"])
    bell: Profile = [(46, -310), (60, -300), (110, -220), (160, -130), (270, -14), (288, 0)]
    pen.turn(
        bell,
        Surface(lighter(colour, 0.1), 0.4, glow=0.14),
        0.1,
        inside=Surface(WARM, 0, glow=0.9),
        wall=6,
        floor=-90,
        hanging=True,
    )


def paper_shade(pen: Pen, colour: RGB) -> None:
    pen.glow((0, 190), 520, WARM, 0.5)
    _cord(pen, 392, COLOURS["black"])
    ball: Profile = [(70, 0), (180, 32), (262, 120), (280, 200), (262, 280), (180, 366), (70, 396)]
    hoop = Surface(darker(colour, 0.1), 0, glow=0.4)
    paper = Surface(colour, 0, glow=0.65)
    pen.turn(ball, lambda height: hoop if height % 22 < 3 else paper, 0.1)


def rattan_pendant(pen: Pen, colour: RGB) -> None:
    pen.glow((0, 60), 500, WARM, 0.5)
    _cord(pen, 366, COLOURS["black"])
    hive: Profile = [(40, -366), (120, -350), (214, -260), (262, -130), (280, 0)]
    cane = Surface(colour, 0.08, ribs=46, row=20, depth=0.12, glow=0.12)
    pen.turn(hive, cane, 0.1, inside=Surface(WARM, 0, glow=0.8), wall=8, floor=-90, hanging=True)


def globe_pendant(pen: Pen, colour: RGB) -> None:
    _cord(pen, 420, COLOURS["brass"])
    pen.turn(
        [(10, 300), (34, 286), (44, 240), (30, 200), (6, 186)][::-1],
        Surface(WARM, 0.3, glow=0.9),
        0.1,
    )
    pen.turn([(20, 296), (22, 350)], Surface(COLOURS["brass"], 0.7), 0.1)
    globe: Profile = [(6, 0), (120, 34), (196, 120), (216, 210), (196, 300), (120, 386), (60, 410)]
    pen.turn(globe, Surface(colour, 0.6, clear=True), 0.1)
    pen.turn([(66, 400), (70, 406), (66, 426)], bands((0, Surface(COLOURS["brass"], 0.7))), 0.1)
    pen.glow((0, 240), 260, WARM, 0.6)
