"""What goes away with products that are deleted, for the page that asks first."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import distinct, func

from shop.account.models import WishlistItem
from shop.catalog.changes import in_batches
from shop.catalog.models import Picture, Review, Variant
from shop.extensions import db
from shop.orders.models import OrderLine


class Losses(NamedTuple):
    """How many there are of each."""

    variants: int
    units: int  # in stock
    pictures: int
    reviews: int
    wishes: int
    bought: int  # products that are in orders, which keep them


def losses(product_ids: Sequence[int]) -> Losses:
    """What goes with these products, in a few statements."""
    figures = (
        (func.count(), Variant.product_id),
        (func.coalesce(func.sum(Variant.stock), 0), Variant.product_id),
        (func.count(), Picture.product_id),
        (func.count(), Review.product_id),
        (func.count(), WishlistItem.product_id),
        (func.count(distinct(OrderLine.product_id)), OrderLine.product_id),
    )
    batches = list(in_batches(product_ids))
    return Losses(
        *(
            sum(db.session.scalar(db.select(figure).where(own.in_(ids))) or 0 for ids in batches)
            for figure, own in figures
        )
    )
