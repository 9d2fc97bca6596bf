"""Outlines: arcs, curves, rounded boxes and leaves as lists of points."""

import math
from collections.abc import Sequence

from seeds.drawing.pen import Point


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Part of an ellipse; degrees, counter-clockwise from three o'clock."""
    angles = [math.radians(start + (end - start) * i / 40) for i in range(41)]
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


def bezier(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    points = []
    for i in range(33):
        t = i / 32
        w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(k * p[n] for k, p in zip(w, (a, b, c, d), strict=True)) for n in (0, 1))
        points.append((x, y))
    return points


def box(x: float, y: float, wide: float, high: float, corner: float) -> list[Point]:
    """A rounded box by its lower left corner."""
    corner = min(corner, wide / 2, high / 2)
    right, top = x + wide - corner, y + high - corner
    return [
        *arc(right, top, corner, corner, 0, 90),
        *arc(x + corner, top, corner, corner, 90, 180),
        *arc(x + corner, y + corner, corner, corner, 180, 270),
        *arc(right, y + corner, corner, corner, 270, 360),
    ]


def pillow(wide: float, high: float, pinch: float) -> list[Point]:
    """A cushion round 0, 0: sides that swell less than the corners point."""
    a, b = wide / 2, high / 2
    corners = [(-a, -b), (a, -b), (a, b), (-a, b)]
    points: list[Point] = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        inward = (pinch if ax == bx else 0, pinch if ay == by else 0)
        dx = -math.copysign(inward[0], ax)
        dy = -math.copysign(inward[1], ay)
        third = (ax + (bx - ax) * 0.3 + dx, ay + (by - ay) * 0.3 + dy)
        last = (ax + (bx - ax) * 0.7 + dx, ay + (by - ay) * 0.7 + dy)
        points += bezier((ax, ay), third, last, (bx, by))
    return points


def leaf(x: float, y: float, length: float, width: float, angle: float) -> list[Point]:
    """A leaf that grows from x, y towards `angle` in degrees."""
    outline = bezier((0, 0), (length * 0.25, width), (length * 0.7, width), (length, 0))
    outline += bezier((length, 0), (length * 0.7, -width), (length * 0.25, -width), (0, 0))
    return turned(outline, angle, (x, y))


def turned(points: Sequence[Point], angle: float, move: Point = (0, 0)) -> list[Point]:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(move[0] + x * c - y * s, move[1] + x * s + y * c) for x, y in points]
