"""The collections that every page's header and footer link to."""

from typing import NamedTuple

from shop.catalog.models import Collection
from shop.extensions import db


class Link(NamedTuple):
    title: str
    slug: str


def navigation() -> list[Link]:
    """The collections at the top of the tree, in the merchant's order."""
    rows = db.session.execute(
        db.select(Collection.title, Collection.slug)
        .where(Collection.parent_id.is_(None))
        .order_by(Collection.position, Collection.title)
    )
    return [Link(title, slug) for title, slug in rows]
