"""A customer's page in the back office."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from shop import clock
from shop.account import countries, queries
from shop.account.models import WishlistItem
from shop.auth.models import KEPT_FOR, REMEMBERED_FOR, SignIn, User
from shop.catalog.models import Review
from shop.extensions import db
from shop.orders import pages, spending
from shop.orders import queries as orders

MOST_ORDERS = 20  # on the page; the list of orders has all
MOST_REVIEWS = 20


class NoSuchCustomer(NotFound):
    """There is no such account."""

    def __init__(self) -> None:
        super().__init__(_("There is no such customer. Their account may be deleted."))
        self.way_on = url_for("admin.customers")
        self.way_on_label = _("To the customers")


def known(user_id: int) -> User:
    """The account. Raises NoSuchCustomer."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NoSuchCustomer()
    return user


def customer_page(user: User) -> str:
    return render_template(
        "admin/customers/show.html",
        user=user,
        spent=spending.of_users([user.id]).get(user.id, spending.NOTHING),
        orders=pages.listed(orders.of_customer(user, MOST_ORDERS)),
        addresses=queries.addresses(user),
        country_name=countries.name_of,
        reviews=_reviews(user),
        wishes=_count(WishlistItem, WishlistItem.user_id == user.id),
        sign_ins=_count(SignIn, SignIn.user_id == user.id, _is_alive()),
    )


def _reviews(user: User) -> list[Review]:
    rows = db.session.scalars(
        db.select(Review)
        .where(Review.user_id == user.id)
        .options(selectinload(Review.product))
        .order_by(Review.created_at.desc(), Review.id.desc())
        .limit(MOST_REVIEWS)
    )
    return list(rows)


def _is_alive() -> ColumnElement[bool]:
    now = clock.now()
    lately = SignIn.last_seen_at > now - KEPT_FOR
    return lately | (SignIn.is_remembered & (SignIn.last_seen_at > now - REMEMBERED_FOR))


def _count(model: type[Any], *conditions: ColumnElement[bool]) -> int:
    counted = db.select(func.count()).select_from(model).where(*conditions)
    return db.session.scalar(counted) or 0
