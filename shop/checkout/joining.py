"""Orders that a guest placed, and who makes an account afterwards."""

from flask import Flask
from sqlalchemy import update

from shop.auth import services as auth
from shop.auth.models import User
from shop.extensions import db
from shop.orders.models import Order


def init_app(app: Flask) -> None:
    """Listen for confirmed addresses; accounts know nothing of orders."""
    auth.address_confirmed.connect(bring_along, app)


def bring_along(_app: Flask, user: User, **_rest: object) -> None:
    """Give `user` the guests' orders of the address, now that it is known to be theirs."""
    db.session.execute(
        update(Order)
        .where(Order.email == user.email, Order.user_id.is_(None))
        .values(user_id=user.id)
        .execution_options(synchronize_session=False)
    )
