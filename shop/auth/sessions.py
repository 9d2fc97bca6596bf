"""Signed-in browsers, and how Flask-Login finds whose a request is.

A browser's cookie holds a random token, and a SignIn row holds that token's digest. The row is
what signs a browser in: deleting it signs that browser out, wherever it is.
"""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, g, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import CursorResult, and_, bindparam, delete, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import contains_eager

from shop import clock
from shop.auth.models import KEPT_FOR, REMEMBERED_FOR, SignIn, User
from shop.auth.tokens import digest
from shop.database import SAFE_METHODS, write_in_passing
from shop.errors import database_was_away
from shop.extensions import db, login_manager

log = logging.getLogger(__name__)

# Built once: building it costs as much as running it, and every page of a customer does.
OF_TOKEN = (
    select(SignIn)
    .join(SignIn.user)
    .options(contains_eager(SignIn.user).joinedload(User.second_factor))
    .where(SignIn.token_hash == bindparam("token_hash"))
)
NOTED_EVERY = timedelta(minutes=10)  # how exact "last seen" is


def init_app(app: Flask) -> None:
    """Let Flask-Login find the user through the sign-in's token."""
    login_manager.user_loader(load)
    # Flask-Login would tie a session to the browser's network address, which changes on a train.
    login_manager.session_protection = None


def load(token: str) -> User | None:
    """The user whom `token` signs in, with `sign_in` set; None when it is ended or too old.

    Nobody for the page that says that the database is away: Flask-Login asks for every template.
    """
    if database_was_away():
        return None
    row: SignIn | None = db.session.scalar(OF_TOKEN, {"token_hash": digest(token)})
    if row is None or not row.is_alive:
        _drop_cookies()
        return None
    if request.method in SAFE_METHODS and not was_noted_lately(row.last_seen_at):
        _note_seen(row)
    row.user.sign_in = row
    return row.user


def was_noted_lately(last_seen_at: datetime) -> bool:
    """Whether a sign-in that was last seen then is alive, and need not be noted again yet."""
    return clock.now() - last_seen_at <= NOTED_EVERY


def token_to_glance_at() -> str | None:
    """The token of a session whose user nobody has loaded in this request; None where there is
    none, or only a cookie that signs in anew."""
    return None if "_login_user" in g else session.get("_user_id")


def _drop_cookies() -> None:
    """Let the browser forget a token that is worth nothing any more."""
    session.pop("_user_id", None)
    session["_remember"] = "clear"


def _note_seen(row: SignIn) -> None:
    """Write down that the browser was here, in a transaction of its own: a GET's only reads.

    A page does not fail for it. A browser that is remembered gets 60 days more.
    """
    seen = update(SignIn).where(SignIn.id == row.id)
    try:
        with write_in_passing(db.engine) as connection:
            connection.execute(seen.values(last_seen_at=clock.now(), address=_address()))
    except DBAPIError as error:
        log.warning("A sign-in's last seen time was not kept: %s", error)
        return
    if row.is_remembered:
        session["_remember"] = "set"


def start(user: User, *, is_remembered: bool = False) -> SignIn:
    """Sign `user` in with this browser; what it held of an earlier session is gone.

    The caller commits. Flask-Login's `user_logged_in` is sent on the way.
    """
    if current_user.is_authenticated:
        db.session.execute(delete(SignIn).where(SignIn.id == current_user.sign_in.id))
    session.clear()
    token = secrets.token_urlsafe(32)
    row = SignIn(
        user_id=user.id,
        token_hash=digest(token),
        agent=request.user_agent.string[:200],
        address=_address(),
        is_remembered=is_remembered,
    )
    row.token = token
    db.session.add(row)
    db.session.flush()
    user.sign_in = row
    login_user(user, remember=is_remembered)
    return row


def _address() -> str:
    return (request.remote_addr or "")[:45]


def sign_out() -> None:
    """End this browser's sign-in, if it has one. The caller commits."""
    if current_user.is_authenticated:
        end(current_user, current_user.sign_in.id)
    forget()


def forget() -> None:
    """Let this browser forget who it was; its sign-in's row is gone already."""
    session.clear()
    logout_user()


def end(user: User, sign_in_id: int) -> bool:
    """End one of the user's sign-ins; False when they have no such one."""
    gone = db.session.execute(
        delete(SignIn).where(SignIn.user_id == user.id, SignIn.id == sign_in_id)
    )
    return cast(CursorResult[Any], gone).rowcount == 1


def end_all(user: User, but: SignIn | None = None) -> None:
    """End all of the user's sign-ins, `but` one where it is given."""
    others = delete(SignIn).where(SignIn.user_id == user.id)
    db.session.execute(others.where(SignIn.id != but.id) if but else others)


def delete_dead() -> int:
    """Delete the sign-ins that were not seen for too long; how many there were."""
    now = clock.now()
    gone = db.session.execute(
        delete(SignIn).where(
            or_(
                and_(SignIn.is_remembered, SignIn.last_seen_at <= now - REMEMBERED_FOR),
                and_(~SignIn.is_remembered, SignIn.last_seen_at <= now - KEPT_FOR),
            )
        )
    )
    return cast(CursorResult[Any], gone).rowcount
