"""Reading orders."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func
from sqlalchemy.orm import selectinload

from shop import texts
from shop.auth.models import User
from shop.catalog.models import Picture, Product, Variant
from shop.catalog.pictures import PictureView, view
from shop.extensions import db
from shop.orders.keys import ALPHABET
from shop.orders.models import Order

NUMBER = re.compile(rf"W-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}")


class Shown(NamedTuple):
    """How a line of an order looks in the catalog today."""

    slug: str | None  # None where it is no longer shown
    picture: PictureView | None


def find(number: str) -> Order | None:
    """The order with that number, with all that its page shows."""
    if not NUMBER.fullmatch(number):
        return None
    order: Order | None = db.session.scalar(
        db.select(Order)
        .where(Order.number == number)
        .options(
            selectinload(Order.lines),
            selectinload(Order.discounts),
            selectinload(Order.taxes),
            selectinload(Order.events),
            selectinload(Order.returns),
        )
    )
    return order


def of_customer(user: User, most: int | None = None) -> Sequence[Order]:
    """The customer's orders with their lines, the newest first."""
    return db.session.scalars(
        own_orders(user)
        .options(selectinload(Order.lines))
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(most)
    ).all()


def own_orders(user: User) -> Select[Order]:
    """The rows among which a customer's own order is looked up."""
    statement: Select[Order] = db.select(Order).where(Order.user_id == user.id)
    return statement


def shown_today(order: Order) -> dict[int, Shown]:
    """The slug and picture of each of the order's variants that is still there, by its id."""
    rows = db.session.execute(
        db.select(Variant.id, Product.slug, Product.is_published, Picture, texts.shown(Picture.alt))
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Picture, Picture.id == func.coalesce(Variant.picture_id, Product.cover_id))
        .where(Variant.id.in_([line.variant_id for line in order.lines]))
    )
    return {
        id_: Shown(slug if is_published else None, view(picture, alt))
        for id_, slug, is_published, picture, alt in rows
    }
