"""The selects behind lists of products. They load nothing; callers run them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    Subquery,
    bindparam,
    func,
    select,
)

from shop import texts
from shop.catalog import search
from shop.catalog.cards import select_cards
from shop.catalog.filters import Sort
from shop.catalog.models import Collection, CollectionProduct, Product
from shop.catalog.shapes import Shape

Condition = ColumnExpressionArgument[bool]
Rows = Select[*tuple[Any, ...]]

MOST_COUNTED = 10_000  # products of a list whose counts are not kept; it says where there are more
MOST_BESIDE = 1_000  # the same of each collection beside such a list

# Each order ends in the id, so that no product is on two pages or on none.
ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEWEST: (Product.published_at.desc(), Product.id.desc()),
    Sort.PRICE: (Product.price.asc(), Product.id.asc()),
    Sort.PRICE_DOWN: (Product.price.desc(), Product.id.desc()),
    Sort.RATING: (
        Product.rating_average.desc(),
        Product.rating_count.desc(),
        Product.id.desc(),
    ),
    Sort.TITLE: (Product.title.asc(), Product.id.asc()),
}
# Those that a collection's own rows are indexed in.
OWN_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEWEST: (CollectionProduct.published_at.desc(), CollectionProduct.product_id.desc()),
    Sort.PRICE: (CollectionProduct.price.asc(), CollectionProduct.product_id.asc()),
    Sort.PRICE_DOWN: (CollectionProduct.price.desc(), CollectionProduct.product_id.desc()),
}


@dataclass(frozen=True)
class Statements:
    """What a list of a shape asks of the database; each count leaves its own choice aside, and
    goes no further than MOST_COUNTED. Those of a search are of the products whose ids are bound.

    Bound when they are run: scope, chosen, low, high, rating, limit, offset, offered, ids.
    """

    shape: Shape

    @cached_property
    def page(self) -> Rows:
        """CARD_COLUMNS; of a search that is not sorted by relevance."""
        rows = _rows_of(self.shape) if self.shape.sort in OWN_ORDERS else Product
        every = self._every(rows)
        if rows is CollectionProduct:
            ids = select(CollectionProduct.product_id.label("id")).where(*every)
            return _cards_of(ids.order_by(*OWN_ORDERS[self.shape.sort]), self.shape.sort)
        return select_page(every, self.shape.sort)

    @cached_property
    def best_first(self) -> Rows:
        """The ids of what a search finds; with the search's parameters bound instead of ids."""
        return search.best_first(_narrowing(_conditions(self.shape, Product)))

    @cached_property
    def left(self) -> Rows:
        """Which of the ids that are bound the list shows, in no order."""
        return select(Product.id).where(*self._every(Product))

    @cached_property
    def kinds(self) -> Rows:
        """The columns of counts.Kind."""
        # Some dozens of rows, from which the counts of every choice are added up.
        found = self._counted(self.shape.without_choices()).subquery()
        kind = (found.c.is_available, found.c.is_on_sale, found.c.rating_average)
        ends = (func.min(found.c.price), func.max(found.c.price))
        return select(*kind, func.count(), *ends).group_by(*kind)

    @cached_property
    def total(self) -> Rows:
        """How many products it has."""
        return select(func.count()).select_from(self._counted(self.shape).subquery())

    @cached_property
    def price_range(self) -> Rows:
        """The lowest and the highest of the prices that cards show, minor units."""
        shape = self.shape.without_price()
        if shape.is_search or shape.in_chosen:
            found = self._counted(shape).subquery()
            return select(func.min(found.c.price), func.max(found.c.price))
        # Each alone is found at an end of the index of prices; both together read all of it.
        rows = _rows_of(shape)
        ends = (func.min(rows.price), func.max(rows.price))
        every = _conditions(shape, rows)
        return select(*(select(end).where(*every).scalar_subquery() for end in ends))

    @cached_property
    def collections(self) -> Rows:
        """(collection id, how many products it shows) of those offered.

        They lie within the scope; asking for both would cost three times as much.
        """
        own, shape = CollectionProduct, self.shape
        offered: BindParameter[int] = bindparam("offered", expanding=True)
        if shape.is_search:
            narrowed = [*_price(shape, Product), *_choices(shape, Product)]
            counts = select(own.collection_id, func.count()).group_by(own.collection_id)
            counts = counts.where(own.collection_id.in_(offered), search.among(own.product_id))
            join = Product.id == own.product_id
            return counts.join(Product, join).where(*narrowed) if narrowed else counts
        some = select(own.product_id).where(
            own.collection_id == Collection.id,
            own.published_at.is_not(None),
            *_price(shape, own),
            *_choices(shape, own),
        )
        some = some.limit(MOST_BESIDE + 1).correlate(Collection)
        count = select(func.count()).select_from(some.subquery()).scalar_subquery()
        return select(Collection.id, count).where(Collection.id.in_(offered))

    def _every(self, rows: Any) -> list[Condition]:
        known = [search.among(rows.id)] if self.shape.is_search else []
        return [*known, *_conditions(self.shape, rows)]

    def _counted(self, shape: Shape) -> Rows:
        """Some of what a list of that shape shows, one more than are counted of it at most."""
        rows = _rows_of(shape)
        columns = (rows.is_available, rows.is_on_sale, rows.rating_average, rows.price)
        return select(*columns).where(*Statements(shape)._every(rows)).limit(MOST_COUNTED + 1)


# Kept, as building statements costs more than running them; about 100 kB for each shape.
statements = lru_cache(maxsize=64)(Statements)


def _rows_of(shape: Shape) -> Any:
    """The table that has all that a list is narrowed by: one collection's products have their
    own copies."""
    own = shape.in_scope and not (shape.in_chosen or shape.is_search)
    return CollectionProduct if own else Product


def _conditions(shape: Shape, rows: Any) -> list[Condition]:
    return [*_scope(shape, rows), *_price(shape, rows), *_choices(shape, rows)]


def _scope(shape: Shape, rows: Any) -> list[Condition]:
    shelf = CollectionProduct.collection_id
    if rows is CollectionProduct:
        return [shelf == bindparam("scope"), CollectionProduct.published_at.is_not(None)]
    found: list[Condition] = [Product.is_published]
    if shape.in_scope:
        found.append(_within(shelf == bindparam("scope"), shape))
    if shape.in_chosen:
        found.append(_within(shelf.in_(bindparam("chosen", expanding=True)), shape))
    return found


def _within(shown: Condition, shape: Shape) -> Condition:
    own = CollectionProduct.product_id
    if shape.is_dense:
        return select(own).where(shown, own == Product.id).correlate(Product).exists()
    return Product.id.in_(select(own).where(shown))


def _price(shape: Shape, rows: Any) -> list[Condition]:
    """By the lowest price, the one that cards show."""
    conditions: list[Condition] = []
    if shape.has_min:
        conditions.append(rows.price >= bindparam("low"))
    if shape.has_max:
        conditions.append(rows.price <= bindparam("high"))
    return conditions


def _choices(shape: Shape, rows: Any) -> list[Condition]:
    conditions: list[Condition] = []
    if shape.in_stock:
        conditions.append(rows.is_available)
    if shape.on_sale:
        conditions.append(rows.is_on_sale)
    if shape.has_rating:
        conditions.append(rows.rating_average >= bindparam("rating"))
    return conditions


def select_page(conditions: Sequence[Condition], sort: Sort) -> Rows:
    """The cards of one page, `limit` of them after `offset`.

    The ids are found first, from an index alone where there is one for the order, so that a
    page far down the list reads two dozen rows and not all those before it.
    """
    return _cards_of(select(Product.id).where(*conditions).order_by(*_order(sort)), sort)


def _cards_of(ids: Rows, sort: Sort) -> Rows:
    page = ids.limit(bindparam("limit")).offset(bindparam("offset"))
    return select_cards(page.subquery("picked")).order_by(*_order(sort))


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    if sort is Sort.TITLE:  # in another language by what is shown, without an index
        return texts.shown(Product.title).asc(), Product.id.asc()
    return ORDERS[sort]


def _narrowing(conditions: Sequence[Condition]) -> Callable[[Rows], Rows]:
    def narrow(found: Rows) -> Rows:
        [product_id] = found.selected_columns
        return found.join(Product, Product.id == product_id).where(*conditions)

    return narrow


def select_few(*conditions: Condition, order: Sort = Sort.NEWEST) -> Rows:
    """The cards of the published products that meet `conditions`, `limit` after `offset`."""
    return select_page((Product.is_published, *conditions), order)


def select_slugs(slugs: Sequence[str]) -> Rows:
    """The cards of these published products, in no order."""
    return select_cards(_picked(Product.slug.in_(slugs)))


def _picked(condition: Condition) -> Subquery:
    return select(Product.id).where(Product.is_published, condition).subquery("picked")


# The cards of the published products whose ids are bound, in no order.
BY_IDS: Rows = select_cards(_picked(Product.id.in_(bindparam("ids", expanding=True))))
