"""Checkouts that were begun, and who does not want to be reminded of one."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop import clock, languages
from shop.extensions import Model


class BegunCheckout(Model):
    """The mail address that somebody gave at checkout, kept to follow up once if they stop."""

    __tablename__ = "begun_checkouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8), default=languages.in_force)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    reminded_at: Mapped[datetime | None]


class NoReminders(Model):
    """An address that asked for no more reminders; kept as a digest, it is nobody's mail list."""

    __tablename__ = "no_reminders"

    email_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256, hex
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
