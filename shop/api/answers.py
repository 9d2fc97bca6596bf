"""From the catalog's rows to the API's models. Each raises NotFound for an unknown slug."""

from flask import request
from werkzeug.exceptions import NotFound

from shop import texts
from shop.api.models import (
    Collection,
    CollectionItem,
    CollectionList,
    Product,
    ProductItem,
    ProductList,
    VariantItem,
)
from shop.catalog import collection_index
from shop.catalog.cards import MOST_COUNTED, Card, as_data, build
from shop.catalog.filters import ProductQuery
from shop.catalog.listing import BeyondLastPage, find_page
from shop.catalog.models import Collection as CollectionRow
from shop.catalog.navigation import Node, tree
from shop.catalog.product_page import Choice, load_choices
from shop.catalog.queries import select_slugs
from shop.catalog.reading import fetch
from shop.catalog.redirects import check_slug
from shop.extensions import db
from shop.web import Page


def product_list(scope: Node | None = None) -> ProductList:
    """The page that the request's query asks for, of all products or of those in `scope`."""
    page = _page(scope)
    return ProductList(
        items=[ProductItem(**as_data(card)) for card in page.items],
        page=page.page,
        pages=page.pages,
        total=page.total,
    )


def _page(scope: Node | None) -> Page[Card]:
    try:
        return find_page(ProductQuery.from_args(request.args), scope)
    except BeyondLastPage as error:
        return error.page


def product(slug: str) -> Product:
    check_slug(slug)
    cards = build(fetch(select_slugs([slug])))
    if not cards:
        raise NotFound
    names, choices = load_choices(cards[0].id)
    variants = [_variant(names, choice) for choice in choices]
    return Product(**as_data(cards[0]), variants=variants)


def _variant(names: tuple[str, ...], choice: Choice) -> VariantItem:
    return VariantItem(
        id=choice.id,
        sku=choice.sku,
        options=dict(zip(names, choice.values, strict=False)),
        price=choice.price,
        available=min(choice.stock, MOST_COUNTED),
    )


def collection_list() -> CollectionList:
    return CollectionList(items=[CollectionItem(**item) for item in collection_index.as_items()])


def collection(slug: str) -> Collection:
    check_slug(slug)
    node = tree().by_slug.get(slug)
    if node is None:
        raise NotFound
    description = db.session.scalar(
        db.select(texts.shown(CollectionRow.description)).where(CollectionRow.id == node.id)
    )
    count = collection_index.product_counts(node.id).get(node.id, 0)
    item = collection_index.as_item(node, description or "", count)
    return Collection(**item, **dict(product_list(node)))
