"""Cloth that is folded, stacked and fringed. Lengths in decimetres.

A cloth is folded twice: across, which shows at its left and right, and along, which shows in front.
Each folding is a Course that its strip runs, seen from the side.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from random import Random
from typing import Any

from mathutils import Vector
from mathutils.noise import noise

from seeds.photographs.shapes import Place, Point, body, sheet, smooth

FINE = 0.07  # between two points of what lies flat


@dataclass
class Course:
    """A strip's way through its folds: (place, height, heading, length so far) at every point."""

    place: float = 0.0
    height: float = 0.0
    heading: float = 0.0
    length: float = 0.0
    points: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._mark()

    def _mark(self) -> None:
        self.points.append((self.place, self.height, self.heading, self.length))

    def _step(self, far: float) -> None:
        self.place += far * cos(self.heading)
        self.height += far * sin(self.heading)
        self.length += far
        self._mark()

    def ahead(self, far: float) -> "Course":
        steps = max(1, round(far / FINE))
        for _ in range(steps):
            self._step(far / steps)
        return self

    def bend(self, degrees: float, radius: float) -> "Course":
        """Turn up and over (or down, if less than 0)."""
        steps = max(3, round(abs(degrees) / 18))
        turn = radians(degrees) / steps
        for _ in range(steps):
            self.heading += turn / 2
            self._step(2 * radius * sin(abs(turn) / 2))
            self.heading += turn / 2
            self.points[-1] = (self.place, self.height, self.heading, self.length)
        return self

    def at(self, index: int, off: float) -> tuple[float, float]:
        """A point at `off` above the strip's middle."""
        place, height, heading, _ = self.points[index]
        return place - off * sin(heading), height + off * cos(heading)


def flat(wide: float) -> Course:
    return Course().ahead(wide)


def pleated(wide: float, layers: int, step: float) -> Course:
    """To and fro, each layer `step` above the last."""
    course = Course().ahead(wide)
    for layer in range(1, layers):
        course.bend(180 if layer % 2 else -180, step / 2).ahead(wide)
    return course


def nested(wide: float, step: float) -> Course:
    """Folded in half and in half again: one thick round edge, four layers."""
    course = Course().ahead(wide).bend(180, 1.5 * step).ahead(wide).bend(180, step / 2)
    return course.ahead(wide * 0.98).bend(-180, step / 2).ahead(wide * 0.96)


Warp = Callable[[Vector], Vector]


def soft(tall: float, seed: int, much: float = 1.0, wrinkle: float = 0.0) -> Warp:
    """Nothing that is folded by hand lies straight: layers stray, the top is never level."""
    aside = Vector((seed * 7.3, seed * 3.1, seed * 1.7))

    def warp(p: Vector) -> Vector:
        rise = p.z / tall
        q = p + aside
        swell = 0.10 * noise(Vector((q.x * 0.7, q.y * 0.7, seed))) * much
        creases = noise(Vector((q.x * 2.2 + q.y, q.y * 1.4, seed + 5)))
        creases += 0.5 * noise(Vector((q.x * 5, q.y * 4 - q.x * 2, seed + 9)))
        stray_x = noise(Vector((q.y * 0.8, p.z * 5 / tall + seed, 2)))
        stray_y = noise(Vector((q.x * 0.8, p.z * 5 / tall + seed, 8)))
        return Vector(
            (
                p.x + 0.05 * much * stray_x + 0.03 * rise * much * sin(seed * 2.0),
                p.y + 0.05 * much * stray_y,
                p.z * (1 + swell) + wrinkle * creases * rise,
            )
        )

    return warp


@dataclass
class Folded:
    """A cloth folded `across` and then `along`; its middle stands at the origin, on z = 0."""

    across: Course
    along: Course
    step: float  # from one layer to the next
    seed: int = 1
    much: float = 1.0
    wrinkle: float = 0.0

    def __post_init__(self) -> None:
        self.bundle = self._top(self.across) + self.step
        self.tall = self._top(self.along) + self.bundle
        self.middle = [
            (min(p[0] for p in c.points) + max(p[0] for p in c.points)) / 2
            for c in (self.across, self.along)
        ]
        self.warp = soft(self.tall, self.seed, self.much, self.wrinkle)

    @staticmethod
    def _top(course: Course) -> float:
        return max(p[1] for p in course.points)

    def point(self, i: int, j: int) -> Vector:
        x, high = self.across.at(i, 0)
        y, z = self.along.at(j, high + self.step / 2 - self.bundle / 2)
        flat_out = Vector((x - self.middle[0], self.middle[1] - y, z + self.bundle / 2))
        return self.warp(flat_out)

    def lay(self, material: Any, thick: float, until: int | None = None) -> Any:
        """Put the cloth there, up to the point `until` of its length."""
        wide, long = len(self.across.points), until or len(self.along.points)
        points = [tuple(self.point(i, j)) for j in range(long) for i in range(wide)]
        faces = [
            (j * wide + i, j * wide + i + 1, (j + 1) * wide + i + 1, (j + 1) * wide + i)
            for j in range(long - 1)
            for i in range(wide - 1)
        ]
        uv = [
            (self.across.points[i][3], self.along.points[j][3])
            for j in range(long)
            for i in range(wide)
        ]
        thing = body("folded", points, faces, material, uv=uv)
        solid = thing.modifiers.new("solid", "SOLIDIFY")
        solid.thickness, solid.offset = thick, 0
        return thing

    def fringe(self, material: Any, start: int, every: float, thick: float) -> Any:
        """Twisted tassels from the point `start` of the length to its end."""
        random = Random(self.seed)
        lines, next_at = [], 0.0
        for i, point in enumerate(self.across.points):
            if point[3] < next_at:
                continue
            next_at = point[3] + every
            rows = range(start, len(self.along.points) - random.randrange(2))
            sway = random.uniform(-0.5, 0.5) * every
            lines.append(
                [
                    self.point(i, j)
                    + Vector((sway * (n / len(rows)) ** 2, random.uniform(-0.012, 0.004), 0))
                    for n, j in enumerate(rows)
                ]
            )
        return strands(lines, thick, material)


def strands(lines: list[list[Vector]], thick: float, material: Any, knot: float = 1.5) -> Any:
    """Many cords in one body, each thicker where it is knotted, at its beginning."""
    points: list[Place] = []
    uv: list[Point] = []
    faces = []
    for line in lines:
        first, far = len(points), 0.0
        for n, place in enumerate(line):
            far += (place - line[max(n - 1, 0)]).length
            radius = thick * (knot if n == 1 else 0.35 if n == len(line) - 1 else 1.0)
            ahead = (line[min(n + 1, len(line) - 1)] - line[max(n - 1, 0)]).normalized()
            side = ahead.orthogonal().normalized()
            up = ahead.cross(side)
            for k in range(6):
                a = pi / 3 * k
                points.append(tuple(place + radius * (cos(a) * side + sin(a) * up)))
                uv.append((far, k / 6))
        faces += [
            (
                first + 6 * n + k,
                first + 6 * n + (k + 1) % 6,
                first + 6 * n + 6 + (k + 1) % 6,
                first + 6 * n + 6 + k,
            )
            for n in range(len(line) - 1)
            for k in range(6)
        ]
    return body("strands", points, faces, material, uv=uv)


def piece(
    shape: Callable[[float, float], Place],
    size: tuple[float, float],
    material: Any,
    thick: float,
    fine: float = 0.08,
) -> Any:
    """A cloth of `size` in the shape of `shape(u, v)`, its threads as wide as they ought to be."""
    across, along = (max(4, round(s / fine)) for s in size)
    thing = sheet(shape, material, across=across, along=along, thick=thick)
    for place in thing.data.uv_layers[0].data:
        place.uv = (place.uv[0] * size[0], place.uv[1] * size[1])
    return thing


def ribbon(
    way: list[Point], wide: float, material: Any, height: Callable[[float, float], float]
) -> Any:
    """A strap that lies along `way`, `height(x, y)` above the table."""
    aside = 50.0
    course = smooth([(x + aside, y) for x, y in way], 14)
    long = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(course))

    def shape(u: float, v: float) -> Place:
        at = v * (len(course) - 1)
        k = min(int(at), len(course) - 2)
        here, there = course[k], course[k + 1]
        dx, dy = there[0] - here[0], there[1] - here[1]
        far = hypot(dx, dy)
        x = here[0] + dx * (at - k) - aside + (u - 0.5) * wide * dy / far
        y = here[1] + dy * (at - k) - (u - 0.5) * wide * dx / far
        return (x, y, height(x, y))

    return piece(shape, (wide, long), material, 0.03, 0.06)
