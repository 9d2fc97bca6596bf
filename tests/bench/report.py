"""The figures of `make bench` as people read them: a table and a chart in the README."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill

from bench import bars, readme
from bench.bars import Bar, three_figures
from bench.figures import Figure, Promise
from bench.measuring import ROUNDS
from bench.requests_at_once import tool
from config import ROOT

CHART = Path("tests") / "bench" / "charts" / "pages.svg"
TITLE = "CPU time of one page, in milliseconds (each line is ten times the one before)"
NOT_OURS = ("constant", "database", "file", "oscar list", "oscar detail")  # by key


def write(figures: Mapping[str, Figure], kept: Sequence[Promise], products: int) -> None:
    """Draw the chart, write the README's part and print it, too. Raises readme.NoPlace."""
    chart = bars.draw(TITLE, "ms", [bar(key, one) for key, one in in_order(figures)])
    (ROOT / CHART).write_text(chart, encoding="utf-8")
    text = "\n\n".join([heading(products), table(figures), promised(kept), picture()])
    readme.put("bench", text)
    print(text)


def in_order(figures: Mapping[str, Figure]) -> list[tuple[str, Figure]]:
    """The cheapest page first."""
    return sorted(figures.items(), key=lambda item: item[1].cpu_ms)


def bar(key: str, one: Figure) -> Bar:
    return Bar(one.name, max(one.cpu_ms, 0.001), key not in NOT_OURS)


def heading(products: int) -> str:
    """When and where it was measured."""
    day = datetime.now(UTC).strftime("%-d %B %Y")
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return fill(
        f"Measured on {day} by `make bench` ({machine}, {products:,} products, SQLite, two workers"
        f" each, asked by {tool()} over 8 connections on the same machine). CPU time is that of"
        " all processes of a server, our Redis included. Each figure is that of the least disturbed"
        f" of {ROUNDS} rounds.",
        100,
        break_on_hyphens=False,
    )


def table(figures: Mapping[str, Figure]) -> str:
    """One row a page, the cheapest first."""
    lines = [
        "| page | CPU ms | times the constant page | requests/s | KB |",
        "| --- | --: | --: | --: | --: |",
    ]
    for key, one in in_order(figures):
        name = one.name if key in NOT_OURS else f"**{one.name}**"
        lines.append(
            f"| {name} | {three_figures(one.cpu_ms)} | {three_figures(one.times_floor)}"
            f" | {three_figures(one.per_second)} | {one.size / 1024:.0f} |"
        )
    return "\n".join(lines)


def promised(kept: Sequence[Promise]) -> str:
    """Each promise with what was measured; one that is not kept says so."""
    lines = ["| what the shop holds itself to | limit | measured |", "| --- | --- | --- |"]
    for one in kept:
        lines.append(
            f"| {one.text} | {one.limit} | {one.measured}{'' if one.kept else ', not kept'} |"
        )
    return "\n".join(lines)


def picture() -> str:
    return f"![{TITLE}]({CHART.as_posix()})"
