"""Which collections a product is shown in.

A product is put into collections directly, and is shown in every collection above those as well.
Both are rows, so that one indexed look-up lists a collection of any height.
"""

from collections.abc import Collection as Several
from collections.abc import Iterable, Mapping

from sqlalchemy import insert, literal

from shop.catalog.models import Collection, CollectionProduct, Product
from shop.extensions import db

Parents = Mapping[int, int | None]


_TREE = db.select(Collection.id, Collection.parent_id)


class WouldLoop(Exception):
    """A collection cannot stand below itself."""


def parents() -> Parents:
    """The tree: each collection's id, and that of the collection above it."""
    return {row.id: row.parent_id for row in db.session.execute(_TREE)}


def above(collection_id: int, tree: Parents) -> list[int]:
    """The ids of the collections above `collection_id`, the nearest first."""
    found: list[int] = []
    parent = tree.get(collection_id)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = tree.get(parent)
    return found


def below(collection_id: int, tree: Parents) -> set[int]:
    """The ids of all collections below `collection_id`, at any depth."""
    return {other for other in tree if collection_id in above(other, tree)}


def put_into(product: Product, collections: Iterable[Collection]) -> None:
    """Let `product` be in exactly `collections`, and be shown in those above them."""
    db.session.flush()
    put_many({product.id: {collection.id for collection in collections}}, parents())
    db.session.flush()
    db.session.expire(product, ["collections"])


def put_many(direct: Mapping[int, Several[int]], tree: Parents) -> None:
    """`put_into` for many: by product's id, the ids of its collections; `tree` is `parents()`."""
    wanted = {
        (collection_id, product_id): is_direct
        for product_id, collection_ids in direct.items()
        for collection_id, is_direct in shown_in(collection_ids, tree).items()
    }
    rows = db.session.scalars(
        db.select(CollectionProduct).where(CollectionProduct.product_id.in_(direct))
    )
    for row in rows:
        is_direct = wanted.pop((row.collection_id, row.product_id), None)
        if is_direct is None:
            db.session.delete(row)
        else:
            row.is_direct = is_direct
    db.session.add_all(
        CollectionProduct(collection_id=collection_id, product_id=product_id, is_direct=is_direct)
        for (collection_id, product_id), is_direct in wanted.items()
    )


def shown_in(direct: Several[int], tree: Parents) -> dict[int, bool]:
    """The ids of `direct` and of all collections above them, and whether each is of `direct`."""
    shown = dict.fromkeys((top for one in direct for top in above(one, tree)), False)
    return shown | dict.fromkeys(direct, True)


def move_collection(collection: Collection, parent: Collection | None) -> None:
    """Let `collection` stand below `parent`, or at the top; its products follow.

    Raises WouldLoop where `parent` is the collection itself or stands below it.
    """
    db.session.flush()
    tree = parents()
    if parent and collection.id in (parent.id, *above(parent.id, tree)):
        raise WouldLoop(collection.slug)
    touched = above(collection.id, tree)
    collection.parent = parent
    db.session.flush()
    tree = parents()
    for collection_id in {*touched, *above(collection.id, tree)}:
        _gather(collection_id, tree)


def _gather(collection_id: int, tree: Parents) -> None:
    """Let `collection_id` show what is in the collections below it, in two statements."""
    rows = CollectionProduct
    db.session.execute(
        db.delete(rows).where(rows.collection_id == collection_id, rows.is_direct.is_(False))
    )
    kept = db.select(rows.product_id).where(rows.collection_id == collection_id)
    found = (
        db.select(literal(collection_id), rows.product_id, literal(False))
        .where(
            rows.collection_id.in_(below(collection_id, tree)),
            rows.is_direct,
            rows.product_id.not_in(kept),
        )
        .distinct()
    )
    db.session.execute(
        insert(rows).from_select(["collection_id", "product_id", "is_direct"], found)
    )
