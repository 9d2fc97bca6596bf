"""Promotions: what is taken off, of what, for whom and how often."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop import clock
from shop.catalog.models import Collection, Product
from shop.extensions import Model, db
from shop.pricing import Kind


class Scope(StrEnum):
    """What a promotion covers."""

    EVERYTHING = "everything"
    COLLECTIONS = "collections"
    PRODUCTS = "products"


promotion_collections = Table(
    "promotion_collections",
    db.metadata,
    Column("promotion_id", ForeignKey("promotions.id", ondelete="CASCADE"), primary_key=True),
    Column("collection_id", ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True),
)
promotion_products = Table(
    "promotion_products",
    db.metadata,
    Column("promotion_id", ForeignKey("promotions.id", ondelete="CASCADE"), primary_key=True),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
)


class Promotion(Model):
    """An offer. With a code it is asked for; without one it applies by itself."""

    __tablename__ = "promotions"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 10000", name="percent_in_range"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("used_count >= 0", name="used_count_not_negative"),
        CheckConstraint("used_count <= total_limit", name="used_within_limit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))  # what the shopper reads
    code: Mapped[str | None] = mapped_column(String(40), unique=True)  # upper case
    kind: Mapped[str] = mapped_column(String(20), default=Kind.PERCENT)  # a shop.pricing.Kind
    percent: Mapped[int] = mapped_column(default=0)  # in hundredths of a percent: 1500 is 15 %
    # minor units; of free shipping, the most that it takes off (0: all of it)
    amount: Mapped[int] = mapped_column(default=0)
    buy_quantity: Mapped[int] = mapped_column(default=0)
    get_quantity: Mapped[int] = mapped_column(default=0)
    scope: Mapped[str] = mapped_column(String(20), default=Scope.EVERYTHING)
    minimum_spend: Mapped[int] = mapped_column(default=0)  # minor units, of what it covers
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True, index=True)
    combines: Mapped[bool] = mapped_column(default=True)  # else it applies only on its own
    total_limit: Mapped[int | None]  # orders that may use it
    per_customer_limit: Mapped[int | None]  # orders of one customer (one mail address)
    used_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    collections: Mapped[list[Collection]] = relationship(secondary=promotion_collections)
    products: Mapped[list[Product]] = relationship(secondary=promotion_products)


class PromotionUse(Model):
    """That an order used a promotion. `ordinal` counts a customer's uses from 1: the unique
    constraint over it is what holds a per-customer limit when two orders come at once."""

    __tablename__ = "promotion_uses"
    __table_args__ = (
        UniqueConstraint("promotion_id", "order_id"),
        UniqueConstraint("promotion_id", "customer", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotions.id", ondelete="CASCADE"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    customer: Mapped[str] = mapped_column(String(254))  # the order's mail address, normalised
    ordinal: Mapped[int]
    amount: Mapped[int]  # minor units that it took off
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
