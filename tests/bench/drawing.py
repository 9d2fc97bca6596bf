"""What all charts share: SVG drawn by hand, for no library is worth two drawings.

The letters are the reader's own, the colours follow the reader's light or dark, and every bar and
line says its figure, so that nobody needs a ruler.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

WIDTH = 760
STYLE = """\
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .quiet { fill: #59636e }
    .grid { stroke: #d1d9e0; stroke-width: 1 }
    .ours { fill: #3f6f4f; stroke: #3f6f4f }
    .other { fill: #8c959f; stroke: #8c959f }
    .second { fill: #2c6e9b; stroke: #2c6e9b }
    .third { fill: #a8562f; stroke: #a8562f }
    .limit { stroke: #b35900; stroke-dasharray: 4 4 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .quiet { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .ours { fill: #7fbf93; stroke: #7fbf93 }
      .other { fill: #656c76; stroke: #656c76 }
      .second { fill: #7db8de; stroke: #7db8de }
      .third { fill: #e5a07f; stroke: #e5a07f }
      .limit { stroke: #f0a35e }
    }
    .line { fill: none; stroke-width: 2 }  /* last, for the colours above fill */
  </style>"""


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text; `kind` is a class of STYLE."""
    named = f' class="{kind}"' if kind else ""
    return f'  <text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def rule(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'  <line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def whole(height: int, title: str, drawn: Sequence[str]) -> str:
    """The SVG document of what was drawn."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label={quoteattr(title)}>'
    )
    parts = [head, f"  <title>{escape(title)}</title>", STYLE, text(0, 16, title, "title")]
    return "\n".join([*parts, *drawn, "</svg>"]) + "\n"
