"""Deleting products for good. Nothing here commits.

Orders keep what was bought: their lines are copies. Carts keep their lines, and tell the shopper
that the thing is gone. Everything else that belongs to a product goes with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete

from shop import outbox
from shop.catalog import search
from shop.catalog.changes import Change, in_batches
from shop.catalog.models import Picture, Product, SlugRedirect, Variant
from shop.catalog.picture_files import forget_files
from shop.extensions import db
from shop.outbox import Job


def remove_many(product_ids: Iterable[int]) -> list[Change]:
    """Delete these products with all that is theirs, in a few statements; what went.

    The files of their pictures are deleted by a job after the commit.
    """
    changes: list[Change] = []
    for ids in in_batches(product_ids):
        rows = db.session.execute(
            db.select(Product.id, Product.title, Product.slug)
            .where(Product.id.in_(ids))
            .order_by(Product.id)
            .with_for_update()
        ).all()
        skus = _skus(ids)
        for row in rows:
            values = (("title", row.title), ("slug", row.slug), ("sku", ", ".join(skus[row.id])))
            for name, value in values:
                changes.append(
                    Change(row.id, row.title, "products", row.id, name, value, None, True)
                )
        _delete(ids)
    if changes:
        db.session.expire_all()
        outbox.post(Job.REFRESH_SITEMAP)
    return changes


def _skus(ids: Sequence[int]) -> dict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    variants = db.select(Variant.product_id, Variant.sku).where(Variant.product_id.in_(ids))
    for product_id, sku in db.session.execute(variants.order_by(Variant.position, Variant.id)):
        found[product_id].append(sku)
    return found


def _delete(ids: Sequence[int]) -> None:
    own = db.select(Picture.key, Picture.width).where(Picture.product_id.in_(ids))
    forget_files((row.key, row.width) for row in db.session.execute(own))
    search.remove(ids)
    statements: list[Any] = [
        delete(SlugRedirect).where(SlugRedirect.kind == "product", SlugRedirect.target_id.in_(ids)),
        delete(Product).where(Product.id.in_(ids)),  # the database deletes what refers to it
    ]
    for statement in statements:
        db.session.execute(statement.execution_options(synchronize_session=False))
