"""What a customer's pages read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarResult, Select

from shop.account.models import Address, WishlistItem
from shop.auth.models import SignIn, User
from shop.catalog import cards
from shop.catalog.cards import Card
from shop.catalog.models import Product
from shop.catalog.reading import fetch
from shop.extensions import db

MOST_SIGN_INS = 30  # on the account's page; the button below them ends all others


def addresses(user: User) -> Sequence[Address]:
    """The user's address book, the newest first."""
    rows: ScalarResult[Address] = db.session.scalars(
        own_addresses(user).order_by(Address.id.desc())
    )
    return rows.all()


def own_addresses(user: User) -> Select[Any]:
    """The rows among which a customer's own address is looked up."""
    wanted: Select[Any] = db.select(Address).where(Address.user_id == user.id)
    return wanted


def sign_ins(user: User) -> list[SignIn]:
    """The browsers that are signed in, the one that asks first, then by when they were seen.

    Of very many, the last MOST_SIGN_INS.
    """
    rows = db.session.scalars(
        db.select(SignIn)
        .where(SignIn.user_id == user.id)
        .order_by(SignIn.id != user.sign_in.id, SignIn.last_seen_at.desc())
        .limit(MOST_SIGN_INS)
    )
    return [row for row in rows if row.is_alive]


def wishlist(user: User) -> list[Card]:
    """The cards of the products on the user's wishlist, the last added first."""
    ids = (
        db.select(Product.id, WishlistItem.id.label("wish_id"))
        .join(WishlistItem, WishlistItem.product_id == Product.id)
        .where(WishlistItem.user_id == user.id, Product.is_published)
        .subquery()
    )
    rows = fetch(cards.select_cards(ids).order_by(ids.c.wish_id.desc()))
    return cards.build(rows)


def product(slug: str, *, is_published: bool) -> Product | None:
    """The product of a wish: one that is sold, unless it is to be taken off the list."""
    found = db.select(Product).where(Product.slug == slug)
    row: Product | None = db.session.scalar(
        found.where(Product.is_published) if is_published else found
    )
    return row
