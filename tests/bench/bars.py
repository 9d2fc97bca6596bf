"""A chart of bars whose values differ by powers of ten."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from bench.drawing import WIDTH, rule, text, whole

ROW = 26
LABELS = 290  # where the bars begin
FIGURES = 80  # room for a bar's figure behind it


class Bar(NamedTuple):
    """One bar; `is_ours` gives it the shop's colour."""

    label: str
    value: float  # above 0
    is_ours: bool


def draw(title: str, unit: str, rows: Sequence[Bar]) -> str:
    """The chart as SVG: each grid line stands for ten times the one before."""
    low, high = powers([bar.value for bar in rows])
    height = 60 + ROW * len(rows)

    def across(value: float) -> float:
        return LABELS + (WIDTH - LABELS - FIGURES) * (log10(value) - low) / (high - low)

    drawn = []
    for power in range(low, high + 1):
        x = across(10.0**power)
        drawn.append(rule("grid", (x, 28), (x, height - 24)))
        drawn.append(text(x, height - 8, f"{10.0**power:g} {unit}", "quiet", "middle"))
    for number, bar in enumerate(rows):
        y = 34 + ROW * number
        length = max(across(bar.value) - LABELS, 1)
        kind = "ours" if bar.is_ours else "other"
        drawn.append(text(LABELS - 10, y + 14, bar.label, anchor="end"))
        drawn.append(
            f'  <rect class="{kind}" x="{LABELS}" y="{y}" width="{length:.1f}" height="18" rx="2"/>'
        )
        drawn.append(text(LABELS + length + 6, y + 14, f"{three_figures(bar.value)} {unit}"))
    return whole(height, title, drawn)


def powers(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which all values lie; they differ."""
    low = floor(log10(min(values)))
    return low, max(ceil(log10(max(values))), low + 1)


def three_figures(value: float) -> str:
    """1,234 · 123 · 12.3 · 1.23 · 0.123: as much as a measured value is worth."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 - floor(log10(value))}f}" if value > 0 else "0"
