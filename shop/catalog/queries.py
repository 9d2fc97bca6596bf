"""The selects behind lists of products. They load nothing; callers run them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, Subquery, func, select

from shop.catalog.cards import select_cards
from shop.catalog.filters import ProductQuery, Sort
from shop.catalog.models import CollectionProduct, Product
from shop.catalog.search import Match

Condition = ColumnExpressionArgument[bool]
Rows = Select[*tuple[Any, ...]]

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


def within(collection_ids: Iterable[int]) -> Condition:
    """The products shown in any of these collections."""
    shown = select(CollectionProduct.product_id).where(
        CollectionProduct.collection_id.in_(list(collection_ids))
    )
    return Product.id.in_(shown)


def price_condition(query: ProductQuery) -> list[Condition]:
    """By the lowest price, the one that cards show."""
    conditions: list[Condition] = []
    if query.min_price is not None:
        conditions.append(Product.price >= query.min_price)
    if query.max_price is not None:
        conditions.append(Product.price <= query.max_price)
    return conditions


def choice_conditions(query: ProductQuery) -> list[Condition]:
    """Stock, sale and rating."""
    conditions: list[Condition] = []
    if query.in_stock:
        conditions.append(Product.is_available)
    if query.on_sale:
        conditions.append(Product.is_on_sale)
    if query.rating:
        conditions.append(Product.rating_average >= query.rating * 100)
    return conditions


def select_page(
    conditions: Sequence[Condition], sort: Sort, found: Match | None, window: tuple[int, int]
) -> Rows:
    """The cards of one page; `window` is how many, and after how many.

    The ids are found first, from an index alone where there is one for the order, so that a
    page far down the list reads two dozen rows and not all those before it.
    """
    limit, offset = window
    ids = select(Product.id).where(*conditions).limit(limit).offset(offset)
    if sort is Sort.RELEVANCE and found is not None:
        rank = found.statement.c.rank
        ids = ids.add_columns(rank).join(
            found.statement, found.statement.c.product_id == Product.id
        )
        picked = ids.order_by(rank.desc(), Product.id.desc()).subquery("picked")
        return select_cards(picked).order_by(picked.c.rank.desc(), Product.id.desc())
    order = ORDERS[sort]
    return select_cards(ids.order_by(*order).subquery("picked")).order_by(*order)


def select_few(limit: int, *conditions: Condition, order: Sort = Sort.NEWEST) -> Rows:
    """The cards of the first published products that meet `conditions`."""
    return select_page((Product.is_published, *conditions), order, None, (limit, 0))


def select_slugs(slugs: Sequence[str]) -> Rows:
    """The cards of these published products, in no order."""
    return select_cards(picked(Product.is_published, Product.slug.in_(slugs)))


def select_ids(ids: Sequence[int]) -> Rows:
    """The cards of these published products, in no order."""
    return select_cards(picked(Product.is_published, Product.id.in_(ids)))


def picked(*conditions: Condition) -> Subquery:
    return select(Product.id).where(*conditions).subquery("picked")


def select_choices(conditions: Sequence[Condition]) -> Rows:
    """How many products there are of each kind: (available, on sale, whole stars, count).

    A few dozen rows, from which the counts of every choice are added up; in the order of
    ix_products_facets, so that no database sorts for it.
    """
    kinds = (Product.is_available, Product.is_on_sale, Product.whole_stars)
    return select(*kinds, func.count()).where(*conditions).group_by(*kinds)


def select_price_range(conditions: Sequence[Condition]) -> Rows:
    """The lowest and the highest of the prices that cards show, in minor units."""
    return select(func.min(Product.price), func.max(Product.price)).where(*conditions)


def select_collection_counts(
    collection_ids: Sequence[int], conditions: Sequence[Condition]
) -> Rows:
    """(collection id, how many of the products are shown in it); none for an empty one."""
    return (
        select(CollectionProduct.collection_id, func.count())
        .join(Product, Product.id == CollectionProduct.product_id)
        .where(CollectionProduct.collection_id.in_(collection_ids), *conditions)
        .group_by(CollectionProduct.collection_id)
    )
