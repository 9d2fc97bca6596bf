"""Markdown as a mail needs it: HTML that carries its own styles, and plain text from the same."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# Mail programs drop style sheets, so each element carries its own. The classes are for the few
# rules of mail/layout.html that change the colours in the dark.
SERIF = "Fraunces,Georgia,'Times New Roman',serif"
STYLES = {
    "h1": f"margin:0 0 16px;font:500 28px/1.2 {SERIF};color:#1f1c18",
    "h2": f"margin:28px 0 10px;font:500 20px/1.3 {SERIF};color:#1f1c18",
    "p": "margin:0 0 18px;color:#1f1c18",
    "ul": "margin:0 0 18px;padding:0 0 0 20px;color:#1f1c18",
    "li": "margin:0 0 8px",
    "a": "color:#2b3c93",
    "table": "width:100%;margin:8px 0 20px;border-collapse:collapse;color:#1f1c18",
    "th": "padding:6px 0;border-bottom:1px solid #e1dbcf;font-size:13px;font-weight:500",
    "td": "padding:11px 0;border-bottom:1px solid #e1dbcf;vertical-align:middle",
    "img": "display:block;width:56px;height:56px;margin-right:16px;border:0;border-radius:4px",
}
AMOUNT = "padding-left:16px;white-space:nowrap"  # a column at the right
BUTTON = (
    "display:inline-block;margin:4px 0 6px;padding:14px 28px;border-radius:4px;background:#2b3c93;"
    "color:#fffefb;font-weight:600;text-decoration:none"
)
WIDTH = 72  # characters of a line of plain text


def one_line(value: object) -> str:
    """`value` as text on one line, without control characters: it can start no header. Spaces that
    keep an amount and its currency together stay."""
    return " ".join(filter(None, _UNSEEN.sub(" ", str(value)).strip().split(" ")))


def escaped(value: object) -> str:
    """`value` as Markdown that shows it as it is: no link, no heading, no markup comes of it."""
    return _PUNCTUATION.sub(r"\\\1", one_line(value))


def to_html(source: str) -> str:
    """HTML of `source`. A paragraph that is nothing but a link becomes a button."""
    tokens = _reader.parse(source)
    for token in tokens:
        _style(token)
        for child in token.children or ():
            _style(child)
        if _is_lone_link(token):
            _dress(token.children[0], BUTTON, "mail-button")  # type: ignore[index]
    return str(_reader.renderer.render(tokens, _reader.options, {}))


def _style(token: Token) -> None:
    if token.nesting >= 0 and token.tag in STYLES:
        aligned = str(token.attrGet("style") or "")  # on which side a table's column stands
        extra = AMOUNT if "right" in aligned else ""
        style = ";".join(filter(None, (STYLES[token.tag], aligned, extra)))
        _dress(token, style, "mail-ink" if token.tag != "a" else "mail-link")


def _dress(token: Token, style: str, name: str) -> None:
    token.attrSet("style", style)
    token.attrSet("class", name)


def _is_lone_link(token: Token) -> bool:
    children = token.children or []
    return (
        token.type == "inline"
        and len(children) > 2
        and children[0].type == "link_open"
        and [child.type for child in children].index("link_close") == len(children) - 1
    )


def to_text(source: str) -> str:
    """Plain text of `source`, its lines wrapped; addresses are never broken."""
    return "\n".join(_lines(_reader.parse(source))).strip() + "\n"


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    in_item = False
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield from _row(cells or [])
            cells = None
        elif token.type == "table_close":
            yield ""
        elif cells is not None:
            if token.type == "inline":
                cells.append(_words(token))
        elif token.type == "list_item_open":
            in_item = True
        elif token.type == "list_item_close":
            in_item = False
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            yield ""
        elif token.type == "inline":
            yield from _wrapped(_words(token), "- " if in_item else "")
            if not in_item:
                yield ""


def _row(cells: list[str]) -> Iterator[str]:
    """A table's row: words at the left, its last cell, an amount, at the right edge."""
    *words, amount = cells
    room = WIDTH - len(amount) - 2
    first, *rest = textwrap.wrap(" ".join(filter(None, words)), room) or [""]
    yield f"{first.ljust(room)}  {amount}".rstrip()
    yield from (f"  {line}" for line in rest)


def _wrapped(text: str, bullet: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(
            line,
            WIDTH,
            initial_indent=bullet,
            subsequent_indent=" " * len(bullet),
            break_long_words=False,
            break_on_hyphens=False,
        )


def _words(inline: Token) -> str:
    """The text of a paragraph: an address follows its link's words, a button's on its own line."""
    words, address = "", ""
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            words += child.content
        elif child.type == "softbreak":
            words += " "
        elif child.type == "hardbreak":
            words += "\n"
        elif child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            words += f":\n{address}" if _is_lone_link(inline) else f" ({address})"
    return words
