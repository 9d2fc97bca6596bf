"""What needs doing now, for whoever may do it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import Select, and_, func, or_, select

from shop import outbox, settings
from shop.auth import passwords
from shop.auth.models import User
from shop.catalog.models import Product, Review, SearchMiss, Variant
from shop.extensions import db
from shop.orders import refunds
from shop.orders.models import Order, Payment, Refund, ReturnRequest
from shop.orders.states import INVOICE, Status
from shop.rights import Right

DEMO_PASSWORD = "demo-shop-password"  # the contract's; `flask seed` makes accounts with it
DEMO_ACCOUNTS = ("admin@example.com", "shopper@example.com")


@dataclass(frozen=True)
class Task:
    """Something that waits for a person. `is_trouble`: it went wrong and gets no better alone."""

    text: str
    url: str
    count: int
    is_trouble: bool = False


def tasks() -> list[Task]:
    """All of it, trouble first. Two queries."""
    kinds = [kind for kind in KINDS if current_user.may(kind.right)]
    row = db.session.execute(select(*[k.count().scalar_subquery() for k in kinds])).one()
    found = [
        Task(kind.text(number), kind.url(), number, kind.is_trouble)
        for kind, number in zip(kinds, row, strict=True)
        if number
    ]
    if current_user.may(Right.SEE_JOBS) and (stuck := outbox.backlog().stuck):
        text = ngettext("%(num)s job or mail is stuck", "%(num)s jobs or mails are stuck", stuck)
        found.append(Task(text, url_for("admin.jobs", state="stuck"), stuck, True))
    return sorted(found, key=lambda task: not task.is_trouble)


@dataclass(frozen=True)
class _Kind:
    right: Right
    count: Callable[[], Select[int]]
    text: Callable[[int], str]
    url: Callable[[], str]
    is_trouble: bool = False


def _to_pack() -> Select[int]:
    on_invoice = and_(Order.status == Status.PENDING, Order.payment_method == INVOICE)
    return select(func.count(Order.id)).where(or_(Order.status == Status.PAID, on_invoice))


def _low_stock() -> Select[int]:
    low = (Variant.stock <= settings.current().low_stock, Product.is_published)
    return select(func.count(Variant.id)).join(Variant.product).where(*low)


def _payments() -> Select[int]:
    return select(func.count(Payment.id)).where(Payment.problem != "")


def _refunds() -> Select[int]:
    return select(func.count(Refund.id)).where(Refund.status == refunds.FAILED)


def _returns() -> Select[int]:
    return select(func.count(ReturnRequest.id)).where(ReturnRequest.status == "asked")


def _reviews() -> Select[int]:
    return select(func.count(Review.id)).where(Review.status == "waiting")


def _searches() -> Select[int]:
    return select(func.count(SearchMiss.id))


KINDS = (
    _Kind(
        Right.SEE_ORDERS,
        _to_pack,
        lambda n: ngettext("%(num)s order to pack", "%(num)s orders to pack", n),
        lambda: url_for("admin.packing"),
    ),
    _Kind(
        Right.SEE_ORDERS,
        _returns,
        lambda n: ngettext("%(num)s return to decide", "%(num)s returns to decide", n),
        lambda: url_for("admin.orders", state="returns"),
    ),
    _Kind(
        Right.SEE_ORDERS,
        _payments,
        lambda n: ngettext("%(num)s payment needs a person", "%(num)s payments need a person", n),
        lambda: url_for("admin.stray_payments"),
        is_trouble=True,
    ),
    _Kind(
        Right.SEE_ORDERS,
        _refunds,
        lambda n: ngettext("%(num)s refund failed", "%(num)s refunds failed", n),
        lambda: url_for("admin.stray_payments"),
        is_trouble=True,
    ),
    _Kind(
        Right.SEE_CATALOG,
        _low_stock,
        lambda n: ngettext("%(num)s variant is low", "%(num)s variants are low", n),
        lambda: url_for("admin.products", stock="low"),
    ),
    _Kind(
        Right.SEE_REVIEWS,
        _reviews,
        lambda n: ngettext("%(num)s review to approve", "%(num)s reviews to approve", n),
        lambda: url_for("admin.reviews", status="waiting"),
    ),
    _Kind(
        Right.SEE_CATALOG,
        _searches,
        lambda n: ngettext("%(num)s search found nothing", "%(num)s searches found nothing", n),
        lambda: url_for("admin.searches"),
    ),
)


def demo_accounts() -> list[str]:
    """The demo accounts that anybody can sign in with. One query."""
    rows = db.session.execute(
        select(User.email, User.password_hash).where(User.email.in_(DEMO_ACCOUNTS))
    )
    return sorted(email for email, kept in rows if _has_demo_password(kept))


@lru_cache(maxsize=16)
def _has_demo_password(password_hash: str) -> bool:
    """Slow on purpose, so each hash is tried once in the life of a process."""
    return passwords.matches(password_hash, DEMO_PASSWORD)
