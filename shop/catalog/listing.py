"""A list of products with everything around it: the page, the counts of each choice, the search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from flask import g
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop.catalog import counts, queries, search
from shop.catalog.cards import Card, build
from shop.catalog.counts import Kind
from shop.catalog.filters import ProductQuery, Sort
from shop.catalog.models import Product
from shop.catalog.navigation import Node, tree
from shop.catalog.reading import fetch
from shop.catalog.shapes import Shape
from shop.errors import database_was_away
from shop.extensions import db
from shop.web import Page

PER_PAGE = 24
MOST_PAGES = 1000  # of a list; the database would walk past all products of those before
POPULAR = 8  # products shown where a search found nothing
_POPULAR = queries.select_few(Product.stock > 0, order=Sort.RATING)


class BeyondLastPage(Exception):
    """The list has fewer pages than that; `page` is the empty one that was asked for."""

    def __init__(self, page: Page[Card]) -> None:
        super().__init__(page.page)
        self.page = page


class Count(NamedTuple):
    """How many products a choice leaves."""

    number: int
    is_more: bool = False  # at least so many: those of a large list are not all counted


class CollectionChoice(NamedTuple):
    node: Node
    products: Count
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices beside a list. Each count leaves its own choice aside and keeps the others."""

    collections: list[CollectionChoice]
    in_stock: Count
    on_sale: Count
    ratings: list[tuple[int, Count]]  # stars and up, count
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
        within, several = self._places()
        self.collection_id = within.id if within else counts.EVERYTHING
        self.shape = Shape.of(self.query, in_scope=within is not None, in_chosen=bool(several))
        self.most = search.MOST_FOUND if self.found else queries.MOST_COUNTED
        self.bound: dict[str, Any] = {
            "scope": self.collection_id,
            "chosen": several,
            "low": query.min_price,
            "high": query.max_price,
            "rating": 100 * (query.rating or 0),
        }
        self._narrowed: dict[tuple[Shape, int], Sequence[int]] = {}

    def _places(self) -> tuple[Node | None, list[int]]:
        """The one collection that it lies in, and the ids of those it may lie in besides.

        What is chosen inside the scope needs no scope, and one that is chosen is a scope itself.
        """
        chosen = [self.tree.by_slug[slug] for slug in self.query.collections]
        inside = all(self.scope in self.tree.path(node.id) for node in chosen)
        within = None if chosen and (inside or self.scope is None) else self.scope
        if within is None and len(chosen) == 1:
            return chosen[0], []
        return within, [node.id for node in chosen]

    @property
    def is_empty(self) -> bool:
        return self.found is not None and self.found.is_empty

    @property
    def statements(self) -> queries.Statements:
        return queries.statements(self.shape)

    @cached_property
    def kept(self) -> dict[int, list[Kind]]:
        return counts.kept([self.collection_id, *(node.id for node in self.offered)])

    @cached_property
    def kinds(self) -> list[Kind]:
        """All that it may show, by what it can be narrowed by."""
        if self.is_empty:
            return []
        if self.shape.is_kept:
            return self.kept.get(self.collection_id, [])
        bound = self._bound_to(self.shape.without_choices())
        return [Kind(*row) for row in fetch(self.statements.kinds, **bound)]

    @property
    def is_more(self) -> bool:
        """Whether `kinds` are some of many."""
        if self.found:
            return search.is_more(self._found(self.shape.without_choices(), self.found))
        return not self.shape.is_kept and counts.total(self.kinds) > self.most

    def _bound_to(self, shape: Shape) -> dict[str, Any]:
        """The values of a statement about a list of that shape."""
        if not self.found:
            return self.bound
        return {**self.bound, **search.bound_ids(self._found(shape, self.found))}

    def _found(self, shape: Shape, found: search.Match, scope: Node | None = None) -> Sequence[int]:
        """The best of a search, as far as a list of that shape can show them; of `scope`, if not
        of the list's own.

        All of a few are narrowed by the statements themselves. Of many, the best that it shows
        are others than those of the best of all that it does.
        """
        if not (search.is_more(found.ids) and shape.is_narrowed):
            return found.ids
        shape = shape._replace(sort=Sort.RELEVANCE, language=None)
        scope_id = scope.id if scope else self.collection_id
        if (shape, scope_id) not in self._narrowed:
            bound = {**self.bound, "scope": scope_id, **found.parameters}
            rows = fetch(queries.statements(shape).best_first, **bound)
            self._narrowed[shape, scope_id] = [product_id for [product_id] in rows]
        return self._narrowed[shape, scope_id]

    @cached_property
    def offered(self) -> list[Node]:
        """The collections below the scope, or at the top, and those that are chosen."""
        chosen = [self.tree.by_slug[slug] for slug in self.query.collections]
        below = self.tree.children(self.scope.id if self.scope else None)
        return list(dict.fromkeys([*below, *chosen]))

    @cached_property
    def shown(self) -> Count:
        """How many products it has, with every choice."""
        total = counts.total(counts.meeting(self.kinds, self.query))
        if self.is_more and self.shape.has_choices:
            total = self._total()
        is_more = not self.shape.is_kept and total > self.most
        return Count(self.most if is_more else total, is_more)

    def page(self) -> Page[Card]:
        """Raises BeyondLastPage."""
        total, is_more = self.shown
        page: Page[Card] = Page([], self.query.page, PER_PAGE, total, is_more, MOST_PAGES)
        if page.page > page.pages:
            raise BeyondLastPage(page)
        if total and self.found and self.shape.sort is Sort.RELEVANCE:
            page = replace(page, items=self._best(page.page, self.found))
        elif total:
            offset = (page.page - 1) * PER_PAGE
            select = queries.statements(self.shape.for_page(total, offset + PER_PAGE)).page
            rows = fetch(select, **self._bound_to(self.shape), limit=PER_PAGE, offset=offset)
            page = replace(page, items=build(rows))
        return page

    def _total(self) -> int:
        if self.found:
            return len(self._found(self.shape, self.found))
        [[total]] = fetch(self.statements.total, **self.bound)
        return int(total)

    def _best(self, number: int, found: search.Match) -> list[Card]:
        """Page `number` of what the search found, which has it in order already."""
        ids = self._found(self.shape, found)
        if ids is found.ids and self.shape.is_narrowed:
            left = {row.id for row in fetch(self.statements.left, **self._bound_to(self.shape))}
            ids = [product_id for product_id in ids if product_id in left]
        ids = ids[(number - 1) * PER_PAGE : number * PER_PAGE]
        cards = {card.id: card for card in build(fetch(queries.BY_IDS, ids=list(ids)))}
        return [cards[product_id] for product_id in ids if product_id in cards]

    def facets(self) -> Facets:
        asked = self.query
        offered = sorted({4, 3, 2, asked.rating or 4}, reverse=True)
        return Facets(
            self.collection_choices(),
            self._count(replace(asked, in_stock=True)),
            self._count(replace(asked, on_sale=True)),
            [(least, self._count(replace(asked, rating=least))) for least in offered],
            *self._price_range(),
        )

    def _count(self, asked: ProductQuery) -> Count:
        if asked == self.query:
            return self.shown
        number = counts.total(counts.meeting(self.kinds, asked))
        return Count(min(number, self.most) if self.is_more else number, self.is_more)

    def _price_range(self) -> tuple[int | None, int | None]:
        if self.is_empty:
            return None, None
        if self.shape.is_kept or self.shape.has_price or (self.is_more and self.shape.has_choices):
            return self._read_price_range()
        shown = counts.meeting(self.kinds, self.query)
        lowest = min((kind.lowest for kind in shown if kind.lowest is not None), default=None)
        return lowest, max((kind.highest or 0 for kind in shown), default=None)

    def _read_price_range(self) -> tuple[int | None, int | None]:
        """Of many that a search found, those that the price leaves are others than the best
        without it: the range takes in both."""
        shapes = [self.shape.without_price()]
        if self.found and self.shape.has_price and search.is_more(self.found.ids):
            shapes.append(self.shape)
        select = self.statements.price_range
        ends = [fetch(select, **self._bound_to(shape))[0] for shape in shapes]
        prices = [price for pair in ends for price in pair if price is not None]
        return min(prices, default=None), max(prices, default=None)

    def collection_choices(self) -> list[CollectionChoice]:
        """Those offered that hold something, and those that are chosen."""
        chosen = self.query.collections
        found = self._counts_beside() if self.offered else {}
        choices = [
            CollectionChoice(node, found.get(node.id, Count(0)), node.slug in chosen)
            for node in self.offered
        ]
        return [choice for choice in choices if choice.products.number or choice.is_chosen]

    def _counts_beside(self) -> dict[int, Count]:
        """How many products each collection that is offered would leave, by its id."""
        if self.is_empty:
            return {}
        if not (self.shape.is_search or self.shape.has_price):
            kept = self.kept.items()
            return {
                id_: Count(counts.total(counts.meeting(kinds, self.query))) for id_, kinds in kept
            }
        offered = [node.id for node in self.offered]
        select = self.statements.collections
        if self.found:
            shape = self.shape._replace(in_scope=self.scope is not None, in_chosen=False)
            ids = self._found(shape, self.found, self.scope)
            rows = fetch(select, **self.bound, **search.bound_ids(ids), offered=offered)
            return {id_: Count(min(number, self.most), search.is_more(ids)) for id_, number in rows}
        rows = fetch(select, **self.bound, offered=offered)
        most = queries.MOST_BESIDE
        return {id_: Count(min(number, most), number > most) for id_, number in rows}


def find(query: ProductQuery, scope: Node | None = None) -> Listing:
    """The page that `query` asks for, of all products or of those in `scope`.

    Raises BeyondLastPage.
    """
    asked = _List(query, scope)
    page = asked.page()
    if asked.found and asked.found.is_empty and asked.found.words:
        search.log_miss(query.q)
    corrected = asked.found.corrected if asked.found else None
    return Listing(asked.query, page, asked.facets(), corrected)


def find_page(query: ProductQuery, scope: Node | None = None) -> Page[Card]:
    """`find` without the choices, for readers that draw none. Raises BeyondLastPage."""
    return _List(query, scope).page()


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
        g.is_makeshift = True
        db.session.rollback()
        return []
