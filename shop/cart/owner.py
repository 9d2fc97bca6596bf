"""Who has a cart: a customer, or a visitor whose browser holds its token."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from shop.cart.models import Cart


@dataclass(frozen=True)
class Owner:
    """A customer by `user_id`, or a visitor by the digest of the cookie's token."""

    user_id: int | None = None
    token_hash: str | None = None

    @property
    def is_customer(self) -> bool:
        return self.user_id is not None

    def owns(self) -> ColumnElement[bool]:
        """The condition that finds the one cart of this owner."""
        if self.is_customer:
            return Cart.user_id == self.user_id
        return Cart.token_hash == self.token_hash


def holder(token: str) -> Owner:
    """The visitor who holds `token`.

    The database has its SHA-256 alone: who reads the rows cannot take over the carts.
    """
    return Owner(token_hash=hashlib.sha256(token.encode(errors="replace")).hexdigest())
