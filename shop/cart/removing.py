"""Taking a line out of the cart, and remembering it just long enough to offer it back."""

from dataclasses import asdict, dataclass

from flask import session
from sqlalchemy import delete, func

from shop.cart.models import CartLine
from shop.cart.services import NotInCart
from shop.catalog.models import Product, Variant
from shop.extensions import db

KEY = "removed"  # of the session


@dataclass(frozen=True)
class Removed:
    """A line that was taken out. `position` is how many lines stood before it."""

    variant_id: int
    title: str
    quantity: int
    position: int
    can_return: bool  # whether the shop still sells it


def remove(cart_id: int, variant_id: int) -> Removed | None:
    """Take a line out of the held cart; None where it was taken out already.

    Raises NotInCart for a variant that no cart can have had.
    """
    row = db.session.execute(
        delete(CartLine)
        .where(CartLine.cart_id == cart_id, CartLine.variant_id == variant_id)
        .returning(CartLine.id, CartLine.title, CartLine.quantity)
    ).one_or_none()
    stock = _stock(variant_id)
    if row is None:
        if stock is None:
            raise NotInCart(variant_id)
        return None
    before = db.session.scalar(
        db.select(func.count()).where(CartLine.cart_id == cart_id, CartLine.id < row.id)
    )
    return Removed(variant_id, row.title, row.quantity, before or 0, bool(stock))


def _stock(variant_id: int) -> int | None:
    """What is left of the variant: 0 where its product is not shown; None where there is none."""
    row = db.session.execute(
        db.select(Variant.stock, Product.is_published)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).one_or_none()
    return None if row is None else row.stock * row.is_published


def remember(removed: Removed) -> None:
    """Let the cart's next page say what was taken out, and offer it back."""
    session[KEY] = asdict(removed)


def recall() -> Removed | None:
    """What the last press took out; told once."""
    try:
        return Removed(**session.pop(KEY)) if KEY in session else None
    except TypeError:  # a session from a version of the shop that kept something else
        return None
