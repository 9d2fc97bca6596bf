"""What each account has spent: paid less refunded, kept on its row so that lists can sort by it.

Only orders in the shop's currency count. The amounts that a page shows are summed up from the
orders themselves; this one only says who comes first.
"""

from sqlalchemy import update

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
