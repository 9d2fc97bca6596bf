"""The tree of collections, which every page's header, footer and breadcrumbs are drawn from, and
the merchant's pages that the footer and the checkout link. All in one query."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import g, url_for
from sqlalchemy import Integer, Select, case, literal, or_, select, union_all
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from shop import texts
from shop.catalog.models import Collection
from shop.catalog.reading import fetch
from shop.common_reads import common
from shop.errors import database_was_away
from shop.extensions import db
from shop.pages.models import Page

COLLECTION, IN_FOOTER, AT_CHECKOUT = 0, 1, 2  # what a row is for
_collections = select(
    Collection.id,
    Collection.slug,
    Collection.title,
    Collection.parent_id,
    Collection.position,
    literal(COLLECTION).label("kind"),
)
_pages = select(
    Page.id,
    Page.slug,
    Page.title,
    literal(None, Integer).label("parent_id"),
    Page.position,
    (
        case((Page.in_footer, IN_FOOTER), else_=0) + case((Page.at_checkout, AT_CHECKOUT), else_=0)
    ).label("kind"),
).where(Page.is_published, or_(Page.in_footer, Page.at_checkout))


def _select_nodes(*parts: Any) -> Select[Any]:
    rows = union_all(*parts).subquery()
    return select(rows).order_by(rows.c.position, rows.c.title)


NODES = _select_nodes(_collections, _pages)
TRANSLATED_NODES = _select_nodes(texts.translated(_collections), texts.translated(_pages))


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


class Known(NamedTuple):
    """What the query found, in one language."""

    tree: Tree
    pages: list[tuple[int, Link]]  # what each is for, as COLLECTION says


def tree() -> Tree:
    """The tree in the reader's language, loaded once a request."""
    return _known().tree


def _known() -> Known:
    language = texts.foreign()
    kept: dict[str | None, Known] = g.setdefault("navigation", {})
    if language not in kept:
        # `url_for` once and not for each: it costs much, and every page shows the tree.
        above = url_for("catalog.collection", slug="-").removesuffix("-")
        kept[language] = common(("navigation", language, above), lambda: _read(language, above))
    return kept[language]


def _read(language: str | None, above: str) -> Known:
    """All of it, with addresses of collections that begin with `above`. One query."""
    rows = fetch(TRANSLATED_NODES if language else NODES)
    above_pages = url_for("pages.show", slug="-").removesuffix("-")
    nodes = (
        Node(row.id, row.slug, row.title, row.parent_id, above + quote(row.slug))
        for row in rows
        if row.kind == COLLECTION
    )
    pages = [
        (row.kind, Link(row.title, above_pages + quote(row.slug)))
        for row in rows
        if row.kind != COLLECTION
    ]
    return Known(Tree(nodes), pages)


def navigation() -> list[Node]:
    """The collections at the top; none while the database is away, as error pages ask too."""
    if database_was_away():
        return []
    try:
        return tree().top
    except (OperationalError, InterfaceError, TimeoutError):
        g.is_makeshift = True
        db.session.rollback()
        g.setdefault("navigation", {})[texts.foreign()] = Known(Tree(()), [])
        return []


def page_links(at: int = IN_FOOTER) -> list[Link]:
    """The merchant's pages to link IN_FOOTER or AT_CHECKOUT, in their order."""
    navigation()
    known: Known | None = g.get("navigation", {}).get(texts.foreign())
    return [link for kind, link in known.pages if kind & at] if known else []
