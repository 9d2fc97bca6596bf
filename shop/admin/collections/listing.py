"""The tree of collections as the back office lists it.

Every page's header needs the tree, so it is at hand: the list is searched and sorted here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func

from shop.admin.lists import Asked, Listing
from shop.catalog.models import Collection, CollectionProduct, Picture, Product
from shop.catalog.navigation import Node, tree
from shop.catalog.pictures import thumbnail
from shop.catalog.reading import fetch
from shop.extensions import db
from shop.web import Page

PER_PAGE = 200


def _by_words(statement: Select[Any], _text: str) -> Select[Any]:
    return statement  # page_of looks for them


COLLECTIONS = Listing(
    sorts={"tree": Collection.position, "title": Collection.title, "products": Collection.id},
    labels={
        "tree": _l("As in the shop"),
        "title": _l("By title"),
        "-products": _l("Most products first"),
        "products": _l("Fewest products first"),
    },
    key=Collection.id,
    search=_by_words,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A collection as the list draws it."""

    node: Node
    depth: int  # 0 at the top
    path: str  # the titles above it
    is_first: bool  # among its neighbours
    is_last: bool
    products: int  # hidden ones too
    hidden: int
    thumbnail: str  # its address; empty without a picture


def page_of(asked: Asked) -> Page[Row]:
    rows = [row for row in _rows(None, 0, _Counts()) if _has(row, asked.q)]
    if asked.sort == "title":
        rows.sort(key=lambda row: row.node.title.casefold())
    elif asked.sort.endswith("products"):
        rows.sort(key=lambda row: row.products, reverse=asked.sort.startswith("-"))
    number = min(asked.number, max(1, -(-len(rows) // PER_PAGE)))
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(shown, number, PER_PAGE, len(rows))


def all_rows() -> list[Row]:
    """All collections, each before those inside it."""
    return list(_rows(None, 0, _Counts()))


class _Counts:
    """How many products each collection shows, read from an index and the few that are hidden."""

    def __init__(self) -> None:
        own = CollectionProduct
        counts = db.select(own.collection_id, func.count()).group_by(own.collection_id)
        hidden = db.select(Product.id).where(Product.is_published.is_(False))
        self.all = dict(map(tuple, fetch(counts)))
        self.hidden = dict(map(tuple, fetch(counts.where(own.product_id.in_(hidden)))))
        self.thumbnails = {
            row[0]: thumbnail(*row[1:])
            for row in fetch(
                db.select(Collection.id, Picture.key, Picture.width, Picture.rendered_at).join(
                    Picture, Picture.id == Collection.picture_id
                )
            )
        }


def _rows(parent_id: int | None, depth: int, known: _Counts, path: str = "") -> Iterator[Row]:
    siblings = tree().children(parent_id)
    for node in siblings:
        yield Row(
            node,
            depth,
            path,
            node is siblings[0],
            node is siblings[-1],
            known.all.get(node.id, 0),
            known.hidden.get(node.id, 0),
            known.thumbnails.get(node.id, ""),
        )
        below = f"{path} / {node.title}" if path else node.title
        yield from _rows(node.id, depth + 1, known, below)


def _has(row: Row, text: str) -> bool:
    return all(word in row.node.title.casefold() for word in text.casefold().split())
