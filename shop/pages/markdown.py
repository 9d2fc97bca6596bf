"""Markdown of pages as HTML that nothing can hide in.

HTML in it is shown as text, and links lead to the web, mail and telephones alone. nh3 then lets
only the elements and attributes below through, should the reader of Markdown ever have a hole.
"""

from collections.abc import Iterator
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
TEXT = {"p", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre", "blockquote", "br", "hr"}
LISTS = {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
OWN_PICTURES = "/media/"  # the policy of the shop's pages shows no others
SUMMARY = 155  # characters, as much as search engines show


@lru_cache(maxsize=128)
def to_html(source: str) -> str:
    """Safe HTML of `source`. Its largest heading is an h2: the page's title is the h1."""
    tokens = _reader.parse(source)
    _set_headings([token for token in tokens if token.type.startswith("heading_")])
    return nh3.clean(
        str(_reader.renderer.render(tokens, _reader.options, {})),
        tags={"a", "img", *TEXT, *LISTS},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_only_own_pictures,
    )


def _set_headings(tokens: list[Token]) -> None:
    """Begin at h2 and skip no level on the way down, however they were typed."""
    levels = [int(token.tag[1]) for token in tokens]
    above = 1
    for token, level in zip(tokens, levels, strict=True):
        if token.nesting > 0:
            above = min(level - min(levels) + 2, above + 1, 6)
        token.tag = f"h{above}"


def summary(source: str) -> str:
    """The first words of `source`, for search engines."""
    words = " ".join(" ".join(_words(_reader.parse(source[:2000]))).split())
    if len(words) <= SUMMARY:
        return words
    return words[:SUMMARY].rpartition(" ")[0].rstrip(" ,;:.") + " …"


@lru_cache(maxsize=128)
def opening(source: str) -> str:
    """The words of the first paragraph of `source`, however many."""
    return " ".join(next(_words(_reader.parse(source[:2000])), "").split())


def _only_own_pictures(element: str, name: str, value: str) -> str | None:
    if (element, name) == ("img", "src") and not value.startswith(OWN_PICTURES):
        return None
    return value


def _words(tokens: list[Token]) -> Iterator[str]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and (before is None or before.type != "heading_open"):
            yield "".join(
                child.content if child.type in ("text", "code_inline") else " "
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
