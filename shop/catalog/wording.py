"""Saying the catalog in other languages. Nothing here commits.

Whatever changes is searched by its new words at once, in every language together: who reads German
finds "Becher" and "mug" alike.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from shop.catalog import search
from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Option,
    OptionValue,
    Product,
)
from shop.extensions import db
from shop.texts import keeping

AT_ONCE = 500  # rows that are looked at together
Alts = Mapping[str, str]  # of pictures: what is said of each, by what is said in the shop's own


def say_product(product: Product, language: str, texts: Mapping[str, str], alts: Alts) -> None:
    """Keep what `product` says in `language`, and what is on its pictures; see `say_products`."""
    keeping.put_words(language, {("alt", word): text for word, text in alts.items()})
    say_products([(product, texts)], language)


def say_products(several: Sequence[tuple[Product, Mapping[str, str]]], language: str) -> int:
    """Keep what each of `several` products says in `language`; how many of them changed.

    Of pictures of which nothing is said but their product and its choices, the same is said in
    the other language, unless somebody has written something else.
    """
    changed = 0
    for start in range(0, len(several), AT_ONCE):
        some = several[start : start + AT_ONCE]
        products = [product for product, _ in some]
        before = composed_alts(products, language)
        found = keeping.put_many(some, language)
        _keep_alts(before, composed_alts(products, language), language)
        if found:
            search.index([product.id for product in products])
        changed += found
    return changed


def _keep_alts(before: Alts, after: Alts, language: str) -> None:
    words = [("alt", alt) for alt in {**before, **after}]
    kept = keeping.of_words(language, words)
    keeping.put_words(
        language,
        {
            word: after.get(word[1], "")
            for word in words
            if kept.get(word, "") in ("", before.get(word[1]))
        },
    )


def say_collections(several: Iterable[tuple[Collection, Mapping[str, str]]], language: str) -> None:
    """Keep what collections say in `language`."""
    pairs = list(several)
    if keeping.put_many(pairs, language):
        shelf = CollectionProduct.collection_id.in_([collection.id for collection, _ in pairs])
        search.index(db.session.scalars(select(CollectionProduct.product_id).where(shelf)))


def say_words(language: str, texts: keeping.Words) -> None:
    """Keep what short words, such as options' values, are in `language`, by field and word."""
    changed = {word for field, word in keeping.put_words(language, texts) if field == "value"}
    if changed:
        found = select(Option.product_id).join(OptionValue, OptionValue.option_id == Option.id)
        search.index(db.session.scalars(found.where(OptionValue.value.in_(changed))))


def alts_of(product: Product) -> list[str]:
    """What is said of its pictures in the shop's own language, each once."""
    return list(dict.fromkeys(picture.alt for picture in product.pictures if picture.alt))


def composed_alts(products: Iterable[Product], language: str) -> dict[str, str]:
    """For pictures of which only the product and its choices are said, as the import does ("Mug,
    Sage"): the same of what is kept in `language`, by what is said in the shop's own."""
    several = list(products)
    titles = {id_: said["title"] for id_, said in keeping.of_rows(several, language).items()}
    parts = {
        (product.id, alt): alt.removeprefix(product.title).split(", ")[1:]
        for product in several
        for alt in alts_of(product)
        if titles[product.id] and (alt + ",").startswith(product.title + ",")
    }
    values = {("value", value) for several_values in parts.values() for value in several_values}
    said = keeping.of_words(language, values)
    return {
        alt: ", ".join([titles[id_], *(said.get(("value", value), value) for value in own)])
        for (id_, alt), own in parts.items()
    }
