"""The tree of collections, which every page's header, footer and breadcrumbs are drawn from, and
the merchant's pages that the footer and the checkout link. All in one query."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from flask import g, url_for
from sqlalchemy import Integer, case, literal, or_, select, union_all
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop.catalog.models import Collection
from shop.catalog.reading import fetch
from shop.errors import database_was_away
from shop.extensions import db
from shop.pages.models import Page

COLLECTION, IN_FOOTER, AT_CHECKOUT = 0, 1, 2  # what a row is for
_rows = union_all(
    select(
        Collection.id,
        Collection.slug,
        Collection.title,
        Collection.parent_id,
        Collection.position,
        literal(COLLECTION).label("kind"),
    ),
    select(
        Page.id,
        Page.slug,
        Page.title,
        literal(None, Integer).label("parent_id"),
        Page.position,
        (
            case((Page.in_footer, IN_FOOTER), else_=0)
            + case((Page.at_checkout, AT_CHECKOUT), else_=0)
        ).label("kind"),
    ).where(Page.is_published, or_(Page.in_footer, Page.at_checkout)),
).subquery()
NODES = select(_rows).order_by(_rows.c.position, _rows.c.title)


class Node(NamedTuple):
    """A collection as links show it."""

    id: int
    slug: str
    title: str
    parent_id: int | None
    url: str = ""  # its path


class Link(NamedTuple):
    """A page as links show it."""

    title: str
    url: str  # its path


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
        rows = fetch(NODES)
        g.collection_tree = Tree(
            Node(row.id, row.slug, row.title, row.parent_id, above + quote(row.slug))
            for row in rows
            if row.kind == COLLECTION
        )
        g.linked_pages = [row for row in rows if row.kind != COLLECTION]
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
        g.collection_tree, g.linked_pages = Tree(()), []
        return []


def page_links(at: int = IN_FOOTER) -> list[Link]:
    """The merchant's pages to link IN_FOOTER or AT_CHECKOUT, in their order."""
    navigation()
    above = url_for("pages.show", slug="-").removesuffix("-")
    rows = [row for row in g.get("linked_pages", ()) if row.kind & at]
    return [Link(row.title, above + quote(row.slug)) for row in rows]
