"""What `make load KNEE=1` found, as people read it: a table and a chart in the README."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill

from bench import lines, readme
from bench.lines import Line
from bench.steps import HOLDING, LIMIT, Step, held
from config import ROOT

CHART = Path("tests") / "bench" / "charts" / "load.svg"
TITLE = f"Time within which 95 of 100 answers come, by users at once (limit {LIMIT} ms)"


def write(found: Mapping[int, Sequence[Step]], database: str) -> None:
    """Draw the chart, write the README's part and print it, too. Raises readme.NoPlace."""
    (ROOT / CHART).write_text(drawn(found), encoding="utf-8")
    text = "\n\n".join([heading(database), table(found), f"![{TITLE}]({CHART.as_posix()})"])
    readme.put("load", text)
    print(text)


def drawn(found: Mapping[int, Sequence[Step]]) -> str:
    rows = [
        Line(f"{products:,} products", [(step.users, step.p95) for step in steps])
        for products, steps in found.items()
    ]
    return lines.draw(TITLE, "users at once", "milliseconds", LIMIT, rows)


def heading(database: str) -> str:
    """When and where it was measured."""
    day = datetime.now(UTC).strftime("%-d %B %Y")
    return fill(
        f"Measured on {day} by `make load KNEE=1` ({os.cpu_count()} cores for the shop and for its"
        f" simulated users together, {database}, two web workers, {HOLDING} seconds for each number"
        " of users).",
        100,
        break_on_hyphens=False,
    )


def table(found: Mapping[int, Sequence[Step]]) -> str:
    """One row a number of products: the most users that were held."""
    rows = [
        "| products | users held | answers/s | orders/min | 95 % within |",
        "| --: | --: | --: | --: | --: |",
    ]
    for products, steps in found.items():
        best = held(steps)
        if best is None:
            rows.append(f"| {products:,} | none | | | |")
            continue
        rows.append(
            f"| {products:,} | {best.users:,} | {best.per_second:.0f}"
            f" | {best.orders * 60 / HOLDING:.0f} | {best.p95:.0f} ms |"
        )
    return "\n".join(rows)
