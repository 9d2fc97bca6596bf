"""What customers do with what is theirs. Callers commit."""

import contextlib

from sqlalchemy import delete, func, update
from sqlalchemy.exc import IntegrityError

from shop.account.models import Address, WishlistItem
from shop.alerts import services as alerts
from shop.auth import team
from shop.auth.models import User
from shop.catalog.models import Product, Review
from shop.extensions import db

MOST_ADDRESSES = 50  # of one customer
MOST_WISHES = 200  # of one customer


class Full(Exception):
    """There are as many already as one customer may keep."""


def add_address(user: User, entries: dict[str, str]) -> Address:
    """Put an address into the user's book. Raises Full."""
    if _count(Address, user) >= MOST_ADDRESSES:
        raise Full()
    address = Address(user_id=user.id, **entries)
    db.session.add(address)
    return address


def keep_address(user: User, entries: dict[str, str]) -> None:
    """Put an address into the user's book, unless it is there already or the book is full."""
    same = [getattr(Address, name) == value for name, value in entries.items()]
    is_there = db.session.scalar(db.select(Address.id).where(Address.user_id == user.id, *same))
    if is_there is None:
        with contextlib.suppress(Full):
            add_address(user, entries)


def change_address(address: Address, entries: dict[str, str]) -> None:
    for name, value in entries.items():
        setattr(address, name, value)


def toggle_wish(user: User, product: Product, action: str | None = None) -> bool:
    """Put a product on the wishlist, or take it off; whether it is on it now.

    `action` "add" or "remove" says which, so that a form that is sent twice does it once.
    Raises Full.
    """
    wish = db.session.scalar(
        db.select(WishlistItem).where(
            WishlistItem.user_id == user.id, WishlistItem.product_id == product.id
        )
    )
    if wish is None and action != "remove":
        _add_wish(user, product)
        return True
    if wish and action != "add":
        db.session.delete(wish)
        return False
    return wish is not None


def _add_wish(user: User, product: Product) -> None:
    if _count(WishlistItem, user) >= MOST_WISHES:
        raise Full()
    try:
        with db.session.begin_nested():
            db.session.add(WishlistItem(user_id=user.id, product_id=product.id))
    except IntegrityError:
        return  # another tab was quicker


def _count(model: type[Address | WishlistItem], user: User) -> int:
    found = db.session.scalar(db.select(func.count(model.id)).where(model.user_id == user.id))
    return int(found or 0)


def delete_account(user: User, former_name: str) -> None:
    """Delete the account and all that hangs on it; its reviews stay, signed `former_name`, and
    so do its orders, for the books.

    Raises team.LastOwner.
    """
    team.refuse_last_owner(user)
    db.session.execute(
        update(Review)
        .where(Review.user_id == user.id)
        .values(user_id=None, author_name=former_name)
    )
    alerts.forget(user.email)
    db.session.execute(delete(User).where(User.id == user.id))
