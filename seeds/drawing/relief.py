"""Soft flat shapes: a silhouette puffed up by its own blurred edge and lit from the upper left."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from seeds.drawing.palette import RGB

Decorate = Callable[[ImageDraw.ImageDraw], None]


def puff(
    target: Image.Image,
    mask: Image.Image,
    colour: RGB,
    softness: float,
    decorate: Decorate | None = None,
) -> None:
    """Paint `colour` on `target` through `mask`; `softness` in pixels is how far the edge rolls."""
    box = mask.getbbox()
    if box is None:
        return
    room = round(softness * 2)
    box = (box[0] - room, box[1] - room, box[2] + room, box[3] + room)
    cut = mask.crop(box)
    paint = Image.new("RGB", target.size, colour) if decorate else None
    if paint and decorate:
        decorate(ImageDraw.Draw(paint))
    cloth = paint.crop(box) if paint else Image.new("RGB", cut.size, colour)
    light = _light(cut, softness)
    lit = ImageChops.hard_light(cloth, Image.merge("RGB", (light, light, light)))
    target.paste(lit, box[:2], cut)


def _light(mask: Image.Image, softness: float) -> Image.Image:
    """Grey where the shape is level, brighter where it rises from the left or the top."""
    small = mask.resize((max(1, mask.width // 2), max(1, mask.height // 2)))
    hill = small.filter(ImageFilter.GaussianBlur(softness / 2))
    step = max(1, round(softness / 5))
    before = ImageChops.offset(hill, step, step)
    after = ImageChops.offset(hill, -step, -step)
    slope = ImageChops.subtract(after, before, scale=2.1, offset=128)
    sweep = Image.linear_gradient("L").rotate(90).resize(slope.size).point(_sweep_of)
    return ImageChops.add(slope, sweep, offset=-128).resize(mask.size, Image.Resampling.BICUBIC)


def _sweep_of(value: int) -> float:
    return 110 + value * 0.12
