"""Wishes to be told."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop import clock, languages
from shop.catalog.models import Variant
from shop.extensions import Model


class StockAlert(Model):
    """That somebody wants a mail when a variant is back. The row goes once it is sent."""

    __tablename__ = "stock_alerts"
    __table_args__ = (UniqueConstraint("email", "variant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(254))  # normalised
    language: Mapped[str] = mapped_column(String(8), default=languages.in_force)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_at: Mapped[datetime | None]  # when its mail was asked for

    variant: Mapped[Variant] = relationship()
