"""Pots, plants and what waters them."""

from seeds.drawing.lathe import Profile, Surface
from seeds.drawing.lines import arc, bezier, leaf
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen
from seeds.drawing.tableware import glazed

SOIL = Surface(COLOURS["soil"], 0)


def terracotta(pen: Pen, colour: RGB, planted: bool = False) -> None:
    pen.shadow(170)
    clay = Surface(colour, 0.03)
    pen.turn(
        [(170, 0), (190, 6), (204, 36)], clay, inside=Surface(darker(colour, 0.1), 0), floor=10
    )
    pot: Profile = [(128, 12), (132, 20), (180, 260), (181, 262), (206, 264), (210, 340)]
    pen.turn(pot, clay, inside=Surface(darker(colour, 0.1), 0), wall=14, floor=200)
    if planted:
        pen.turn([(194, 310), (193, 312)], SOIL)


def planter(pen: Pen, colour: RGB, planted: bool = False) -> None:
    pen.shadow(170)
    wall: Profile = [(150, 0), (168, 12), (204, 130), (210, 250), (200, 330)]
    pen.turn(
        wall, glazed(colour, 52, 900, 0.3), inside=Surface(darker(colour, 0.2)), wall=14, floor=200
    )
    if planted:
        pen.turn([(184, 300), (183, 302)], SOIL)


def rubber_plant(pen: Pen, colour: RGB) -> None:
    pot = pen.move(0, 0, 0.72)
    terracotta(pot, COLOURS["terracotta"], planted=True)
    pen.tube(bezier((0, 222), (-8, 380), (14, 500), (0, 690)), 13, (96, 76, 56), 8)
    growth = (
        (300, 200, 16),
        (330, 178, 168),
        (420, 205, 38),
        (440, 200, 150),
        (540, 190, 30),
        (560, 185, 155),
        (640, 150, 60),
        (650, 150, 120),
    )
    for i, (height, length, angle) in enumerate(growth):
        tone = mix(darker(colour, 0.35), lighter(colour, 0.1), i / 9)
        blade = leaf(0, height, length, 58, angle)
        pen.shape(blade, tone, 14)
        pen.line([(0, height), blade[32]], lighter(tone, 0.25), 2.5)
    pen.shape(leaf(0, 680, 96, 12, 86), (176, 78, 62), 6)


def snake_plant(pen: Pen, colour: RGB) -> None:
    planter(pen.move(0, 0, 0.78), COLOURS["chalk"], planted=True)
    for i, (x, high, lean) in enumerate(
        ((-80, 560, -70), (90, 600, 80), (-20, 700, -30), (44, 660, 26), (0, 520, 60))
    ):
        y = 236 - (i % 3) * 12
        blade = [
            (x - 26, y),
            *bezier(
                (x - 34, y + 60),
                (x - 40 + lean / 2, y + 200),
                (x + lean - 20, high - 90),
                (x + lean, high),
            ),
        ]
        blade += bezier(
            (x + lean, high), (x + lean + 18, high - 90), (x + 40 + lean / 2, y + 200), (x + 26, y)
        )
        pen.shape(blade, lighter(colour, 0.42), 10)
        inner = [
            (x + (px - x) * 0.62 + lean * 0.1 * (py - y) / high, py)
            for px, py in blade
            if py < high - 24
        ]
        pen.shape(inner, darker(colour, 0.12), 10)
        for band in range(5):
            level = y + 46 + band * (high - y) / 6.4
            drift = lean * ((level - y) / (high - y)) ** 1.6
            wavy = bezier(
                (x + drift - 22, level),
                (x + drift - 8, level + 12),
                (x + drift + 8, level - 8),
                (x + drift + 22, level + 5),
            )
            pen.line(wavy, lighter(colour, 0.3), 4)


def olive_tree(pen: Pen, colour: RGB) -> None:
    terracotta(pen.move(0, 0, 0.66), COLOURS["terracotta"], planted=True)
    pen.tube(bezier((0, 205), (10, 330), (-12, 400), (2, 560)), 20, (132, 112, 92), 10)
    boughs = (
        (150, 400),
        (30, 420),
        (125, 470),
        (50, 480),
        (165, 340),
        (12, 350),
        (90, 500),
        (108, 450),
        (72, 440),
    )
    for i, (angle, start) in enumerate(boughs):
        tip = leaf(0, start, 210 if angle != 90 else 180, 0, angle)[32]
        path = bezier((0, start), (tip[0] * 0.3, start + 40), (tip[0] * 0.7, tip[1] - 10), tip)
        pen.tube(path, 7, (128, 112, 92), 3)
        for step in range(5, 33, 3):
            x, y = path[step]
            side = 48 if step % 2 else -48
            tone = mix((122, 138, 108), (180, 188, 168), (i * 3 + step) % 5 / 5)
            pen.shape(leaf(x, y, 58, 10, angle + side), tone, 4)


def watering_can(pen: Pen, colour: RGB) -> None:
    pen.shadow(170)
    spout = bezier((-120, 70), (-250, 110), (-260, 320), (-390, 400))
    pen.tube(spout, 44, darker(colour, 0.04), 16)
    pen.tube(bezier((40, 300), (150, 470), (360, 330), (150, 70)), 20, darker(colour, 0.06))
    body: Profile = [(160, 0), (168, 8), (160, 160), (120, 250), (76, 290)]
    pen.turn(body, Surface(colour, 0.3), inside=Surface(darker(colour, 0.4), 0), wall=6, floor=250)


def mister(pen: Pen, colour: RGB) -> None:
    pen.shadow(120)
    metal = Surface(colour, 0.85)
    pen.turn([(112, 0), (124, 10), (140, 90), (112, 220), (50, 300), (44, 340)], metal)
    pen.turn([(52, 338), (54, 350), (50, 380), (30, 392)], metal)
    pen.tube([(10, 404), (-104, 424)], 22, colour, 26)
    pen.tube([(20, 400), (70, 440), (104, 400)], 12, colour)
    pen.turn([(14, 388), (14, 440), (34, 450), (30, 466)], metal)
    pen.shape(arc(0, 62, 22, 22, 0, 360), (226, 230, 224), 10)
    pen.ring(22, 62, 1.0, darker(colour, 0.3), 3)
