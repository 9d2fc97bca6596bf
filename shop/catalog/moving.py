"""Putting many products into a collection at once. Nothing here commits."""

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import insert

from shop.catalog import search, shelves
from shop.catalog.changes import Change, in_batches
from shop.catalog.models import Collection, CollectionProduct, Product
from shop.extensions import db


def move_many(product_ids: Iterable[int], collection: Collection, *, keep: bool) -> list[Change]:
    """Let these products be in `collection`, in a few statements; what was changed.

    They leave all other collections, or with `keep` none.
    """
    tree = shelves.parents()
    names = dict(db.session.execute(db.select(Collection.id, Collection.title)).all())
    changes: list[Change] = []
    for ids in in_batches(product_ids):
        titles = db.session.execute(
            db.select(Product.id, Product.title).where(Product.id.in_(ids)).order_by(Product.id)
        ).all()
        before = _direct(ids)
        after = {
            id_: before[id_] | {collection.id} if keep else {collection.id} for id_, _ in titles
        }
        moved = {id_: shelf for id_, shelf in after.items() if shelf != before[id_]}
        _replace(moved, tree)
        for id_, title in titles:
            if id_ in moved:
                changes += _changes(id_, title, before[id_], moved[id_], names)
    if changes:
        search.index({change.product_id for change in changes})
        db.session.expire_all()
    return changes


def _direct(product_ids: Several[int]) -> defaultdict[int, set[int]]:
    found = defaultdict[int, set[int]](set)
    rows = CollectionProduct
    for product_id, collection_id in db.session.execute(
        db.select(rows.product_id, rows.collection_id).where(
            rows.product_id.in_(product_ids), rows.is_direct
        )
    ):
        found[product_id].add(collection_id)
    return found


def _replace(direct: Mapping[int, Several[int]], tree: shelves.Parents) -> None:
    """`shelves.put_many` for so many that their rows are better not loaded."""
    if not direct:
        return
    rows = CollectionProduct
    db.session.execute(
        db.delete(rows)
        .where(rows.product_id.in_(direct))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        insert(rows),
        [
            {"collection_id": collection_id, "product_id": product_id, "is_direct": is_direct}
            for product_id, shelf in direct.items()
            for collection_id, is_direct in shelves.shown_in(shelf, tree).items()
        ],
    )


def _changes(
    id_: int, title: str, before: set[int], after: set[int], names: Mapping[int, str]
) -> Iterator[Change]:
    """That the product is in a collection, or is not any more; None for not at all."""
    for shelf in sorted(before ^ after, key=lambda one: names[one]):
        was, now = (True, None) if shelf in before else (None, True)
        yield Change(
            *(id_, title, "collection_products", shelf, "is_direct"),
            before=was,
            after=now,
            what=names[shelf],
        )
