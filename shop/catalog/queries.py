"""The selects behind lists of products. They load nothing; callers run them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    Subquery,
    bindparam,
    func,
    select,
)

from shop import texts
from shop.catalog.cards import select_cards
from shop.catalog.filters import ProductQuery, Sort
from shop.catalog.models import CollectionProduct, Product
from shop.catalog.search import Match

Condition = ColumnExpressionArgument[bool]
Rows = Select[*tuple[Any, ...]]

LARGE_CATALOG = 100_000  # products

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


class Shape(NamedTuple):
    """Which conditions a list has, whatever their values are."""

    sort: Sort
    in_scope: bool
    in_chosen: bool
    has_min: bool
    has_max: bool
    in_stock: bool
    on_sale: bool
    has_rating: bool
    is_dense: bool = False  # its products are many of all there are
    language: str | None = None  # whose titles they are sorted by; None for their own

    @classmethod
    def of(cls, query: ProductQuery, *, in_scope: bool) -> "Shape":
        return cls(
            query.sort,
            in_scope,
            bool(query.collections),
            query.min_price is not None,
            query.max_price is not None,
            query.in_stock,
            query.on_sale,
            query.rating is not None,
            language=texts.foreign() if query.sort is Sort.TITLE else None,
        )

    def for_page(self, total: int, last: int) -> "Shape":
        """The shape for reading up to the `last` of its `total` products.

        Walking the order's index past those of other collections takes about `last / total` of
        the catalog; taking the collection's own products and sorting them takes `total` steps.
        The catalog is taken to be a large one: in a small one either is quick.
        """
        return self._replace(is_dense=total * total > last * LARGE_CATALOG)


class Statements(NamedTuple):
    """What a list asks of the database; each count leaves its own choice aside.

    Bound when they are run: scope, chosen, low, high, rating, limit, offset, offered.
    """

    page: Rows  # CARD_COLUMNS
    kinds: Rows  # (available, on sale, rating average, how many such products there are)
    price_range: Rows  # the lowest and the highest of the prices that cards show, minor units
    collections: Rows  # (collection id, how many products it shows); none for an empty one


def statements(shape: Shape, found: Match | None) -> Statements:
    """Those of a list of that shape, within what a search `found`."""
    return _build(shape, found) if found else _kept(shape)


@lru_cache(maxsize=1024)
def _kept(shape: Shape) -> Statements:
    # Building them costs more than running them in a small shop, and the shapes are few.
    return _build(shape, None)


def _build(shape: Shape, found: Match | None) -> Statements:
    base: list[Condition] = [Product.is_published]
    if found:
        base.append(Product.id.in_(found.product_ids))
    shelf = CollectionProduct.collection_id
    in_chosen = shelf.in_(bindparam("chosen", expanding=True))
    scope = [_within(shelf == bindparam("scope"), shape)] if shape.in_scope else []
    chosen = [_within(in_chosen, shape)] if shape.in_chosen else []
    price, choices = _price(shape), _choices(shape)
    return Statements(
        select_page([*base, *scope, *chosen, *price, *choices], shape.sort, found),
        _select_kinds([*base, *scope, *chosen, *price]),
        _select_price_range([*base, *scope, *chosen, *choices], is_search=found is not None),
        # What is offered lies within the scope; asking for both would cost three times as much.
        _select_collections([*base, *price, *choices] if found or price or choices else []),
    )


def _within(shown: Condition, shape: Shape) -> Condition:
    own = CollectionProduct.product_id
    if shape.is_dense:
        return select(own).where(shown, own == Product.id).correlate(Product).exists()
    return Product.id.in_(select(own).where(shown))


def _price(shape: Shape) -> list[Condition]:
    """By the lowest price, the one that cards show."""
    conditions: list[Condition] = []
    if shape.has_min:
        conditions.append(Product.price >= bindparam("low"))
    if shape.has_max:
        conditions.append(Product.price <= bindparam("high"))
    return conditions


def _choices(shape: Shape) -> list[Condition]:
    conditions: list[Condition] = []
    if shape.in_stock:
        conditions.append(Product.is_available)
    if shape.on_sale:
        conditions.append(Product.is_on_sale)
    if shape.has_rating:
        conditions.append(Product.rating_average >= bindparam("rating"))
    return conditions


def select_page(conditions: Sequence[Condition], sort: Sort, found: Match | None = None) -> Rows:
    """The cards of one page, `limit` of them after `offset`.

    The ids are found first, from an index alone where there is one for the order, so that a
    page far down the list reads two dozen rows and not all those before it.
    """
    ids = select(Product.id).where(*conditions)
    ids = ids.limit(bindparam("limit")).offset(bindparam("offset"))
    if sort is Sort.RELEVANCE and found is not None:
        rank = found.statement.c.rank
        ids = ids.add_columns(rank).join(
            found.statement, found.statement.c.product_id == Product.id
        )
        picked = ids.order_by(rank.desc(), Product.id.desc()).subquery("picked")
        return select_cards(picked).order_by(picked.c.rank.desc(), Product.id.desc())
    order = ORDERS[sort]
    if sort is Sort.TITLE:  # in another language by what is shown, without an index
        order = (texts.shown(Product.title).asc(), Product.id.asc())
    return select_cards(ids.order_by(*order).subquery("picked")).order_by(*order)


def select_few(*conditions: Condition, order: Sort = Sort.NEWEST) -> Rows:
    """The cards of the published products that meet `conditions`, `limit` after `offset`.

    No condition on what ix_products_facets begins with: SQLite would leave the order's index
    for it, and sort half the catalog to show eight.
    """
    return select_page((Product.is_published, *conditions), order)


def select_slugs(slugs: Sequence[str]) -> Rows:
    """The cards of these published products, in no order."""
    return select_cards(_picked(Product.slug.in_(slugs)))


def select_ids(ids: Sequence[int]) -> Rows:
    """The cards of these published products, in no order."""
    return select_cards(_picked(Product.id.in_(ids)))


def _picked(condition: Condition) -> Subquery:
    return select(Product.id).where(Product.is_published, condition).subquery("picked")


def _select_kinds(conditions: Sequence[Condition]) -> Rows:
    # Some dozens of rows, from which the counts of every choice are added up; in the order of
    # ix_products_facets, so that no database sorts for it.
    kinds = (Product.is_available, Product.is_on_sale, Product.rating_average)
    return select(*kinds, func.count()).where(*conditions).group_by(*kinds)


def _select_price_range(conditions: Sequence[Condition], *, is_search: bool) -> Rows:
    if is_search:  # twice would be to search twice
        return select(func.min(Product.price), func.max(Product.price)).where(*conditions)
    # Each alone is found at an end of the index of prices; both together read all of it.
    ends = (func.min(Product.price), func.max(Product.price))
    return select(*(select(end).where(*conditions).scalar_subquery() for end in ends))


def _select_collections(conditions: Sequence[Condition]) -> Rows:
    """Of the products that meet `conditions`; of all that are published where there are none."""
    own = CollectionProduct
    counts = select(own.collection_id, func.count()).group_by(own.collection_id)
    counts = counts.where(own.collection_id.in_(bindparam("offered", expanding=True)))
    if conditions:
        return counts.join(Product, Product.id == own.product_id).where(*conditions)
    # Leaving out the few that are not published reads no product; looking at each reads all.
    hidden = select(Product.id).where(Product.is_published.is_(False))
    return counts.where(own.product_id.not_in(hidden))
