"""Zones of countries, and the methods of each with their prices."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.extensions import Model


class Basis(StrEnum):
    """What a method's price steps are measured by."""

    TOTAL = "total"  # the goods after discounts, in minor units
    WEIGHT = "weight"  # grams


class ShippingZone(Model):
    """Countries that the same methods serve."""

    __tablename__ = "shipping_zones"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int] = mapped_column(default=0)

    countries: Mapped[list["ShippingCountry"]] = relationship(
        cascade="all, delete-orphan", order_by="ShippingCountry.country"
    )
    methods: Mapped[list["ShippingMethod"]] = relationship(
        back_populates="zone",
        cascade="all, delete-orphan",
        order_by="ShippingMethod.position, ShippingMethod.id",
    )


class ShippingCountry(Model):
    """That a country belongs to a zone; to one at most."""

    __tablename__ = "shipping_countries"

    country: Mapped[str] = mapped_column(String(2), primary_key=True)  # ISO 3166-1 alpha-2
    zone_id: Mapped[int] = mapped_column(
        ForeignKey("shipping_zones.id", ondelete="CASCADE"), index=True
    )


class ShippingMethod(Model):
    """A way to ship to a zone."""

    __tablename__ = "shipping_methods"
    __table_args__ = (UniqueConstraint("zone_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("shipping_zones.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))  # the form's `shipping_method`
    title: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(160), default="")  # "2 to 4 working days"
    basis: Mapped[str] = mapped_column(String(10), default=Basis.TOTAL)
    free_over: Mapped[int | None]  # minor units of goods after discounts
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    zone: Mapped[ShippingZone] = relationship(back_populates="methods")
    steps: Mapped[list["ShippingStep"]] = relationship(
        cascade="all, delete-orphan", order_by="ShippingStep.threshold"
    )


class ShippingStep(Model):
    """A method's price from a total or a weight on. Below its lowest step it is not offered."""

    __tablename__ = "shipping_steps"
    __table_args__ = (
        UniqueConstraint("method_id", "threshold"),
        CheckConstraint("price >= 0", name="price_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("shipping_methods.id", ondelete="CASCADE"))
    threshold: Mapped[int]  # minor units or grams, as the method's basis says
    price: Mapped[int]  # minor units
