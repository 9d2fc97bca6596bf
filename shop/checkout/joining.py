"""Orders that a guest placed, and who makes an account afterwards."""

from flask import Flask
from sqlalchemy import update

from shop import money
from shop.auth import services as auth
from shop.auth.models import User
from shop.extensions import db
from shop.orders import spending
from shop.orders.models import Order


def init_app(app: Flask) -> None:
    """Listen for confirmed addresses; accounts know nothing of orders."""
    auth.address_confirmed.connect(bring_along, app)


def bring_along(_app: Flask, user: User, **_rest: object) -> None:
    """Give `user` the guests' orders of the address, now that it is known to be theirs."""
    joined = db.session.execute(
        update(Order)
        .where(Order.email == user.email, Order.user_id.is_(None))
        .values(user_id=user.id)
        .returning(Order.paid_at, Order.currency, Order.total, Order.refunded)
        .execution_options(synchronize_session=False)
    ).all()
    paid = [row for row in joined if row.paid_at and row.currency == money.currency()]
    spending.count_for(user.id, sum(row.total - row.refunded for row in paid))


def owner_of(email: str) -> User | None:
    """Whose an order is that is placed for `email`: the account of that address, once it is known
    to be theirs. Until then it is a guest's, and `bring_along` gives it to them."""
    user = auth.find(email)
    return user if user and user.confirmed_at else None
