"""Holding what the shop has against the journal of its shoppers."""

from collections import Counter
from dataclasses import dataclass, field

from shoppers import Journal
from sqlalchemy import func
from standing import MailServer

from shop.catalog.models import Product, StockMovement, Variant
from shop.extensions import db
from shop.orders.models import Order


@dataclass
class Wrong:
    """What must not be: each is a list, and each must be empty."""

    unexcused: list[str] = field(default_factory=list)  # answers that no fault explains
    missing: list[str] = field(default_factory=list)  # ordered by the journal, unknown to the shop
    doubled: list[str] = field(default_factory=list)  # shoppers with more than one order
    unasked: list[str] = field(default_factory=list)  # orders that no journal knows
    oversold: list[str] = field(default_factory=list)  # ledger, stock and sales that disagree
    unmailed: list[str] = field(default_factory=list)
    mailed_twice: list[str] = field(default_factory=list)


def what_is_wrong(journal: Journal, mail: MailServer, stocks: dict[str, int]) -> Wrong:
    """`stocks` is how many units of each product, by slug, there were before."""
    db.session.rollback()
    orders = db.session.scalars(db.select(Order)).all()
    numbers = {(order.email, order.number) for order in orders}
    journaled = {(entry.email, entry.number) for entry in journal.placed}
    by_email = Counter(order.email for order in orders)
    return Wrong(
        unexcused=journal.failures,
        missing=sorted(email for email, _ in journaled - numbers),
        doubled=[email for email, count in by_email.items() if count > 1],
        unasked=sorted(email for email, _ in numbers - journaled),
        oversold=_oversold(journal, stocks),
        unmailed=[order.email for order in orders if not mail.ids_to(order.email)],
        mailed_twice=[email for email in by_email if len(mail.ids_to(email)) > 1],
    )


def _oversold(journal: Journal, stocks: dict[str, int]) -> list[str]:
    sold = Counter(entry.slug for entry in journal.placed)
    moved = func.coalesce(func.sum(StockMovement.change), 0)
    rows = db.session.execute(
        db.select(Product.slug, Variant.stock, moved)
        .join(Variant, Variant.product_id == Product.id)
        .outerjoin(StockMovement, StockMovement.variant_id == Variant.id)
        .group_by(Product.slug, Variant.stock)
    ).all()
    return [
        f"{slug}: {stocks[slug]} there, {sold[slug]} sold, {change} moved, {left} left"
        for slug, left, change in rows
        if left < 0 or left != stocks[slug] - sold[slug] or change != -sold[slug]
    ]
