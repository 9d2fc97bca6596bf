"""What is blown or pressed: tumblers, stems, jugs, bottles, jars."""

from seeds.drawing.lathe import Profile, Surface
from seeds.drawing.lines import arc, bezier
from seeds.drawing.palette import COLOURS, RGB, darker, lighter
from seeds.drawing.pen import Pen

WATER: RGB = (206, 224, 226)


def _four(pen: Pen, wall: Profile, colour: RGB, ribs: int = 0) -> None:
    foot, mouth = wall[0][0], wall[-1][0]
    for across, back in ((-0.7, 84), (1.7, 74), (-1.7, 0), (0.7, -10)):
        one = pen.move(across * mouth, back)
        one.shadow(foot * 1.05, strength=0.3)
        one.glass(wall, colour, ribs=ribs)


def tumblers(pen: Pen, colour: RGB) -> None:
    _four(pen, [(84, 0), (96, 10), (104, 120), (110, 230)], colour, ribs=30)


def highballs(pen: Pen, colour: RGB) -> None:
    _four(pen, [(82, 0), (88, 8), (90, 380)], colour)


def tealights(pen: Pen, colour: RGB) -> None:
    for dx, dy in ((0, 90), (-200, 0), (200, -10)):
        one = pen.move(dx, dy)
        one.shadow(84, strength=0.34)
        one.turn([(64, 4), (64, 40)], Surface(COLOURS["ivory"], 0.1))
        one.glow((0, 70), 110, (255, 214, 140), 0.75)
        one.glass([(74, 0), (90, 12), (98, 90), (92, 190)], colour, ribs=16)
        one.glow((0, 78), 70, (255, 232, 170), 0.7)


def carafe(pen: Pen, colour: RGB) -> None:
    pen.shadow(130, strength=0.36)
    body: Profile = [(112, 0), (128, 14), (138, 130), (112, 270), (62, 380), (58, 470), (72, 520)]
    pen.turn([(108, 8), (124, 18), (132, 130), (116, 236)], Surface(WATER, 0.3, clear=True))
    pen.glass(body, colour)
    cork: Profile = [(50, 488), (58, 540), (60, 580), (52, 590)]
    pen.turn(cork, Surface(COLOURS["oak"], 0.05))


def wine_glasses(pen: Pen, colour: RGB) -> None:
    for dx, dy in ((130, 50), (-120, -10)):
        one = pen.move(dx, dy)
        one.shadow(100, strength=0.3)
        one.glass([(100, 0), (96, 6), (16, 18), (10, 30), (10, 130), (14, 150)], colour)
        one.turn([(20, 152), (98, 210), (124, 262)], Surface((126, 34, 50), 0.2))
        one.glass([(14, 146), (100, 205), (130, 280), (120, 370), (100, 440)], colour)


def whisky_glasses(pen: Pen, colour: RGB) -> None:
    for dx, dy in ((135, 50), (-125, -10)):
        one = pen.move(dx, dy)
        one.shadow(90, strength=0.3)
        one.glass([(92, 0), (88, 14), (40, 34), (34, 60)], colour)
        one.turn([(40, 62), (104, 110), (118, 150)], Surface((190, 116, 44), 0.2))
        one.glass([(36, 56), (108, 110), (124, 180), (92, 270), (82, 340)], colour)


def jug(pen: Pen, colour: RGB) -> None:
    pen.shadow(150, strength=0.36)
    pen.tube(bezier((138, 400), (310, 420), (290, 120), (150, 130)), 22, lighter(colour, 0.2))
    pen.turn([(134, 8), (150, 20), (154, 260)], Surface(WATER, 0.3, clear=True))
    for x, y in ((-70, 232), (10, 214), (80, 236)):
        pen.shape(arc(x, y, 44, 34, 0, 360), (232, 208, 92), 8)
        pen.shape(arc(x, y, 35, 26, 0, 360), (246, 236, 170), 5)
    pen.glass([(138, 0), (156, 14), (160, 300), (142, 400), (156, 470)], colour)


def vase(pen: Pen, colour: RGB) -> None:
    pen.shadow(150, strength=0.36)
    for angle, high in ((-34, 640), (-8, 700), (22, 670), (46, 600)):
        tip = (angle * 5.2, high)
        pen.line(bezier((angle * -1.2, 40), (0, 220), (angle, 420), tip), COLOURS["leaf"], 5)
        _tulip(pen.move(*tip), COLOURS["rose"] if angle % 3 else COLOURS["ivory"])
    pen.turn([(118, 8), (170, 60), (196, 150), (186, 196)], Surface(WATER, 0.3, clear=True))
    pen.glass([(110, 0), (170, 46), (204, 150), (150, 290), (92, 350), (112, 400)], colour)


def _tulip(pen: Pen, colour: RGB) -> None:
    pen.shape(
        [*bezier((0, -34), (-64, -20), (-52, 60), (-18, 66)), (0, 40)], darker(colour, 0.1), 8
    )
    pen.shape([*bezier((0, -34), (64, -20), (52, 60), (18, 66)), (0, 40)], darker(colour, 0.1), 8)
    pen.shape(arc(0, 14, 32, 50, 0, 360), colour, 10)


def larder_jar(pen: Pen, colour: RGB) -> None:
    for dx, dy, high, filling in (
        (150, 60, 330, (226, 208, 170)),
        (-160, 40, 250, (150, 92, 58)),
        (10, -30, 180, (208, 150, 80)),
    ):
        one = pen.move(dx, dy)
        one.shadow(128, strength=0.36)
        one.turn([(114, 6), (118, 16), (118, high * 0.72)], Surface(filling, 0))
        one.glass([(118, 0), (126, 10), (126, high)], colour)
        cork: Profile = [(112, high - 14), (120, high), (122, high + 34), (116, high + 40)]
        one.turn(cork, Surface(COLOURS["oak"], 0.02))


def pump_bottle(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    body: Profile = [(118, 0), (132, 12), (134, 310), (110, 370), (52, 404), (48, 430)]
    pen.turn(body, Surface(colour, 0.7))
    pen.shape([(-80, 90), (60, 90), (60, 220), (-80, 220)], COLOURS["paper"], 3)
    pen.line([(-56, 170), (30, 170)], COLOURS["slate"], 3)
    pen.line([(-56, 146), (0, 146)], COLOURS["slate"], 2)
    steel = Surface(COLOURS["steel"], 0.6)
    pen.turn([(56, 426), (56, 462), (48, 468)], steel)
    pen.turn([(13, 466), (13, 530)], steel)
    pen.tube([(30, 540), (-96, 540), (-112, 520)], 24, COLOURS["steel"], 14)
    pen.turn([(34, 528), (36, 552), (28, 560)], steel)


def diffuser(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    for i in range(8):
        tip = (-150 + i * 43, 690 - abs(i - 3.4) * 22)
        pen.tube([(-18 + i * 5, 330), tip], 7, COLOURS["rattan"])
    body: Profile = [(124, 0), (136, 12), (136, 210), (110, 262), (44, 290), (42, 340), (50, 350)]
    pen.turn(body, Surface(colour, 0.7), inside=Surface((60, 38, 24)), wall=10, floor=300)
    pen.shape([(-86, 70), (70, 70), (70, 170), (-86, 170)], COLOURS["paper"], 3)
    pen.line([(-50, 130), (34, 130)], COLOURS["slate"], 3)
    pen.line([(-30, 106), (14, 106)], COLOURS["slate"], 2)


def cloche(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    pen.turn([(150, 0), (160, 8), (160, 36), (150, 44)], Surface(COLOURS["ash"], 0.05))
    for i in range(16):
        lean = (i - 7.5) * 9.6
        pen.line([(lean * 0.8, 56 + abs(lean) * 0.1), (lean, 270 + i * 7 % 23)], (226, 204, 164), 7)
        pen.tube([(lean, 262 + i * 7 % 23), (lean, 282 + i * 7 % 23)], 12, COLOURS["moss"])
    pen.turn(
        [(126, 44), (128, 230), (100, 340), (34, 392), (14, 400), (26, 424), (4, 446)],
        Surface(colour, 0.5, clear=True),
    )
