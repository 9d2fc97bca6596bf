"""Taking an order a step further, by a button of its page."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from shop.admin.orders.noting import noted
from shop.admin.orders.page import conflict, url_of
from shop.extensions import db
from shop.orders.models import Order
from shop.orders.refunds import NotFailed
from shop.orders.returns import AlreadyDecided
from shop.orders.states import NotPossible
from shop.web import see_other

GONE = (NotPossible, AlreadyDecided, NotFailed)  # what a verb raises where it comes too late


def step(
    order: Order, verb: Callable[[Order], object], said: str, is_done: Callable[[Order], bool]
) -> ResponseReturnValue:
    """Do it and say so; 303 without doing anything where it is done already. Raises Conflict."""
    try:
        with noted(order):
            verb(order)
    except GONE:
        db.session.rollback()
        if is_done(order):
            return see_other(url_of(order))
        raise conflict(order) from None
    db.session.commit()
    flash(said, "success")
    return see_other(url_of(order))
