"""What is known of a product by words, gathered for many products at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Select

from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Option,
    OptionValue,
    Product,
    Variant,
)
from shop.catalog.search import words
from shop.extensions import db

BATCH = 1000  # products loaded at a time
MOST_WORDS = 5000  # of one text; what comes later is not searched


@dataclass(frozen=True)
class Document:
    """A product's words by where they stand, weightiest first."""

    product_id: int
    is_published: bool
    title: list[str]
    skus: list[str]
    collections: list[str]
    text: list[str]  # the description, and the choices such as "Sage" or "Large"

    @property
    def fields(self) -> list[list[str]]:
        """The words as they are kept: those of a hidden product are marked as such."""
        found = [self.title, self.skus, self.collections, self.text]
        if self.is_published:
            return found
        return [[words.UNSEEN + word for word in field] for field in found]

    @property
    def spoken(self) -> Iterator[str]:
        """The words that a mistyped one may be taken for: those of SKUs are not."""
        return chain(self.title, self.collections, self.text) if self.is_published else iter(())


def load(product_ids: Sequence[int]) -> Iterator[list[Document]]:
    """The documents of those of these products that are there, a batch at a time."""
    for start in range(0, len(product_ids), BATCH):
        yield _load_batch(product_ids[start : start + BATCH])


def _load_batch(ids: Sequence[int]) -> list[Document]:
    rows = db.session.execute(
        db.select(Product.id, Product.is_published, Product.title, Product.description).where(
            Product.id.in_(ids)
        )
    ).all()
    skus = _grouped(
        db.select(Variant.product_id, Variant.sku)
        .where(Variant.product_id.in_(ids))
        .order_by(Variant.id)
    )
    collections = _grouped(
        db.select(CollectionProduct.product_id, Collection.title)
        .join(Collection, Collection.id == CollectionProduct.collection_id)
        .where(CollectionProduct.product_id.in_(ids))
        .order_by(Collection.id)
    )
    choices = _grouped(
        db.select(Option.product_id, OptionValue.value)
        .join(OptionValue, OptionValue.option_id == Option.id)
        .where(Option.product_id.in_(ids))
        .order_by(OptionValue.id)
    )
    return [
        Document(
            product_id,
            is_published,
            _words(title),
            list(dict.fromkeys(word for sku in skus[product_id] for word in words.of_sku(sku))),
            _words(" ".join(collections[product_id])),
            _words(" ".join((*choices[product_id], description))),
        )
        for product_id, is_published, title, description in rows
    ]


def _grouped(select: Select[Any]) -> defaultdict[int, list[str]]:
    found = defaultdict(list)
    for product_id, text in db.session.execute(select):
        found[product_id].append(text)
    return found


def _words(text: str) -> list[str]:
    return words.indexed(words.split(text)[:MOST_WORDS])
