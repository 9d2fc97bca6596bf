"""How the list of products can be asked for, and what it shows of each.

Its conditions are written so that no database looks them up by themselves: each order has an
index that holds all they ask for (models.ADMIN_FILTERS), and walking that is quick whatever is
asked, while an index of one condition leads to the rows of half the catalog.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, func

from shop import settings
from shop.admin.lists import Asked, Condition, Filter, Listing
from shop.catalog import search
from shop.catalog.forms import places
from shop.catalog.models import CollectionProduct, Picture, Product
from shop.catalog.navigation import Node, tree
from shop.catalog.pictures import thumbnail
from shop.catalog.reading import fetch
from shop.extensions import db
from shop.web import Page

MOST_COUNTED = 999  # products that a tab counts; more are shown as "999+"
IS_PUBLISHED = Product.is_published.is_not(False)
IS_HIDDEN = Product.is_published.is_not(True)
STOCK = Product.stock + 0
LOWEST_STOCK = Product.lowest_stock + 0

STATES = Filter(
    "state",
    _l("State"),
    {
        "published": (_l("Published"), IS_PUBLISHED),
        "hidden": (_l("Hidden"), and_(IS_HIDDEN, Product.publish_at.is_(None))),
        "scheduled": (_l("Scheduled"), and_(IS_HIDDEN, Product.publish_at.is_not(None))),
    },
    is_tabs=True,
)
SALES = Filter(
    "sale",
    _l("Price"),
    {
        "yes": (_l("On sale"), Product.is_on_sale.is_not(False)),
        "no": (_l("Not on sale"), Product.is_on_sale.is_not(True)),
    },
)


def matching(statement: Select[Any], text: str) -> Select[Any]:
    """Products, hidden ones too, with all the words of `text` in title, SKUs or elsewhere."""
    return statement.where(Product.id.in_(search.all_ids(text)))


PRODUCTS = Listing(
    sorts={
        "newest": Product.created_at,
        "title": Product.title,
        "price": Product.price,
        "stock": Product.stock,
    },
    labels={
        "-newest": _l("Newest first"),
        "newest": _l("Oldest first"),
        "title": _l("By title"),
        "stock": _l("Least stock first"),
        "-stock": _l("Most stock first"),
        "price": _l("Lowest price first"),
        "-price": _l("Highest price first"),
    },
    key=Product.id,
    filters=(STATES, SALES),
    search=matching,
)


def listing() -> Listing:
    """The list with what there is to choose from now."""
    options = {choice.value: (choice.label, _shown_in(choice.value)) for choice in places(tree())}
    shelf = Filter("collection", _l("Collection"), options)
    return replace(PRODUCTS, filters=(STATES, shelf, _stocks(), SALES))


def _stocks() -> Filter:
    low = and_(STOCK > 0, settings.current().low_stock >= LOWEST_STOCK)
    return Filter(
        "stock",
        _l("Stock"),
        {
            "out": (_l("Sold out"), STOCK == 0),
            "low": (_l("Running low"), low),
            "in": (_l("With stock"), STOCK > 0),
        },
    )


def _shown_in(slug: str) -> Condition:
    return _shelf(slug).where(CollectionProduct.product_id == Product.id).exists()


def _shelf(slug: str) -> Select[Any]:
    own = CollectionProduct
    found: Select[Any] = db.select(own.product_id)
    return found.where(own.collection_id == tree().by_slug[slug].id)


@dataclass(frozen=True, slots=True)
class Row:
    """A product as the list draws it; prices in minor units."""

    id: int
    slug: str
    title: str
    is_published: bool
    publish_at: datetime | None
    price: int
    highest_price: int
    is_on_sale: bool
    stock: int
    lowest_stock: int
    thumbnail: str  # its address; empty without a picture
    collections: Sequence[Node]

    @property
    def is_low(self) -> bool:
        """Whether a variant is running out, or has."""
        return self.stock > 0 and self.lowest_stock <= settings.current().low_stock


COLUMNS = (
    *(Product.id, Product.slug, Product.title, Product.is_published, Product.publish_at),
    *(Product.price, Product.highest_price, Product.is_on_sale),
    *(Product.stock, Product.lowest_stock),
)


def page_of(listing: Listing, asked: Asked) -> Page[Row]:
    """One page: counted, its ids found in an index, and only its own rows read."""
    page = listing.page(db.select(Product.id), asked, _same_number(asked))
    return replace(page, items=_rows(page.items))


def _same_number(asked: Asked) -> Select[Any] | None:
    """What to count where the list is narrowed by its words or its collection alone."""
    if asked.q and not asked.chosen:
        return search.all_ids(asked.q)
    if not asked.q and asked.chosen.keys() == {"collection"}:
        return _shelf(asked.chosen["collection"])
    return None


def _rows(ids: Sequence[int]) -> list[Row]:
    if not ids:
        return []
    found = fetch(
        db.select(*COLUMNS, Picture.key, Picture.width, Picture.rendered_at)
        .outerjoin(Picture, Picture.id == Product.cover_id)
        .where(Product.id.in_(ids))
    )
    shelves, width = _collections(ids), len(COLUMNS)
    rows = {
        row.id: Row(*row[:width], thumbnail(*row[width:]), shelves[row.id])  # type: ignore[call-arg]
        for row in found
    }
    return [rows[id_] for id_ in ids if id_ in rows]


def _collections(ids: Iterable[int]) -> defaultdict[int, list[Node]]:
    """Those that each product is in directly, in the merchant's order."""
    direct = fetch(
        db.select(CollectionProduct.product_id, CollectionProduct.collection_id).where(
            CollectionProduct.product_id.in_(ids), CollectionProduct.is_direct
        )
    )
    order = {id_: place for place, id_ in enumerate(tree().by_id)}
    found = defaultdict[int, list[Node]](list)
    for product_id, id_ in sorted(direct, key=lambda row: order.get(row[1], 0)):
        if id_ in order:
            found[product_id].append(tree().by_id[id_])
    return found


def tab_counts() -> dict[str, str]:
    """How many products each tab shows, in one statement that stops counting where it does not
    matter."""
    hidden, later = Product.is_published.is_(False), Product.publish_at.is_not(None)
    conditions = {
        "published": Product.is_published.is_(True),
        "hidden": and_(hidden, Product.publish_at.is_(None)),
        "scheduled": and_(later, hidden),
    }
    counts = [
        db.select(func.count())
        .select_from(db.select(Product.id).where(condition).limit(MOST_COUNTED + 1).subquery())
        .scalar_subquery()
        for condition in conditions.values()
    ]
    row = db.session.execute(db.select(*counts)).one()
    return {
        value: f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
        for value, count in zip(conditions, row, strict=True)
    }


def ids_of(asked: Asked, most: int | None = None) -> "array[int]":
    """The ids of all products that are asked for, in ascending order, up to `most`."""
    found = listing().narrowed(db.select(Product.id), asked).order_by(Product.id).limit(most)
    return array("q", db.session.scalars(found))
