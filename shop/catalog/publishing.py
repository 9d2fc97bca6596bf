"""Showing products to shoppers, hiding them, and showing them later. Nothing here commits.

A product is published, hidden, or hidden with a moment at which a job publishes it. Whichever
way it becomes published, that is when it is new to shoppers: `published_at`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update

from shop import clock, outbox
from shop.catalog import search
from shop.catalog.changes import Change, in_batches
from shop.catalog.models import Product
from shop.extensions import db
from shop.outbox import Job

DUE_AT_ONCE = 500  # products that one run of the periodic job publishes at most


def publish(product: Product) -> None:
    """Show `product` to shoppers from now on; nothing happens where it is shown already."""
    product.publish_at = None
    if product.is_published and product.id:
        return
    product.is_published, product.published_at = True, clock.now()
    _follow([product])


def hide(product: Product) -> None:
    """Keep `product` from shoppers, for good: a moment that was set to publish it is forgotten."""
    product.publish_at = None
    if product.is_published is False:
        return
    product.is_published = False
    _follow([product])


def schedule(product: Product, at: datetime) -> None:
    """Hide `product` until `at`, when a job publishes it; a moment that has come is now."""
    if at <= clock.now():
        publish(product)
        return
    hide(product)
    product.publish_at = at


def publish_due() -> Sequence[Product]:
    """Publish the products whose moment has come, up to DUE_AT_ONCE, and return them.

    Each is locked while it is looked at: of two who try at once, one publishes it.
    """
    due = db.session.scalars(
        db.select(Product)
        .where(Product.publish_at <= clock.now())
        .order_by(Product.publish_at, Product.id)
        .limit(DUE_AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    hidden = [product for product in due if not product.is_published]
    for product in due:
        product.publish_at = None
    for product in hidden:
        product.is_published, product.published_at = True, clock.now()
    if hidden:
        _follow(hidden)
    return hidden


def publish_many(product_ids: Iterable[int]) -> list[Change]:
    """`publish` all of these that are not published, in a few statements; what was changed."""
    after = {"is_published": True, "publish_at": None, "published_at": clock.now()}
    return _set_many(product_ids, Product.is_published.is_(False), after)


def hide_many(product_ids: Iterable[int]) -> list[Change]:
    """`hide` all of these, in a few statements; what was changed."""
    after = {"is_published": False, "publish_at": None}
    shown = Product.is_published | Product.publish_at.is_not(None)
    return _set_many(product_ids, shown, after)


def _set_many(
    product_ids: Iterable[int], differs: ColumnElement[bool], after: dict[str, Any]
) -> list[Change]:
    changes: list[Change] = []
    columns = [getattr(Product, name) for name in after]
    for ids in in_batches(product_ids):
        rows = db.session.execute(
            db.select(Product.id, Product.title, *columns)
            .where(Product.id.in_(ids), differs)
            .order_by(Product.id)
            .with_for_update()
        ).all()
        changed = [row.id for row in rows]
        if not changed:
            continue
        db.session.execute(
            update(Product)
            .where(Product.id.in_(changed))
            .values(**after)
            .execution_options(synchronize_session=False)
        )
        search.index(changed)
        changes += [
            Change(row.id, row.title, "products", row.id, name, getattr(row, name), value)
            for row in rows
            for name, value in after.items()
            if getattr(row, name) != value
        ]
    if changes:
        db.session.expire_all()
        outbox.post(Job.REFRESH_SITEMAP)
    return changes


def _follow(products: Iterable[Product]) -> None:
    """Bring what is found by words in line, and ask for the sitemap once this commits."""
    db.session.flush()
    search.index([product.id for product in products])
    outbox.post(Job.REFRESH_SITEMAP)
