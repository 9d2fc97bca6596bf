"""What each account has spent: paid less refunded, kept on its row so that lists can sort by it.

Only orders in the shop's currency count. The amounts that a page shows are summed up from the
orders themselves; this one only says who comes first.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, or_, update

from shop import money
from shop.auth.models import User
from shop.extensions import db
from shop.orders.models import Order


def count(order: Order, amount: int) -> None:
    """Add `amount` minor units, negative for money that goes back, to what the order's account
    has spent. Takes the account's lock, after the order's and before an invoice number's."""
    if order.user_id is not None and order.currency == money.currency():
        count_for(order.user_id, amount)


def count_for(user_id: int, amount: int) -> None:
    """Add `amount` minor units of the shop's currency to what the account has spent."""
    if amount:
        db.session.execute(
            update(User)
            .where(User.id == user_id)
            .values(spent=User.spent + amount)
            .execution_options(synchronize_session=False)
        )


class Spent(NamedTuple):
    """What somebody ordered. `amounts` has minor units, paid less refunded, by currency."""

    orders: int
    amounts: Mapping[str, int]
    last_at: datetime | None


NOTHING = Spent(0, {}, None)


def of_users(user_ids: Iterable[int]) -> dict[int, Spent]:
    """What each of these accounts has spent; none for those who ordered nothing. One query."""
    rows = db.session.execute(
        _sums(Order.user_id)
        .where(Order.user_id.in_(list(user_ids)))
        .group_by(Order.user_id, Order.currency)
    )
    return _added_up(rows)


def of_guests(words: str, most: int) -> dict[str, Spent]:
    """What guests whose mail address or name has `words` in it have spent, by the address, the
    last to order first; `most` addresses. Two queries."""
    named = or_(*(c.icontains(words, autoescape=True) for c in (Order.email, Order.name)))
    last = func.max(Order.placed_at)
    emails = db.session.scalars(
        db.select(Order.email)
        .where(Order.user_id.is_(None), named)
        .group_by(Order.email)
        .order_by(last.desc(), Order.email)
        .limit(most)
    ).all()
    rows = db.session.execute(
        _sums(Order.email)
        .where(Order.user_id.is_(None), Order.email.in_(emails))
        .group_by(Order.email, Order.currency)
    )
    found = _added_up(rows)
    return {email: found[email] for email in emails}


def _sums(column: Any) -> Select[Any]:
    spent = case((Order.paid_at.is_not(None), Order.total - Order.refunded), else_=0)
    summed = (func.count(), func.sum(spent), func.max(Order.placed_at))
    statement: Select[Any] = db.select(column, Order.currency, *summed)
    return statement


def _added_up(rows: Iterable[Any]) -> dict[Any, Spent]:
    found: dict[Any, Spent] = {}
    for key, currency, count, amount, last_at in sorted(rows, key=lambda row: row[1]):
        before = found.get(key, NOTHING)
        amounts = {**before.amounts, **({currency: int(amount)} if amount else {})}
        last = max(filter(None, (before.last_at, last_at)), default=None)
        found[key] = Spent(before.orders + count, amounts, last)
    return found
