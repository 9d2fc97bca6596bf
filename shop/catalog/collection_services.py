"""Making, changing and deleting collections. Nothing here commits."""

from typing import Any, cast

from sqlalchemy import CursorResult, delete, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from shop.catalog import search
from shop.catalog.models import Collection, CollectionProduct, SlugRedirect
from shop.catalog.shelves import move_collection
from shop.catalog.slugs import numbered, slug_of
from shop.extensions import db

RESERVED = {"new"}  # /collections/new is the form


class NotEmpty(Exception):
    """The collection holds products or other collections."""


def create(title: str, description: str, parent_id: int | None) -> Collection:
    """A collection with an address made from its title, the last one of its level."""
    for slug in _free_slugs(title):
        try:
            with db.session.begin_nested():
                made = Collection(
                    slug=slug,
                    title=title,
                    description=description,
                    parent_id=parent_id,
                    position=_next_position(parent_id),
                )
                db.session.add(made)
            return made
        except IntegrityError:  # another request took the address meanwhile
            continue
    raise AssertionError("numbers do not end")


def change(collection: Collection, title: str, description: str, parent_id: int | None) -> None:
    """Give `collection` other words and another place; its address stays.

    Raises WouldLoop where it would stand inside itself.
    """
    hold_tree()
    is_renamed = collection.title != title or collection.parent_id != parent_id
    collection.title, collection.description = title, description
    if collection.parent_id != parent_id:
        move_collection(collection, db.session.get(Collection, parent_id) if parent_id else None)
    if is_renamed:
        # A search finds products by this title too, and by those above it.
        search.index(_product_ids(collection))


def shift(collection: Collection, places: int) -> None:
    """Let `collection` stand `places` further down among its neighbours, up where negative.

    It stops at either end.
    """
    hold_tree()
    siblings = list(
        db.session.scalars(
            select(Collection)
            .where(Collection.parent_id == collection.parent_id)
            .order_by(Collection.position, Collection.title)
        )
    )
    place = siblings.index(collection)
    siblings.insert(max(0, place + places), siblings.pop(place))
    for position, sibling in enumerate(siblings):
        sibling.position = position


def remove(collection: Collection) -> None:
    """Delete an empty collection, and the old addresses that lead to it. Raises NotEmpty."""
    child = aliased(Collection)
    gone = db.session.execute(
        delete(Collection)
        .where(
            Collection.id == collection.id,
            ~exists().where(CollectionProduct.collection_id == Collection.id),
            ~exists().where(child.parent_id == Collection.id),
        )
        .execution_options(synchronize_session=False)
    )
    if not cast(CursorResult[Any], gone).rowcount:
        raise NotEmpty(collection.slug)
    db.session.execute(
        delete(SlugRedirect).where(
            SlugRedirect.kind == "collection", SlugRedirect.target_id == collection.id
        )
    )
    db.session.expunge(collection)


def _free_slugs(title: str) -> Any:
    stem = slug_of(title, fallback="collection")
    taken = set(db.session.scalars(select(Collection.slug).where(Collection.slug.like(f"{stem}%"))))
    return (slug for slug in numbered(stem) if slug not in taken | RESERVED)


def _next_position(parent_id: int | None) -> int:
    last = db.session.scalar(
        select(func.max(Collection.position)).where(Collection.parent_id == parent_id)
    )
    return 0 if last is None else last + 1


def hold_tree() -> None:
    """Let moves come one after the other, so that two of them cannot make a loop together."""
    db.session.execute(select(Collection.id).order_by(Collection.id).with_for_update())


def _product_ids(collection: Collection) -> list[int]:
    shown = select(CollectionProduct.product_id).where(
        CollectionProduct.collection_id == collection.id
    )
    return list(db.session.scalars(shown))
