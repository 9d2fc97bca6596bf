"""Parts of the README that a command writes: whatever is between its two markers."""

from pathlib import Path

from config import ROOT

README = ROOT / "README.md"


class NoPlace(Exception):
    """The README has not both markers of the part; the text names them."""


def between(part: str) -> tuple[str, str]:
    """The lines before and after a part."""
    return f"<!-- {part}: begin -->", f"<!-- {part}: end -->"


def put(part: str, text: str, path: Path = README) -> None:
    """Write `text` as that part, in place of what was there. Raises NoPlace."""
    begin, end = between(part)
    before, began, rest = path.read_text(encoding="utf-8").partition(begin + "\n")
    _, ended, after = rest.partition(end)
    if not began or not ended:
        raise NoPlace(f"{path.name} has no {begin} … {end}")
    written = f"{before}{begin}\n{text.strip()}\n{end}{after}"
    path.write_text(written, encoding="utf-8")
