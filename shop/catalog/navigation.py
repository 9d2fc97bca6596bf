"""The tree of collections, which every page's header, footer and breadcrumbs are drawn from."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop.catalog.models import Collection
from shop.catalog.reading import fetch
from shop.errors import database_was_away
from shop.extensions import db

NODES = select(Collection.id, Collection.slug, Collection.title, Collection.parent_id).order_by(
    Collection.position, Collection.title
)


class Node(NamedTuple):
    """A collection as links show it."""

    id: int
    slug: str
    title: str
    parent_id: int | None
    url: str = ""  # its path


class Tree:
    """All collections, in the merchant's order."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.by_id = {node.id: node for node in nodes}
        self.by_slug = {node.slug: node for node in self.by_id.values()}
        self._children: dict[int | None, list[Node]] = defaultdict(list)
        for node in self.by_id.values():
            self._children[node.parent_id].append(node)

    @property
    def top(self) -> list[Node]:
        return self.children(None)

    def children(self, collection_id: int | None) -> list[Node]:
        return self._children.get(collection_id, [])

    def path(self, collection_id: int) -> list[Node]:
        """From the top of the tree down to the collection itself."""
        path: list[Node] = []
        node = self.by_id.get(collection_id)
        while node and node not in path:
            path.insert(0, node)
            node = self.by_id.get(node.parent_id) if node.parent_id else None
        return path


def tree() -> Tree:
    """The tree, loaded once a request."""
    if "collection_tree" not in g:
        # `url_for` once and not for each: it costs much, and every page shows the tree.
        above = url_for("catalog.collection", slug="-").removesuffix("-")
        g.collection_tree = Tree(
            Node(row.id, row.slug, row.title, row.parent_id, above + quote(row.slug))
            for row in fetch(NODES)
        )
    found: Tree = g.collection_tree
    return found


def navigation() -> list[Node]:
    """The collections at the top; none while the database is away, as error pages ask too."""
    if database_was_away():
        return []
    try:
        return tree().top
    except (OperationalError, InterfaceError, TimeoutError):
        db.session.rollback()
        g.collection_tree = Tree(())
        return []
