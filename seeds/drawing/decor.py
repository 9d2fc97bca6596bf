"""Vases, candles and scent."""

from seeds.drawing.lathe import Profile, Surface
from seeds.drawing.lines import arc, bezier, leaf
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen
from seeds.drawing.tableware import glazed

FLAME: RGB = (255, 206, 112)


def branch(pen: Pen, lean: float = 1.0) -> None:
    """A bare twig with a few leaves that rises from 0, 0."""
    stem = bezier((0, -30), (10 * lean, 120), (-30 * lean, 220), (110 * lean, 380))
    pen.tube(stem, 8, (104, 78, 58), 4)
    for i, angle in ((10, 150), (15, 40), (20, 140), (25, 25), (29, 120), (32, 60)):
        x, y = stem[i]
        tilt = angle if lean > 0 else 180 - angle
        pen.shape(leaf(x, y, 78, 24, tilt), mix(COLOURS["leaf"], COLOURS["sage"], i / 40), 7)


def bottle_vase(pen: Pen, colour: RGB) -> None:
    pen.shadow(120)
    branch(pen.move(0, 400))
    body: Profile = [(104, 0), (124, 14), (168, 130), (130, 250), (42, 320), (36, 390), (48, 414)]
    pen.turn(body, Surface(colour, 0.04), inside=Surface(darker(colour, 0.3), 0), wall=8, floor=350)


def column_vase(pen: Pen, colour: RGB) -> None:
    pen.shadow(140)
    wall: Profile = [(132, 0), (136, 8), (136, 440), (140, 452)]
    pen.turn(
        wall, Surface(colour, 0.2, ribs=24, depth=0.13), inside=Surface(colour), wall=12, floor=200
    )


def bud_vases(pen: Pen, colour: RGB) -> None:
    tones = (COLOURS["rose"], COLOURS["oat"], colour)
    for (dx, dy, size), tone in zip(
        ((150, 40, 1.0), (-20, 70, 1.3), (-150, -20, 0.78)), tones, strict=True
    ):
        at = pen.move(dx, dy, size)
        at.shadow(64)
        at.line(bezier((0, 150), (6, 220), (-10, 270), (14, 330)), COLOURS["leaf"], 4)
        for turn in range(6):
            at.shape(leaf(14, 336, 40, 14, turn * 60), COLOURS["ivory"], 5)
        at.shape(arc(14, 336, 12, 12, 0, 360), COLOURS["amber"], 4)
        body: Profile = [(50, 0), (70, 20), (78, 70), (40, 130), (22, 160), (20, 200), (28, 212)]
        at.turn(body, Surface(tone, 0.3), inside=Surface(darker(tone, 0.3)), wall=5, floor=170)


def moon_jar(pen: Pen, colour: RGB) -> None:
    pen.shadow(150)
    body: Profile = [
        (104, 0),
        (116, 14),
        (236, 160),
        (250, 232),
        (232, 320),
        (128, 434),
        (116, 462),
    ]
    pen.turn(body, Surface(colour, 0.3), inside=Surface(darker(colour, 0.12)), wall=9, floor=380)
    pen.line(arc(0, 236, 248, 46, 188, 330), darker(colour, 0.06), 1.5)


def ridge_jug(pen: Pen, colour: RGB) -> None:
    pen.shadow(130)
    pen.tube(bezier((70, 410), (300, 420), (260, 140), (140, 140)), 32, darker(colour, 0.06), 24)
    pen.shape([(-70, 400), (-138, 462), (-60, 460), (0, 420)], colour, 10)
    body: Profile = [(110, 0), (126, 10), (160, 120), (140, 250), (88, 350), (86, 390), (106, 450)]
    radius_step = 26

    def ridged(height: float) -> Surface:
        tone = darker(colour, 0.08) if height % radius_step < 5 else colour
        return Surface(tone, 0.15)

    pen.turn(body, ridged, inside=Surface(darker(colour, 0.1)), wall=9, floor=340)


def flame(pen: Pen, size: float = 1.0) -> None:
    pen.line([(0, -6), (0, 14 * size)], (60, 44, 36), 4)
    pen.glow((0, 40 * size), 190 * size, FLAME, 0.55)
    drop = bezier((0, 6), (-30 * size, 24), (-14 * size, 60 * size), (0, 96 * size))
    drop += bezier((0, 96 * size), (14 * size, 60 * size), (30 * size, 24), (0, 6))
    pen.shape(drop, (255, 226, 150), 8)


def scented_candle(pen: Pen, colour: RGB) -> None:
    pen.shadow(160)
    wall: Profile = [(146, 0), (160, 12), (164, 270)]
    pen.turn(
        wall, glazed(colour, 30, 262, 0.1), inside=Surface(lighter(colour, 0.3)), wall=10, floor=200
    )
    pen.turn([(152, 226), (151, 228)], Surface(COLOURS["ivory"], 0.2))
    pen.shape([(-80, 90), (80, 90), (80, 180), (-80, 180)], COLOURS["paper"], 3)
    pen.line([(-44, 146), (44, 146)], COLOURS["slate"], 3)
    pen.line([(-26, 122), (26, 122)], COLOURS["slate"], 2)
    flame(pen.move(0, 232))


def tapers(pen: Pen, colour: RGB) -> None:
    for i in range(6):
        at = pen.move((i - 2.5) * 96, 0)
        tone = mix(colour, lighter(colour, 0.3), (i % 3) / 3)
        at.tube([(0, 0), (0, 560)], 42, tone, 24, cast=18)
        at.tube(bezier((0, 560), (4, 590), (-6, 600), (10, 622)), 5, COLOURS["paper"])
    pen.shape([(-290, 236), (290, 236), (290, 316), (-290, 316)], COLOURS["flax"], 6, cast=8)
    pen.line([(-60, 276), (60, 276)], COLOURS["slate"], 3)


def pillar(pen: Pen, colour: RGB) -> None:
    for dx, dy, high in ((130, 50, 440), (-150, 30, 320), (10, -40, 210)):
        at = pen.move(dx, dy)
        at.shadow(100)
        wax = Surface(colour, 0.1, glow=0.12)
        at.turn(
            [(98, 0), (100, 6), (100, high)], wax, inside=Surface(colour, glow=0.5), floor=high - 16
        )
        flame(at.move(0, high - 14), 0.8)


def candlestick(pen: Pen, colour: RGB) -> None:
    for dx, dy, stem in ((-110, 30, 300), (120, -20, 110)):
        at = pen.move(dx, dy)
        at.shadow(100)
        foot: Profile = [
            (104, 0),
            (106, 8),
            (92, 20),
            (30, 34),
            (18, 60),
            (15, stem - 40),
            (34, stem),
        ]
        at.turn(foot, Surface(colour, 0.8))
        at.turn(
            [(40, stem), (44, stem + 6), (28, stem + 14), (28, stem + 40)], Surface(colour, 0.8)
        )
        taper: Profile = [(22, stem + 38), (21, stem + 40), (15, stem + 320), (8, stem + 330)]
        at.turn(taper, Surface(COLOURS["ivory"], 0.1))
        flame(at.move(0, stem + 330), 0.7)


def incense(pen: Pen, colour: RGB) -> None:
    pen.shadow(220, 0.34)
    dish: Profile = [(180, 0), (220, 8), (252, 36)]
    pen.turn(dish, Surface(colour, 0.15), 0.34, inside=Surface(lighter(colour, 0.08)), floor=12)
    pen.turn([(22, 10), (20, 24), (8, 34)], Surface(lighter(colour, 0.12), 0.3))
    pen.tube([(0, 30), (250, 300)], 8, (122, 92, 62))
    pen.tube([(244, 294), (252, 303)], 9, (214, 96, 56))
    smoke = bezier((254, 310), (190, 420), (320, 470), (250, 600))
    for width, tone in ((7, 0.25), (3, 0.5)):
        pen.line(smoke, mix((205, 196, 190), (250, 250, 250), tone), width)
