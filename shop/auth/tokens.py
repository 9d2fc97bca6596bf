"""One-use links that are mailed: made in the mail's job, redeemed by whoever opens the mail.

Only a digest of a link's secret is kept, so that a copy of the database opens no account.
Source: OWASP's Forgot Password Cheat Sheet, "URL Tokens".
"""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import joinedload

from shop import clock
from shop.auth.models import AuthToken, User
from shop.extensions import db


class Purpose(StrEnum):
    """What a link is good for; it is good for nothing else."""

    CONFIRM = "confirm"  # the address of a new account
    EMAIL = "email"  # the new address of an account, which it then takes
    RESET = "reset"  # a forgotten password
    INVITATION = "invitation"  # the first password of an administrator's new account


LIFETIMES = {
    Purpose.CONFIRM: timedelta(days=3),
    Purpose.EMAIL: timedelta(days=1),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}


class DeadLink(Exception):
    """The link is unknown, used up, too old, or for something else."""


def issue(user: User, purpose: Purpose | str, email: str | None = None) -> str:
    """Add a link's row and return its secret, which belongs in the mail alone.

    `email` is the address that it is mailed to, the account's own unless given. The caller
    commits. The link lives for `LIFETIMES[purpose]`.
    """
    secret = secrets.token_urlsafe(32)
    purpose = Purpose(purpose)
    db.session.add(
        AuthToken(
            user_id=user.id,
            purpose=purpose,
            token_hash=digest(secret),
            email=email or user.email,
            expires_at=clock.now() + LIFETIMES[purpose],
        )
    )
    return secret


def find(secret: str, *purposes: Purpose) -> AuthToken:
    """The link's row with its user, used up or not. Raises DeadLink when it is too old."""
    row: AuthToken | None = db.session.scalar(
        db.select(AuthToken)
        .options(joinedload(AuthToken.user))
        .where(AuthToken.token_hash == digest(secret), AuthToken.purpose.in_(purposes))
    )
    if row is None or row.expires_at <= clock.now():
        raise DeadLink()
    return row


def peek(secret: str, *purposes: Purpose) -> AuthToken:
    """The row of a link that may still be redeemed. Raises DeadLink."""
    row = find(secret, *purposes)
    if row.used_at:
        raise DeadLink()
    return row


def redeem(secret: str, *purposes: Purpose) -> AuthToken:
    """Use the link up and return its row; of two who try at once, one raises DeadLink."""
    row = peek(secret, *purposes)
    used = db.session.execute(
        update(AuthToken)
        .where(AuthToken.id == row.id, AuthToken.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if cast(CursorResult[Any], used).rowcount != 1:
        raise DeadLink()
    return row


def revoke(user: User, purpose: Purpose) -> None:
    """Make every link of the user for `purpose` worthless."""
    db.session.execute(
        delete(AuthToken).where(AuthToken.user_id == user.id, AuthToken.purpose == purpose)
    )


def delete_dead() -> int:
    """Delete the links that can no longer be redeemed; how many there were."""
    gone = db.session.execute(delete(AuthToken).where(AuthToken.expires_at <= clock.now()))
    return cast(CursorResult[Any], gone).rowcount


def digest(secret: str) -> str:
    """What is kept of a secret that is long and random: its SHA-256, in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
