"""Bodies of revolution, seen a little from above and lit from the upper left.

A body is a pile of thin discs: each is painted as an ellipse over the one below it, so what stays
visible of a disc is its front edge, and only that edge needs the right shade.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw

from seeds.drawing.palette import RGB

Profile = Sequence[tuple[float, float]]  # (radius, height), heights rising

LIGHT = (-0.50, 0.62, 0.60)
HALFWAY = (-0.31, 0.47, 0.83)
STEPS = 320


@dataclass(frozen=True)
class Surface:
    """What a body is made of: `ribs` grooves round it, woven rows that are `row` high."""

    colour: RGB
    gloss: float = 0.18
    clear: bool = False
    ribs: int = 0
    row: float = 0.0
    glow: float = 0.0
    depth: float = 0.1


Coat = Surface | Callable[[float], Surface]


def bands(*edges: tuple[float, Surface]) -> Coat:
    """A coat that changes at each height: (from, surface), heights rising."""

    def at(height: float) -> Surface:
        return [surface for start, surface in edges if height >= start or start == edges[0][0]][-1]

    return at


def curve(profile: Profile) -> Callable[[float], float]:
    """The radius at a height: a cubic through the points that never overshoots them."""
    radii, heights = [p[0] for p in profile], [p[1] for p in profile]
    spans = [b - a for a, b in pairwise(heights)]
    slopes = [(b - a) / span for (a, b), span in zip(pairwise(radii), spans, strict=True)]
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(slopes)]
    tangents = [slopes[0], *inner, slopes[-1]]

    def radius(height: float) -> float:
        i = max(0, min(len(spans) - 1, sum(height >= h for h in heights) - 1))
        t = min(1.0, max(0.0, (height - heights[i]) / spans[i]))
        return (
            (1 + 2 * t) * (1 - t) ** 2 * radii[i]
            + t * (1 - t) ** 2 * spans[i] * tangents[i]
            + t * t * (3 - 2 * t) * radii[i + 1]
            + t * t * (t - 1) * spans[i] * tangents[i + 1]
        )

    return radius


@lru_cache(maxsize=4096)
def strip(surface: Surface, tilt: float, phase: int, inside: bool, dim: float) -> Image.Image:
    """One row of pixels across a body whose wall leans by `tilt` (1 faces up, -1 faces down)."""
    pixels = bytearray()
    for step in range(STEPS):
        u = (step + 0.5) / STEPS * 2 - 1
        pixels += bytes(_pixel(surface, u, tilt, phase, inside, dim))
    return Image.frombytes("RGBA", (STEPS, 1), bytes(pixels))


def _pixel(
    surface: Surface, u: float, tilt: float, phase: int, inside: bool, dim: float
) -> tuple[int, int, int, int]:
    flat = math.sqrt(max(0.0, 1 - tilt * tilt))
    normal = ((-u if inside else u) * flat, tilt, math.sqrt(max(0.0, 1 - u * u)) * flat)
    facing = sum(n * side for n, side in zip(normal, LIGHT, strict=True))
    shade = 0.51 + 0.60 * ((facing + 1) / 2) ** 1.5 + 0.07 * max(0.0, u) ** 5
    shine = surface.gloss * max(0.0, sum(n * h for n, h in zip(normal, HALFWAY, strict=True))) ** 38
    groove = 1.0
    if surface.ribs:
        angle = math.asin(max(-1.0, min(1.0, u))) * surface.ribs
        groove = math.cos(angle + phase * math.pi)
        shade *= 1 - surface.depth + surface.depth * groove
    shade = (shade + (0.98 - shade) * surface.glow) * dim
    if surface.clear:
        return _glass(surface, u, shine, inside, groove)
    values = [c * shade + 255 * shine + 26 * surface.glow * (1 - abs(u)) for c in surface.colour]
    red, green, blue = (max(0, min(255, round(v))) for v in values)
    return red, green, blue, 255


def _glass(
    surface: Surface, u: float, shine: float, inside: bool, groove: float
) -> tuple[int, int, int, int]:
    edge = abs(u) ** 5
    streak = max(0.0, 1 - abs(u + 0.62) / 0.09) * 0.55 + max(0.0, 1 - abs(u - 0.78) / 0.05) * 0.3
    streak = 0 if inside else min(1.0, streak + shine)
    tinted = 1 - (max(surface.colour) - min(surface.colour)) / 255
    body = 0.12 + 0.32 * (1 - tinted) + (0.16 if sum(surface.colour) < 450 else 0)
    alpha = min(0.92, body + 0.5 * edge + 0.75 * streak + 0.12 * (1 - groove))
    values = [c * (1 - 0.36 * edge) * (1 - streak) + 255 * streak for c in surface.colour]
    red, green, blue = (max(0, min(255, round(v))) for v in values)
    return red, green, blue, round(255 * alpha * (0.5 if inside else 1))


@dataclass
class Lathe:
    """Paints one body on a layer: `axis` and `ground` in pixels, `squash` is the eye's height."""

    layer: Image.Image
    axis: float
    ground: float
    scale: float
    squash: float

    def turn(self, profile: Profile, coat: Coat) -> None:
        """The outside, from the foot up, with a closed top."""
        radius, top = curve(profile), profile[-1][1]
        count = max(2, round((top - profile[0][1]) * self.scale / 2))
        for i in range(count + 1):
            height = profile[0][1] + (top - profile[0][1]) * i / count
            lean = _lean(radius, height)
            half = lean < 0.12 and i < count and i > 0
            self._disc(radius(height), height, coat, lean, half=half)

    def hollow(
        self, profile: Profile, coat: Coat, wall: float, floor: float, fill: Coat | None
    ) -> None:
        """The inside, seen through the opening at the top of the profile."""
        radius, top = curve(profile), profile[-1][1]
        inner = Image.new("RGBA", self.layer.size)
        painter = Lathe(inner, self.axis, self.ground, self.scale, self.squash)
        count = max(2, round((top - floor) * self.scale / 3))
        for i in range(count + 1):
            height = top - (top - floor) * i / count
            dim = round(0.99 - 0.26 * min(1.0, (top - height) / profile[-1][0]), 2)
            lean = 0.9 if i == count else -_lean(radius, height)
            last = fill if fill and i == count else coat
            painter._disc(radius(height) - wall, height, last, lean, inside=True, dim=dim)
        opening = Image.new("L", self.layer.size)
        box = self.box(profile[-1][0] - wall, top)
        ImageDraw.Draw(opening).ellipse(box, fill=255)
        self.layer.paste(inner, (0, 0), Image.composite(inner.getchannel("A"), opening, opening))

    def box(self, radius: float, height: float) -> tuple[float, float, float, float]:
        wide, deep = radius * self.scale, radius * self.scale * self.squash
        middle = self.ground - height * self.scale
        return self.axis - wide, middle - deep, self.axis + wide, middle + deep

    def _disc(
        self,
        radius: float,
        height: float,
        coat: Coat,
        lean: float,
        inside: bool = False,
        half: bool = False,
        dim: float = 1.0,
    ) -> None:
        surface = coat if isinstance(coat, Surface) else coat(height)
        left, up, right, down = (round(edge) for edge in self.box(radius, height))
        size = (max(1, right - left), max(2, down - up))
        phase = 0
        if surface.row:
            turn, within = divmod(height, surface.row)
            phase = int(turn) % 2
            dim = dim * (0.8 if within < surface.row * 0.18 else 1.0)
        row = strip(surface, round(lean, 2), phase, inside, dim)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
        cut = size[1] // 2 if half else 0
        mask = mask.crop((0, cut, *size)) if half else mask
        self.layer.paste(row.resize(mask.size), (left, up + cut), mask)


def _lean(radius: Callable[[float], float], height: float) -> float:
    rise = radius(height - 0.5) - radius(height + 0.5)
    return max(-1.0, min(1.0, rise / math.hypot(rise, 1.0)))
