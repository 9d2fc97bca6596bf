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
from shop.texts.models import CatalogText

BATCH = 1000  # products loaded at a time
SHORTEST_PART = 4  # letters of a word that a compound ends in
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
    # Each of them in every language that there are texts of.

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
    titles, descriptions = (_in_other_languages(ids, name) for name in ("title", "description"))
    for found, more in (
        (collections, _collections_in_other_languages(ids)),
        (choices, _choices_in_other_languages(ids)),
    ):
        for product_id, several in more.items():
            found[product_id] += several
    return [
        Document(
            product_id,
            is_published,
            _words(" ".join((title, *titles[product_id], *_parts(titles[product_id], said)))),
            list(dict.fromkeys(word for sku in skus[product_id] for word in words.of_sku(sku))),
            _words(" ".join(collections[product_id])),
            _words(" ".join((*choices[product_id], description, *said))),
        )
        for product_id, is_published, title, description in rows
        for said in [descriptions[product_id]]
    ]


def _parts(titles: Sequence[str], texts: Sequence[str]) -> list[str]:
    """What compounds in `titles` end in, where `texts` have it as a word of its own: who looks
    for a "Becher" means a "Steinzeugbecher", too."""
    if not titles:
        return []
    ends = {word for word in words.split(" ".join(texts)) if len(word) >= SHORTEST_PART}
    compounds = {word for word in words.split(" ".join(titles)) if len(word) > 2 * SHORTEST_PART}
    return sorted(end for end in ends for word in compounds if word != end and word.endswith(end))


def _in_other_languages(ids: Sequence[int], field: str) -> defaultdict[int, list[str]]:
    return _grouped(
        db.select(CatalogText.product_id, CatalogText.text)
        .where(CatalogText.product_id.in_(ids), CatalogText.field == field)
        .order_by(CatalogText.id)
    )


def _collections_in_other_languages(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    return _grouped(
        db.select(CollectionProduct.product_id, CatalogText.text)
        .join(CatalogText, CatalogText.collection_id == CollectionProduct.collection_id)
        .where(CollectionProduct.product_id.in_(ids), CatalogText.field == "title")
        .order_by(CatalogText.id)
    )


def _choices_in_other_languages(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    return _grouped(
        db.select(Option.product_id, CatalogText.text)
        .join(OptionValue, OptionValue.option_id == Option.id)
        .join(CatalogText, CatalogText.word == OptionValue.value)
        .where(Option.product_id.in_(ids), CatalogText.field == "value")
        .order_by(CatalogText.id)
    )


def _grouped(select: Select[Any]) -> defaultdict[int, list[str]]:
    found = defaultdict(list)
    for product_id, text in db.session.execute(select):
        found[product_id].append(text)
    return found


def _words(text: str) -> list[str]:
    return words.indexed(words.split(text)[:MOST_WORDS])
