"""What a list of products is asked for: the query of `/products`, and addresses made from it."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from shop import locales, money

LONGEST_TEXT = 100  # characters of a search
LONGEST_SLUG = 160  # characters
MOST_COLLECTIONS = 20  # chosen at once
LAST_PAGE = 100_000  # page numbers beyond are read as this one
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class Sort(StrEnum):
    """The order of a list, as the query spells it."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"
    RATING = "rating"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """One reading of the query. Junk is read as if it were not there."""

    q: str = ""
    collections: tuple[str, ...] = ()  # slugs, any of which will do
    min_price: int | None = None  # minor units
    max_price: int | None = None  # minor units
    in_stock: bool = False
    on_sale: bool = False
    rating: int | None = None  # stars and up
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> "ProductQuery":
        """Read `args`; any bytes that a browser or a script can send will do."""
        q = _words(args.get("q", ""))
        low, high = _amount(args.get("min_price", "")), _amount(args.get("max_price", ""))
        if low is not None and high is not None and low > high:
            low, high = high, low  # "from 50 to 20" can only mean 20 to 50
        rating = args.get("rating", "")
        return cls(
            q=q,
            collections=_slugs(args.getlist("collection")),
            min_price=low,
            max_price=high,
            in_stock=args.get("in_stock") == "1",
            on_sale=args.get("on_sale") == "1",
            rating=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
            sort=_sort(args.get("sort", ""), q),
            page=_page(args.get("page", "")),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        return self != ProductQuery(sort=self.sort, page=self.page)

    @property
    def is_plain(self) -> bool:
        """Whether this is the whole list in its own order, on whichever page."""
        return self == ProductQuery(page=self.page)

    @property
    def own_sort(self) -> Sort:
        """The order of a list that nobody chose an order for."""
        return Sort.RELEVANCE if self.q else Sort.NEWEST

    def to_args(self, **changes: Any) -> list[tuple[str, str]]:
        """The query's names and values, without what needs no saying.

        `changes` are fields of this class; any but `page` lead to page 1.
        """
        if "page" not in changes and changes:
            changes["page"] = 1
        asked = replace(self, **changes)
        code = money.currency()
        pairs = [("q", asked.q)]
        pairs += [("collection", slug) for slug in asked.collections]
        pairs += [("min_price", "" if asked.min_price is None else _major(asked.min_price, code))]
        pairs += [("max_price", "" if asked.max_price is None else _major(asked.max_price, code))]
        pairs += [("in_stock", "1" if asked.in_stock else "")]
        pairs += [("on_sale", "1" if asked.on_sale else "")]
        pairs += [("rating", str(asked.rating or ""))]
        own = asked.sort in (asked.own_sort, Sort.RELEVANCE)
        pairs += [("sort", "" if own else asked.sort.value)]
        pairs += [("page", "" if asked.page == 1 else str(asked.page))]
        return [(name, value) for name, value in pairs if value]

    def address(self, path: str, **changes: Any) -> str:
        """`path` with the query, `changes` applied as in `to_args`."""
        query = urlencode(self.to_args(**changes))
        return f"{path}?{query}" if query else path

    def without_collection(self, slug: str) -> tuple[str, ...]:
        return tuple(chosen for chosen in self.collections if chosen != slug)


def kept_query(args: MultiDict[str, str]) -> list[tuple[str, str]] | None:
    """What counts of a list's query, spelled in one way; None for a search, whose words are
    without end. It asks nobody what an amount is worth, so "5" and "5.00" are two."""
    if args.get("q", "").strip():
        return None
    pairs = [("collection", slug) for slug in _slugs(args.getlist("collection"))]
    for name in ("min_price", "max_price"):
        text = args.get(name, "").strip()[:20]
        if any(char.isdecimal() for char in text):
            pairs.append((name, text))
    pairs += [(name, "1") for name in ("in_stock", "on_sale") if args.get(name) == "1"]
    if args.get("rating") in ("1", "2", "3", "4", "5"):
        pairs.append(("rating", args["rating"]))
    sort, page = _sort(args.get("sort", ""), ""), _page(args.get("page", ""))
    if sort is not Sort.NEWEST:
        pairs.append(("sort", sort.value))
    return [*pairs, ("page", str(page))] if page > 1 else pairs


def _words(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", text[: 4 * LONGEST_TEXT]).split())[:LONGEST_TEXT].strip()


def _slugs(texts: list[str]) -> tuple[str, ...]:
    sound = (text for text in texts if 0 < len(text) <= LONGEST_SLUG and not UNSEEN.search(text))
    return tuple(dict.fromkeys(sound))[:MOST_COLLECTIONS]


def _amount(text: str) -> int | None:
    """Minor units; a single comma is taken for the point that half of the world writes so."""
    text = locales.plain_number(text.strip()[:20])
    if "." not in text:
        text = text.replace(",", ".", 1)
    try:
        return money.parse(text, money.currency())
    except money.InvalidAmount:
        return None


def _major(amount: int, code: str) -> str:
    return money.major(amount, code).removesuffix(".00")


def _sort(text: str, q: str) -> Sort:
    own = Sort.RELEVANCE if q else Sort.NEWEST
    try:
        sort = Sort(text)
    except ValueError:
        return own
    return own if sort is Sort.RELEVANCE else sort


def _page(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        return 1
    return max(1, int(text)) if len(text) <= 6 and int(text) <= LAST_PAGE else LAST_PAGE
