"""Linen, wool and terry: hung, folded or laid flat."""

from PIL import ImageDraw

from seeds.drawing.lathe import Profile, Surface
from seeds.drawing.lines import arc, bezier, box, pillow, turned
from seeds.drawing.palette import COLOURS, RGB, darker, lighter, mix
from seeds.drawing.pen import Pen, Point
from seeds.drawing.relief import Decorate


def stripes(
    pen: Pen, colour: RGB, places: list[float], wide: float, upright: bool = True
) -> Decorate:
    """Woven stripes at the given distances from the pen's foot."""

    def weave(draw: ImageDraw.ImageDraw) -> None:
        for place in places:
            a: Point = (place, -900) if upright else (-900, place)
            b: Point = (place, 900) if upright else (900, place)
            draw.line([pen.spot(a), pen.spot(b)], fill=colour, width=round(wide * pen.scale * 2))

    return weave


def check(pen: Pen, colour: RGB, step: float, wide: float) -> Decorate:
    places = [step * i for i in range(-30, 31)]
    across = stripes(pen, colour, places, wide, upright=False)
    down = stripes(pen, colour, places, wide)

    def weave(draw: ImageDraw.ImageDraw) -> None:
        across(draw)
        down(draw)

    return weave


def cushion(pen: Pen, colour: RGB, high: float = 520, weave: Decorate | None = None) -> None:
    pen.shadow(240, 0.1)
    body = pen.move(0, high / 2 - 6)
    body.shape(pillow(560, high, 26), darker(colour, 0.08), 16)
    body.shape(pillow(530, high - 30, 24), colour, 64, decorate=weave)


def stripe_cushion(pen: Pen, colour: RGB) -> None:
    places = [-210 + i * 70.0 for i in range(7)]
    cushion(pen, COLOURS["ivory"], weave=stripes(pen, colour, places, 26))


def boucle_cushion(pen: Pen, colour: RGB) -> None:
    pen.shadow(250, 0.1)
    body = pen.move(0, 262)
    body.shape(box(-280, -270, 560, 540, 130), colour, 80)
    for i in range(324):
        x = -247 + i % 18 * 29 + i * 7 % 13 - 6
        y = -237 + i // 18 * 28 + i * 11 % 15 - 7
        if abs(x) + abs(y) < 410:
            tone = darker(colour, 0.13 if i % 2 else 0.08)
            body.line(arc(x, y, 9, 8, i * 40, i * 40 + 200)[::8], tone, 2.6)


def floor_cushion(pen: Pen, colour: RGB) -> None:
    pen.shadow(300, 0.26)
    side: Profile = [(276, 0), (306, 30), (318, 90), (304, 150), (250, 178), (120, 184)]
    pen.turn(side, Surface(colour, 0.02), 0.26)
    pen.ring(304, 150, 0.26, darker(colour, 0.12), 2)
    pen.tube(bezier((-76, 60), (-60, -16), (60, -16), (76, 60)), 18, (130, 84, 54), cast=8)


def folded(pen: Pen, colour: RGB, layers: int = 4, thick: float = 74) -> None:
    """A stack of folds seen from the front, each a little out of line."""
    pen.shadow(300, 0.12)
    for i in range(layers):
        shift = (0, 9, -7, 4, -4)[i % 5]
        tone = mix(colour, lighter(colour), 0.16 * (i % 2))
        pen.shape(box(-300 + shift, i * thick, 600, thick + 8, 30), tone, 15)


def throw(pen: Pen, colour: RGB) -> None:
    folded(pen, colour)
    for i in range(25):
        x = -206 + i * 12.0
        pen.line([(x, 90), (x + (3 if i % 2 else -3), 34)], darker(colour, 0.12 * (i % 2)), 6)
    pen.shape(box(-214, 84, 308, 224, 14), lighter(colour, 0.12), 14, cast=10)
    for i in range(9):
        zigzag = [(-206 + k * 24, 104 + i * 22 + 10 * (k % 2)) for k in range(13)]
        pen.line(zigzag, darker(colour, 0.06), 2)


def tablecloth(pen: Pen, colour: RGB) -> None:
    folded(pen, colour, layers=3, thick=92)
    pen.shape(box(-70, -2, 140, 290, 6), COLOURS["paper"], 6, cast=5)
    pen.line([(-36, 160), (36, 160)], COLOURS["slate"], 3)
    pen.line([(-20, 136), (20, 136)], COLOURS["slate"], 2)


def waffle_blanket(pen: Pen, colour: RGB) -> None:
    pen.shadow(300, 0.12)
    for i in range(4):
        weave = check(pen, darker(colour, 0.1), 22, 5)
        pen.shape(box(-300 + (0, 8, -6, 4)[i], i * 78, 600, 88, 32), colour, 17, decorate=weave)


def towels(pen: Pen, colour: RGB) -> None:
    pen.shadow(270, 0.12)
    for i, (wide, tone) in enumerate(
        ((560, 0.0), (548, 0.06), (540, 0.12), (380, 0.18), (372, 0.24))
    ):
        fold = box(-wide / 2, i * 84, wide, 92, 34)
        line = i * 84 + 46
        band = stripes(pen, darker(colour, 0.1), [line - 30, line - 20], 4, upright=False)
        pen.shape(fold, lighter(colour, tone), 17, decorate=band)


def tea_towels(pen: Pen, colour: RGB) -> None:
    for turn, shift in ((-7, -60), (5, 70)):
        at = pen.move(shift)
        cloth = turned(box(-170, 0, 340, 560, 8), turn)
        at.shape(cloth, COLOURS["ivory"], 10, cast=18)
        for x in (-120, -104, 0, 104, 120):
            wide = 22 if x == 0 else 7
            at.line(turned([(x, 3), (x, 557)], turn), colour, wide)
        at.line(turned([(-80, 6), (-80, 554)], turn), darker(COLOURS["ivory"], 0.1), 3)


def napkins(pen: Pen, colour: RGB) -> None:
    for i in range(4):
        at = pen.move(-70 + i * 46, i * 26)
        tone = mix(colour, lighter(colour), i * 0.1)
        at.shape(turned(box(-230, 0, 440, 440, 10), -4 + i * 3), tone, 9, cast=16)
    at.line(turned([*box(-214, 16, 408, 408, 4), (194, 420)], 5), darker(tone, 0.12), 2)


def apron(pen: Pen, colour: RGB) -> None:
    pen.tube(
        bezier((-100, 590), (-90, 720), (90, 720), (100, 590)), 14, darker(colour, 0.1), cast=10
    )
    body = [(-110, 600), (110, 600), *bezier((110, 600), (120, 470), (170, 430), (230, 410))]
    body += [(240, 0), (-240, 0), *bezier((-230, 410), (-170, 430), (-120, 470), (-110, 600))]
    pen.shape(body, colour, 18, cast=24)
    for side in (-1, 1):
        pen.tube(
            bezier((side * 226, 400), (side * 290, 350), (side * 260, 250), (side * 300, 170)),
            12,
            darker(colour, 0.1),
        )
    for x in (-170, 20):
        pen.shape(box(x, 130, 150, 160, 10), lighter(colour, 0.06), 6, cast=4)
    pen.shape(box(-30, 440, 70, 90, 6), lighter(colour, 0.06), 5, cast=3)
    pen.line([(-236, 18), (236, 18)], darker(colour, 0.16), 2)


def hammam(pen: Pen, colour: RGB) -> None:
    pen.tube([(-330, 640), (330, 640)], 22, COLOURS["oak"], cast=20)
    for i in range(21):
        x = -194 + i * 19.4
        pen.tube([(x, 80), (x + (4 if i % 2 else -4), 18)], 9, COLOURS["ivory"], 5, cast=8)
    bands = stripes(pen, colour, [130, 160, 190, 560], 16, upright=False)
    pen.shape(
        [(-206, 648), (206, 648), (204, 76), (-204, 76)],
        mix(colour, COLOURS["ivory"], 0.72),
        16,
        cast=20,
        decorate=bands,
    )
    for x in (-110, 20, 130):
        pen.line(
            bezier((x, 640), (x + 10, 460), (x - 10, 300), (x + 4, 90)),
            darker(COLOURS["ivory"], 0.12),
            2,
        )


def bath_mat(pen: Pen, colour: RGB) -> None:
    pen.shape(box(-370, 130, 740, 440, 18), darker(colour, 0.05), 10, cast=16)
    rows = stripes(pen, darker(colour, 0.06), [190.0 + i * 16 for i in range(21)], 4, upright=False)
    pen.shape(box(-316, 184, 632, 332, 10), lighter(colour, 0.08), 12, decorate=rows)


def robe(pen: Pen, colour: RGB) -> None:
    pen.tube(arc(0, 716, 18, 22, -60, 200), 7, COLOURS["iron"], cast=8)
    weave = check(pen, darker(colour, 0.07), 20, 4)
    for side in (-1, 1):
        sleeve = [
            (side * 110, 650),
            *bezier((side * 130, 650), (side * 230, 600), (side * 262, 380), (side * 268, 250)),
        ]
        pen.shape(
            [*sleeve, (side * 150, 236), (side * 130, 460)],
            darker(colour, 0.05),
            18,
            cast=18,
            decorate=weave,
        )
    body = [
        (-120, 660),
        (-40, 684),
        (40, 684),
        (120, 660),
        (160, 420),
        (190, 0),
        (-190, 0),
        (-160, 420),
    ]
    pen.shape(body, colour, 30, cast=22, decorate=weave)
    pen.shape([(-44, 684), (44, 684), (6, 400)], darker(colour, 0.3), 14)
    for side in (-1, 1):
        pen.shape(
            [(side * 36, 690), (side * 80, 672), (side * 26, 340), (-side * 8, 380)],
            lighter(colour, 0.14),
            9,
            cast=5,
        )
    pen.line([(6, 360), (14, 4)], darker(colour, 0.2), 3)
    pen.shape(box(-172, 340, 344, 44, 12), lighter(colour, 0.06), 8, cast=6)
    pen.tube(bezier((20, 360), (50, 300), (34, 240), (60, 170)), 26, lighter(colour, 0.06), cast=6)
