"""A second factor at sign-in: a code from an app on one's phone (TOTP, RFC 6238).

A code is good for 30 seconds, taken one step early or late for clocks that are off, and taken
once: RFC 6238, section 5.2. Ten recovery codes, each good once, are for a phone that is lost.
Callers commit.
"""

import re
import secrets
from typing import Any, cast

import pyotp
import segno
from markupsafe import Markup
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import CursorResult, delete, func, update
from sqlalchemy.exc import IntegrityError

from shop import clock, outbox
from shop.auth import sessions, tries
from shop.auth.models import RecoveryCode, SecondFactor, User
from shop.auth.tokens import digest
from shop.extensions import db
from shop.outbox import Job

RECOVERY_CODES = 10
GROUPS, GROUP = 4, 4  # of letters in a recovery code: 80 random bits
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
WINDOW = 1  # steps of 30 seconds that a clock may be off


class WrongCode(Exception):
    """The code is not right, too old, or was used already."""


class AlreadyOn(Exception):
    """The account has a second factor; it has to be turned off before another is set up."""


def new_secret() -> str:
    """What the app and the shop both make codes from; base32, as apps read it."""
    return pyotp.random_base32()


def key_uri(user: User, secret: str, shop_name: str) -> str:
    """The otpauth: address that an app reads from a QR code."""
    return pyotp.TOTP(secret, name=user.email, issuer=shop_name).provisioning_uri()


def qr_code(text: str, title: str) -> Markup:
    """`text` as inline SVG without styles: dark on light whatever the page's colours, for phones
    read no other."""
    drawn = segno.make(text, error="m").svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr-code", title=title
    )
    named = drawn.replace("<svg ", '<svg role="img" ', 1)
    return Markup(named)  # noqa: S704 - segno escapes the title, and the rest is its own


def turn_on(user: User, secret: str, code: str) -> list[str]:
    """Ask for a second factor from now on, and end every sign-in but the one that asks; the
    recovery codes, which nobody can read again.

    `code` shows that the app has the secret. Raises WrongCode and AlreadyOn.
    """
    step = _step(secret, code)
    try:
        with db.session.begin_nested():
            db.session.add(SecondFactor(user_id=user.id, secret=secret, last_step=step))
    except IntegrityError:
        raise AlreadyOn() from None
    db.session.expire(user, ["second_factor"])
    codes = _make_codes(user)
    _tell(user, "on")
    return codes


def turn_off(user: User, *, but_this_sign_in: bool = True) -> None:
    """Ask for the password alone from now on, and end the other sign-ins. Off already: nothing."""
    if not user.has_second_factor:
        return
    _drop_codes(user)
    user.second_factor = None
    _tell(user, "off", but_this_sign_in=but_this_sign_in)


def renew_codes(user: User) -> list[str]:
    """Ten other recovery codes; those from before are worth nothing."""
    _drop_codes(user)
    codes = _make_codes(user)
    _tell(user, "codes")
    return codes


def codes_left(user: User) -> int:
    """How many recovery codes are not used yet."""
    unused = (RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return int(db.session.scalar(db.select(func.count(RecoveryCode.id)).where(*unused)) or 0)


def check(user: User, code: str, address: str | None) -> None:
    """Use up `code`, from the app or a recovery code, typed at a network `address`.

    Raises WrongCode, or tries.TooManyTries for a right code too: who guesses here has the
    password already, so every try is counted before it is looked at.
    """
    counts = [
        tries.of_account("second factor by account and address", user.email, address or "unknown"),
        tries.of_account("second factor by account", user.email),
    ]
    tries.check(*counts)
    tries.add(*counts)
    _use_up(user, _plain(code))
    tries.forgive(counts[0])


def _use_up(user: User, code: str) -> None:
    if user.second_factor is None:
        raise WrongCode()
    if len(code) == GROUPS * GROUP:
        _use_recovery_code(user, code)
        return
    step = _step(user.second_factor.secret, code)
    row = SecondFactor
    _only_once(
        update(row).where(row.user_id == user.id, row.last_step < step).values(last_step=step)
    )


def _use_recovery_code(user: User, code: str) -> None:
    row = RecoveryCode
    theirs = (row.user_id == user.id, row.code_hash == digest(code), row.used_at.is_(None))
    _only_once(update(row).where(*theirs).values(used_at=clock.now()))
    outbox.post(Job.SEND_SECOND_FACTOR_CHANGED, user_id=user.id, what="used")


def _only_once(use: Any) -> None:
    """Of two who send the same code at once, the database lets one through."""
    used = db.session.execute(use.execution_options(synchronize_session=False))
    if cast(CursorResult[Any], used).rowcount != 1:
        raise WrongCode()


def _step(secret: str, code: str) -> int:
    """The time step whose code this is."""
    code = _plain(code)
    if not re.fullmatch(r"[0-9]{6}", code):
        raise WrongCode()
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(
            code, for_time=clock.now(), valid_window=WINDOW
        )
    except OTPVerificationError:
        raise WrongCode() from None


def _plain(code: str) -> str:
    """As it is kept: people type spaces, hyphens and small letters."""
    return re.sub(r"[\s-]", "", code).upper()


def _make_codes(user: User) -> list[str]:
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=digest(_plain(code))) for code in codes
    )
    return codes


def _new_code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _drop_codes(user: User) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _tell(user: User, what: str, *, but_this_sign_in: bool = True) -> None:
    """Mail the owner of the account, and sign every other browser out."""
    outbox.post(Job.SEND_SECOND_FACTOR_CHANGED, user_id=user.id, what=what)
    sessions.end_all(user, but=user.sign_in if but_this_sign_in else None)
