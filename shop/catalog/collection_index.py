"""All collections: as the page of them draws them, and as JSON."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from shop.catalog import counts
from shop.catalog.cards import PICTURE_COLUMNS, tile_view
from shop.catalog.models import Collection, Picture, Product
from shop.catalog.navigation import Node, tree
from shop.catalog.pictures import PictureView
from shop.catalog.reading import fetch
from shop.extensions import db
from shop.web import public_url


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    url: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class Section:
    """A collection at the top of the tree with all those inside it."""

    tile: Tile
    description: str
    inside: list[Tile]


def sections() -> list[Section]:
    """The whole tree, in the merchant's order."""
    pictures, descriptions = _pictures(), _descriptions()

    def tile(node: Node) -> Tile:
        url = url_for("catalog.collection", slug=node.slug)
        return Tile(node.title, url, pictures.get(node.id))

    return [
        Section(tile(node), descriptions[node.id], [tile(each) for each in _inside(node)])
        for node in tree().top
    ]


def _inside(node: Node) -> list[Node]:
    found = []
    for child in tree().children(node.id):
        found += [child, *_inside(child)]
    return found


def _pictures() -> dict[int, PictureView | None]:
    """Each collection's own picture, else that of its featured product."""
    featured = aliased(Product)
    rows = db.session.execute(
        select(Collection.id, *PICTURE_COLUMNS)
        .outerjoin(featured, featured.id == Collection.featured_product_id)
        .join(Picture, Picture.id == func.coalesce(Collection.picture_id, featured.cover_id))
    )
    return {row[0]: tile_view(*row[1:]) for row in rows}


def _descriptions() -> dict[int, str]:
    return dict(fetch(select(Collection.id, Collection.description)))  # type: ignore[arg-type]


def as_items() -> list[dict[str, Any]]:
    """Every collection for scripts, each before those inside it."""
    descriptions, numbers = _descriptions(), product_counts()
    nodes = [node for top in tree().top for node in (top, *_inside(top))]
    return [as_item(node, descriptions[node.id], numbers.get(node.id, 0)) for node in nodes]


def as_item(node: Node, description: str, products: int) -> dict[str, Any]:
    above = tree().by_id.get(node.parent_id) if node.parent_id else None
    return {
        "slug": node.slug,
        "title": node.title,
        "description": description,
        "parent": above.slug if above else None,
        "url": public_url("catalog.collection", slug=node.slug),
        "product_count": products,
    }


def product_counts(collection_id: int | None = None) -> dict[int, int]:
    """How many published products each collection shows, or `collection_id` alone."""
    wanted = tree().by_id if collection_id is None else [collection_id]
    kept = counts.kept(wanted).items()
    return {id_: number for id_, kinds in kept if (number := counts.total(kinds))}
