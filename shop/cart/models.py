"""Carts and their lines."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop import clock
from shop.extensions import Model

MOST_UNITS = 99  # of one variant in one cart
MOST_LINES = 100
MOST_CODES = 10


class Cart(Model):
    """What somebody means to buy: a customer's, or a visitor's who holds the cookie's token."""

    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # SHA-256, hex
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), unique=True
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now, index=True)

    lines: Mapped[list["CartLine"]] = relationship(
        back_populates="cart",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="CartLine.id",
    )


class CartLine(Model):
    """One variant in a cart. It outlives the variant, so that the shopper is told it is gone."""

    __tablename__ = "cart_lines"
    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MOST_UNITS}", name="quantity_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"))
    variant_id: Mapped[int] = mapped_column(index=True)  # no foreign key: see above
    title: Mapped[str] = mapped_column(String(250))  # as it was when it was put in
    quantity: Mapped[int]
    unit_price: Mapped[int]  # minor units, as the shopper last saw it
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    cart: Mapped[Cart] = relationship(back_populates="lines")


class CartCode(Model):
    """A promotion code that the shopper gave; it stays while the promotion comes and goes."""

    __tablename__ = "cart_codes"

    cart_id: Mapped[int] = mapped_column(
        ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(40), primary_key=True)  # upper case
