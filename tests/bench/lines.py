"""A chart of lines from nought: how one thing grows with another, under a limit."""

from collections.abc import Sequence
from math import floor, log10
from typing import NamedTuple

from bench.drawing import WIDTH, rule, text, whole

HEIGHT = 360
LEFT, RIGHT, TOP, BOTTOM = 60, WIDTH - 165, 40, HEIGHT - 50
KINDS = ("ours", "second", "third")


class Line(NamedTuple):
    """One line through points; only what lies under the chart's top is drawn."""

    label: str
    points: Sequence[tuple[float, float]]  # (across, up), from left to right


def draw(title: str, across: str, up: str, limit: float, rows: Sequence[Line]) -> str:
    """The chart as SVG, up to one and a half times `limit`, which is marked.

    `across` and `up` say what is counted along each side. At most three lines.
    """
    top = limit * 1.5
    end = max(x for line in rows for x, _ in line.points)

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + (RIGHT - LEFT) * x / end, BOTTOM - (BOTTOM - TOP) * y / top

    drawn = []
    for tick in ticks(end):
        x, y = place(tick, 0)
        drawn += [
            rule("grid", (x, TOP), (x, y)),
            text(x, y + 18, f"{tick:,.0f}", "quiet", "middle"),
        ]
    for tick in ticks(top):
        x, y = place(0, tick)
        drawn += [rule("grid", (x, y), (RIGHT, y)), text(x - 8, y + 4, f"{tick:g}", "quiet", "end")]
    drawn.append(text(LEFT, TOP - 8, up, "quiet"))
    drawn.append(text(RIGHT, HEIGHT - 12, across, "quiet", "end"))
    drawn.append(rule("limit", place(0, limit), place(end, limit)))
    for kind, line in zip(KINDS, rows, strict=False):
        points = [place(x, y) for x, y in up_to(top, line.points)]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f'  <polyline class="line {kind}" points="{joined}"/>')
        drawn += [
            f'  <circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
            for x, y in points
            if y > TOP
        ]
    drawn += legend(rows)
    return whole(HEIGHT, title, drawn)


def up_to(top: float, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points until the line first rises to `top`, and where it does."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if y >= top:
            before, below = kept[-1] if kept else (x, 0.0)
            return [*kept, (before + (x - before) * (top - below) / (y - below), top)]
        kept.append((x, y))
    return kept


def legend(rows: Sequence[Line]) -> list[str]:
    """Which line is which, beside the chart."""
    drawn = []
    for number, (kind, line) in enumerate(zip(KINDS, rows, strict=False)):
        y = TOP + 12 + 22 * number
        drawn.append(f'  <circle class="{kind}" cx="{RIGHT + 18}" cy="{y - 4}" r="5"/>')
        drawn.append(text(RIGHT + 30, y, line.label))
    return drawn


def ticks(end: float) -> list[float]:
    """Round numbers from nought to `end`, eight steps at most."""
    power = 10.0 ** floor(log10(end))
    step = next(power * part for part in (0.2, 0.5, 1, 2) if end / (power * part) <= 8)
    return [step * number for number in range(int(end / step + 1e-9) + 1)]
