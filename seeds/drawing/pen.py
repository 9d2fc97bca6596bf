"""A scene and the pen that draws in it. Units are pixels of the finished picture, y upwards."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from seeds.drawing.lathe import Coat, Lathe, Profile, Surface
from seeds.drawing.palette import BACKDROPS, RGB, lighter, mix
from seeds.drawing.relief import Decorate, puff

Point = tuple[float, float]
OVERSAMPLING = 2
MOST_BYTES = 20_000  # of a picture of a million pixels


class Scene:
    """A seamless backdrop; `wall` leaves the table away, for what hangs or lies flat."""

    def __init__(self, backdrop: str, size: tuple[int, int] = (1000, 1000), wall: bool = False):
        self.size = size
        full = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        above, below = BACKDROPS[backdrop]
        column = Image.new("RGB", (1, 64))
        for y in range(64):
            bend = y / 63 if wall else 1 / (1 + math.exp(-(y - 42) / 3.2))
            column.putpixel((0, y), mix(lighter(above, 0.22 * (1 - y / 63)), below, bend * 0.85))
        self.image = column.resize(full, Image.Resampling.BICUBIC)
        vignette = Image.radial_gradient("L").resize(full).point(_vignette_of)
        self.image.paste((70, 54, 44), (0, 0), vignette)

    def at(self, x: float, y: float, scale: float = 1.0) -> "Pen":
        return Pen(self, x, y, scale)

    def save(self, path: Path) -> None:
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        limit = MOST_BYTES * self.size[0] * self.size[1] // 1_000_000
        for quality in range(80, 40, -6):
            small.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= limit:
                return


def _vignette_of(value: int) -> float:
    return max(0, value - 110) * 0.16


@dataclass(frozen=True)
class Pen:
    """Draws one thing whose foot stands at x, y of the scene."""

    scene: Scene
    x: float
    y: float
    scale: float = 1.0

    def move(self, dx: float, dy: float = 0, scale: float = 1.0) -> "Pen":
        return Pen(
            self.scene, self.x + dx * self.scale, self.y - dy * self.scale, self.scale * scale
        )

    def spot(self, point: Point) -> Point:
        return (
            (self.x + point[0] * self.scale) * OVERSAMPLING,
            (self.y - point[1] * self.scale) * OVERSAMPLING,
        )

    def shadow(self, radius: float, squash: float = 0.22, strength: float = 0.5) -> None:
        """The contact shadow of a round foot, and a longer one away from the light."""
        for grow, shift, blur, weight in ((1.0, 0.04, 0.05, 1.0), (1.35, 0.45, 0.24, 0.5)):
            across, deep = radius * grow, radius * grow * squash
            middle = radius * shift
            ring = [
                (middle + across * math.cos(a / 20 * math.pi), deep * math.sin(a / 20 * math.pi))
                for a in range(40)
            ]
            self._darken(self.mask([ring]), radius * blur + 3, strength * weight)

    def turn(
        self,
        profile: Profile,
        coat: Coat,
        squash: float = 0.22,
        inside: Coat | None = None,
        wall: float = 7,
        floor: float | None = None,
        fill: Coat | None = None,
        hanging: bool = False,
    ) -> None:
        """A body of revolution; `inside` opens its top down to `floor`, where `fill` may lie;
        `hanging` turns it upside down."""
        full = self.scale * OVERSAMPLING
        widest = max(radius for radius, _ in profile) * full
        low, high = profile[0][1] * full, profile[-1][1] * full
        room = widest * squash + 4
        size = (round(widest * 2 + 8), round(high - low + room * 2))
        layer = Image.new("RGBA", size)
        lathe = Lathe(layer, widest + 4, high + room, full, squash)
        lathe.turn(profile, coat)
        if inside:
            bottom = profile[0][1] + wall if floor is None else floor
            lathe.hollow(profile, inside, wall, bottom, fill)
        x, y = self.spot((0, 0))
        corner = (round(x - widest - 4), round(y - high - room))
        if hanging:
            layer = layer.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
            corner = (corner[0], round(y + low - room))
        self._lay(layer, corner)

    def glass(self, profile: Profile, colour: RGB, squash: float = 0.22, ribs: int = 0) -> None:
        """An open glass body with its rim and the heavy ring of its foot."""
        glass = Surface(colour, gloss=0.5, clear=True, ribs=ribs)
        self.turn(profile, glass, squash, inside=glass, wall=2, floor=profile[0][1] + 8)
        edge = lighter(colour, 0.6)
        self.ring(profile[-1][0], profile[-1][1], squash, edge, 2.4)
        self.ring(profile[0][0] * 0.9, profile[0][1] + 6, squash, edge, 1.6)

    def ring(self, radius: float, height: float, squash: float, colour: RGB, width: float) -> None:
        x, y = self.spot((0, height))
        wide = radius * self.scale * OVERSAMPLING
        box = (x - wide, y - wide * squash, x + wide, y + wide * squash)
        draw = ImageDraw.Draw(self.scene.image)
        draw.ellipse(box, outline=colour, width=max(1, round(width * self.scale * OVERSAMPLING)))

    def mask(self, rings: Sequence[Sequence[Point]]) -> Image.Image:
        mask = Image.new("L", self.scene.image.size)
        for ring in rings:
            ImageDraw.Draw(mask).polygon([self.spot(p) for p in ring], fill=255)
        return mask

    def shape(
        self,
        points: Sequence[Point],
        colour: RGB,
        soft: float = 14,
        cast: float = 0,
        decorate: Decorate | None = None,
        holes: Sequence[Sequence[Point]] = (),
    ) -> None:
        """A flat soft shape; `cast` is how far its shadow falls on what is behind it."""
        mask = self.mask([points])
        if holes:
            mask = ImageChops.subtract(mask, self.mask(holes))
        self._paint(mask, colour, soft, cast, decorate)

    def tube(
        self,
        points: Sequence[Point],
        width: float,
        colour: RGB,
        end: float | None = None,
        cast: float = 0,
    ) -> None:
        """A round bar along a path, `width` wide at its start and `end` at its end."""
        mask = Image.new("L", self.scene.image.size)
        draw = ImageDraw.Draw(mask)
        last = width if end is None else end
        path = list(_walk([self.spot(p) for p in points]))
        for i, (x, y) in enumerate(path):
            thick = (width + (last - width) * i / len(path)) * self.scale * OVERSAMPLING / 2
            draw.ellipse((x - thick, y - thick, x + thick, y + thick), fill=255)
        self._paint(mask, colour, max(width, last) * 0.3, cast, None)

    def line(self, points: Sequence[Point], colour: RGB, width: float) -> None:
        draw = ImageDraw.Draw(self.scene.image)
        thick = max(1, round(width * self.scale * OVERSAMPLING))
        draw.line([self.spot(p) for p in points], fill=colour, width=thick, joint="curve")

    def glow(self, point: Point, radius: float, colour: RGB, strength: float) -> None:
        """A pool of light on whatever is already there."""
        wide = round(radius * self.scale * OVERSAMPLING)
        spot = Image.radial_gradient("L").resize((wide * 2, wide * 2))
        spot = spot.point(lambda value: max(0.0, 1 - value / 180) ** 2 * 255 * strength)
        x, y = self.spot(point)
        self.scene.image.paste(colour, (round(x) - wide, round(y) - wide), spot)

    def _paint(
        self, mask: Image.Image, colour: RGB, soft: float, cast: float, decorate: Decorate | None
    ) -> None:
        if cast:
            shift = round(cast * self.scale * OVERSAMPLING)
            self._darken(ImageChops.offset(mask, shift // 2, shift), cast * 0.8, 0.42)
        puff(self.scene.image, mask, colour, soft * self.scale * OVERSAMPLING, decorate)

    def _darken(self, mask: Image.Image, blur: float, strength: float) -> None:
        small = mask.resize((mask.width // 4, mask.height // 4))
        small = small.filter(ImageFilter.GaussianBlur(blur * self.scale * OVERSAMPLING / 4))
        full = small.resize(mask.size, Image.Resampling.BICUBIC)
        self.scene.image.paste((58, 42, 34), (0, 0), full.point(lambda value: value * strength))

    def _lay(self, layer: Image.Image, corner: tuple[int, int]) -> None:
        self.scene.image.paste(layer.convert("RGB"), corner, layer.getchannel("A"))


def _walk(points: Sequence[Point]) -> Sequence[Point]:
    """The path again in steps of two pixels."""
    steps: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(points):
        count = max(1, round(math.hypot(bx - ax, by - ay) / 2))
        steps += [(ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(count)]
    return [*steps, points[-1]]
