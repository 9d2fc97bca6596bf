"""A list of products with everything around it: the page, the counts of each choice, the search."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop.catalog import queries, search
from shop.catalog.cards import Card, build
from shop.catalog.filters import ProductQuery, Sort
from shop.catalog.models import Product
from shop.catalog.navigation import Node, tree
from shop.catalog.reading import fetch
from shop.errors import database_was_away
from shop.extensions import db
from shop.web import Page

PER_PAGE = 24
POPULAR = 8  # products shown where a search found nothing
_POPULAR = queries.select_few(Product.stock > 0, order=Sort.RATING)


class BeyondLastPage(Exception):
    """The list has fewer pages than that; `page` is the empty one that was asked for."""

    def __init__(self, page: Page[Card]) -> None:
        super().__init__(page.page)
        self.page = page


class Kind(NamedTuple):
    """How many products are alike in what the choices ask for."""

    is_available: bool
    is_on_sale: bool
    rating: int  # the average, in hundredths of a star
    number: int


class CollectionChoice(NamedTuple):
    node: Node
    number: int  # of products
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices beside a list. Each count leaves its own choice aside and keeps the others."""

    collections: list[CollectionChoice]
    in_stock: int
    on_sale: int
    ratings: list[tuple[int, int]]  # stars and up, count
    lowest: int | None  # minor units; None for an empty list
    highest: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    query: ProductQuery  # without collections that are not there
    page: Page[Card]
    facets: Facets
    corrected: str | None  # the words searched for instead of the query's


class _List:
    """One list while it is read."""

    def __init__(self, query: ProductQuery, scope: Node | None) -> None:
        self.tree = tree()
        chosen = tuple(slug for slug in query.collections if slug in self.tree.by_slug)
        self.query = replace(query, collections=chosen)
        self.scope = scope
        self.found = search.match(query.q) if query.q else None
        self.shape = queries.Shape.of(self.query, in_scope=scope is not None)
        self.bound = {
            "scope": scope.id if scope else None,
            "chosen": [self.tree.by_slug[slug].id for slug in chosen],
            "low": query.min_price,
            "high": query.max_price,
            "rating": 100 * (query.rating or 0),
        }

    def page(self) -> tuple[Page[Card], list[Kind]]:
        """Raises BeyondLastPage."""
        kinds = self.kinds()
        total = _count(kinds, self.query)
        page: Page[Card] = Page([], self.query.page, PER_PAGE, total)
        if page.page > page.pages:
            raise BeyondLastPage(page)
        if total:
            offset = (page.page - 1) * PER_PAGE
            self.shape = self.shape.for_page(total, offset + PER_PAGE)
            rows = fetch(self.statements.page, **self.bound, limit=PER_PAGE, offset=offset)
            page = replace(page, items=build(rows))
        return page, kinds

    @property
    def statements(self) -> queries.Statements:
        return queries.statements(self.shape, self.found)

    def kinds(self) -> list[Kind]:
        if self.found and self.found.is_empty:
            return []
        return [Kind(*row) for row in fetch(self.statements.kinds, **self.bound)]

    def facets(self, kinds: list[Kind]) -> Facets:
        asked = self.query
        in_stock, on_sale = replace(asked, in_stock=True), replace(asked, on_sale=True)
        offered = sorted({4, 3, 2, asked.rating or 4}, reverse=True)
        stars = [(least, _count(kinds, replace(asked, rating=least))) for least in offered]
        [(lowest, highest)] = fetch(self.statements.price_range, **self.bound)
        return Facets(
            self.collection_choices(),
            _count(kinds, in_stock),
            _count(kinds, on_sale),
            stars,
            lowest,
            highest,
        )

    def collection_choices(self) -> list[CollectionChoice]:
        """The collections below the scope, or at the top, and those that are chosen."""
        chosen = [self.tree.by_slug[slug] for slug in self.query.collections]
        offered = self.tree.children(self.scope.id if self.scope else None)
        nodes = list(dict.fromkeys([*offered, *chosen]))
        if not nodes:
            return []
        ids = [node.id for node in nodes]
        rows = fetch(self.statements.collections, **self.bound, offered=ids)
        numbers = {row[0]: row[1] for row in rows}
        choices = [CollectionChoice(n, numbers.get(n.id, 0), n in chosen) for n in nodes]
        return [choice for choice in choices if choice.number or choice.is_chosen]


def find(query: ProductQuery, scope: Node | None = None) -> Listing:
    """The page that `query` asks for, of all products or of those in `scope`.

    Raises BeyondLastPage.
    """
    asked = _List(query, scope)
    page, kinds = asked.page()
    if asked.found and asked.found.is_empty and asked.found.words:
        search.log_miss(query.q)
    corrected = asked.found.corrected if asked.found else None
    return Listing(asked.query, page, asked.facets(kinds), corrected)


def find_page(query: ProductQuery, scope: Node | None = None) -> Page[Card]:
    """`find` without the choices, for readers that draw none. Raises BeyondLastPage."""
    return _List(query, scope).page()[0]


def popular() -> list[Card]:
    """What to show where there is nothing to list."""
    return build(fetch(_POPULAR, limit=POPULAR, offset=0))


def favourites() -> list[Card]:
    """`popular`, for error pages; nothing while the database is away."""
    if database_was_away():
        return []
    try:
        return popular()
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        return []


def _count(kinds: Iterable[Kind], asked: ProductQuery) -> int:
    """How many products of `kinds` meet the choices of `asked`."""
    return sum(
        kind.number
        for kind in kinds
        if (kind.is_available or not asked.in_stock)
        and (kind.is_on_sale or not asked.on_sale)
        and kind.rating >= 100 * (asked.rating or 0)
    )
