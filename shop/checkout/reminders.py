"""Following up a checkout that was begun, once; and never again for who does not want that."""

import hashlib
from datetime import timedelta
from typing import Any, cast

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import CursorResult, exists, update
from sqlalchemy.exc import IntegrityError

from shop import clock, languages, outbox
from shop.auth import emails
from shop.cart.models import CartLine
from shop.checkout.models import BegunCheckout, NoReminders
from shop.extensions import db
from shop.orders.models import Order
from shop.outbox import Job

REMIND_AFTER = timedelta(hours=4)
FORGET_AFTER = timedelta(days=3)  # older ones are nobody's business any more
MOST_AT_ONCE = 500


class UnknownLink(Exception):
    """A link that the shop did not make."""


def begin(cart_id: int, typed: str | None) -> None:
    """Keep the mail address that was typed for the held cart, where it is one."""
    try:
        email = emails.normalised(typed)
    except emails.InvalidEmail:
        return
    begun = db.session.scalar(db.select(BegunCheckout).where(BegunCheckout.cart_id == cart_id))
    if begun is None:
        db.session.add(BegunCheckout(cart_id=cart_id, email=email))
    else:
        begun.email, begun.language = email, languages.in_force()
    db.session.flush()


def post_due() -> int:
    """Ask for the mails to those who stopped a while ago; how many there are."""
    now = clock.now()
    ids = db.session.scalars(
        db.select(BegunCheckout.id)
        .where(
            BegunCheckout.reminded_at.is_(None),
            BegunCheckout.created_at.between(now - FORGET_AFTER, now - REMIND_AFTER),
            *_still_waits(),
        )
        .order_by(BegunCheckout.id)
        .limit(MOST_AT_ONCE)
    ).all()
    return sum(_post(id_) for id_ in ids)


def _still_waits() -> tuple[Any, ...]:
    """The conditions: something is in the cart, and no order came from that address since."""
    filled = exists().where(CartLine.cart_id == BegunCheckout.cart_id)
    bought = exists().where(
        Order.email == BegunCheckout.email, Order.placed_at >= BegunCheckout.created_at
    )
    return filled, ~bought


def _post(begun_id: int) -> bool:
    """Of two who try at once, one asks for the mail."""
    marked = db.session.execute(
        update(BegunCheckout)
        .where(BegunCheckout.id == begun_id, BegunCheckout.reminded_at.is_(None))
        .values(reminded_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], marked).rowcount != 1:
        return False
    outbox.post(Job.SEND_CHECKOUT_REMINDER, begun_id=begun_id)
    return True


def wanted(begun_id: int) -> BegunCheckout | None:
    """The checkout to write about, if there is still a reason to, and its shopper has none to
    complain."""
    begun: BegunCheckout | None = db.session.scalar(
        db.select(BegunCheckout).where(BegunCheckout.id == begun_id, *_still_waits())
    )
    return None if begun is None or has_opted_out(begun.email) else begun


def opt_out(email: str) -> None:
    """No more reminders to `email`; a second time does nothing."""
    try:
        with db.session.begin_nested():
            db.session.add(NoReminders(email_hash=_digest(email)))
    except IntegrityError:
        return


def has_opted_out(email: str) -> bool:
    return db.session.get(NoReminders, _digest(email)) is not None


def _digest(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()


def link_token(email: str) -> str:
    """The secret part of the link by which `email` opts out."""
    return str(_links().dumps(email))


def email_of(token: str) -> str:
    """The address that a link was made for. Raises UnknownLink."""
    try:
        return str(_links().loads(token))
    except BadData:
        raise UnknownLink(token) from None


def _links() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="no-reminders")
