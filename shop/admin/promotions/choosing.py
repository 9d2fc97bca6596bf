"""Choosing what a promotion covers, page by page, without scripts."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from flask import request

from shop.admin.lists import contains
from shop.admin.promotions.forms import PromotionForm
from shop.catalog.forms import one_line
from shop.catalog.models import Collection, Product, Variant
from shop.catalog.navigation import Tree, tree
from shop.extensions import db
from shop.promotions.models import Promotion, Scope

Row = TypeVar("Row")
MOST_FOUND = 20  # products
LONGEST_SEARCH = 100  # characters


class Search(NamedTuple):
    """What was searched for, and the products found that are not chosen yet."""

    text: str
    products: Sequence[Product]


def search(form: PromotionForm) -> Search:
    """For the words beside the products of `form`."""
    text = asked_for()
    if not text:
        return Search("", [])
    has_sku = db.select(Variant.product_id).where(Variant.sku == text)
    found = (
        db.select(Product)
        .where(contains(Product.title, text) | Product.id.in_(has_sku))
        .where(Product.id.not_in(form.products.data))
        .order_by(Product.title, Product.id)
        .limit(MOST_FOUND)
    )
    return Search(text, db.session.scalars(found).all())


def asked_for() -> str:
    """The words of the search for products."""
    return one_line(request.form.get("find", "").replace("\0", " "))[:LONGEST_SEARCH]


def is_new_search() -> bool:
    """Whether words were typed that the page did not search for yet: with Enter, or Save."""
    return bool(asked_for()) and asked_for() != request.form.get("found")


def places(known: Tree, parent_id: int | None = None, depth: int = 0) -> list[tuple[int, str]]:
    """The id and title of every collection, indented by its depth."""
    found = []
    for node in known.children(parent_id):
        found.append((node.id, "\N{EM SPACE}" * depth + node.title))
        found += places(known, node.id, depth + 1)
    return found


def collections() -> list[tuple[int, str]]:
    return places(tree())


def start(form: PromotionForm) -> None:
    """Let a new promotion be for the `product` or `collection` that the address names."""
    if product := _named(Product, "product"):
        form.scope.data, form.products.data = Scope.PRODUCTS.value, [product.id]
        form.title.data = product.title[:120]
    elif collection := _named(Collection, "collection"):
        form.scope.data, form.collections.data = Scope.COLLECTIONS.value, [collection.id]
        form.title.data = collection.title


def model() -> Promotion | None:
    """The promotion that the address names to be copied."""
    return _named(Promotion, "like")


def _named(model: type[Row], name: str) -> Row | None:
    text = request.args.get(name, "")
    is_id = text.isascii() and text.isdecimal() and len(text) < 10
    return db.session.get(model, int(text)) if is_id else None
