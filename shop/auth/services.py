"""What accounts can do. Callers commit.

Comparing and hashing passwords takes a tenth of a second on purpose, so it is done while no
transaction is open: on SQLite every other writer would wait for it.
"""

from blinker import Namespace
from flask import current_app
from sqlalchemy import exists
from sqlalchemy.exc import IntegrityError

from shop import clock, outbox
from shop.auth import emails, passwords, sessions, tokens, tries
from shop.auth.models import AuthToken, SignIn, User
from shop.auth.tokens import DeadLink, Purpose
from shop.extensions import db
from shop.outbox import Job

# Sent with `user` once an address is shown to be theirs, in the transaction that notes it.
address_confirmed = Namespace().signal("address-confirmed")


class EmailTaken(Exception):
    """Another account has this address."""


class WrongPassword(Exception):
    """The address and the password are not those of an account."""


def find(email: str) -> User | None:
    """The account of a normalised address."""
    user: User | None = db.session.scalar(db.select(User).where(User.email == email))
    return user


def register(name: str, email: str, password: str) -> User:
    """Make an account and ask for the mail that confirms its address. Raises EmailTaken."""
    user = User(name=name, email=email, password_hash=passwords.hashed(password))
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise EmailTaken(email) from None
    outbox.post(Job.SEND_CONFIRMATION, user_id=user.id)
    return user


def authenticate(email: str, password: str, address: str | None) -> User:
    """The user whose address and password these are, tried from a network `address`.

    The same is done for an address without an account, so that neither words nor time tell.
    Raises WrongPassword, or tries.TooManyTries for a right password too.
    """
    try:
        email = emails.normalised(email)
    except emails.InvalidEmail:
        email = email[: emails.LONGEST]
    tries.check(*_nearby(email, address))
    is_crowded = tries.is_full(_everywhere(email))
    user = find(email)
    if is_crowded and not _is_known(user, address):
        tries.check(_everywhere(email))
    return _compare(user, email, password, address)


def confirm_identity(user: User, password: str, address: str | None) -> None:
    """Let a signed-in user show that it is they. Raises WrongPassword and tries.TooManyTries."""
    email = user.email
    db.session.rollback()
    tries.check(*_nearby(email, address))
    _compare(user, email, password, address)


def _nearby(email: str, address: str | None) -> list[tries.Count]:
    return [
        tries.of_account("password by account and address", email, address or "unknown"),
        tries.of_address("password by address", address),
    ]


def _everywhere(email: str) -> tries.Count:
    return tries.of_account("password by account", email)


def _is_known(user: User | None, address: str | None) -> bool:
    """Whether the user is signed in from that network: others' tries do not keep them out."""
    if user is None:
        return False
    known = db.session.scalars(db.select(SignIn.address).where(SignIn.user_id == user.id))
    return tries.network(address) in {tries.network(one) for one in known}


def _compare(user: User | None, email: str, password: str, address: str | None) -> User:
    """`user` if the password is theirs. Raises WrongPassword, and counts the try."""
    user_id, kept = (user.id, user.password_hash) if user else (None, None)
    db.session.rollback()
    if passwords.matches(kept, password):
        user = db.session.get(User, user_id)
        if user and user.password_hash == kept:
            return user
    tries.add(*_nearby(email, address), _everywhere(email))
    raise WrongPassword()


def ask_for_confirmation(user: User) -> bool:
    """Ask for the mail that confirms the address once more; whether it is not confirmed yet."""
    if user.confirmed_at:
        return False
    outbox.post(Job.SEND_CONFIRMATION, user_id=user.id)
    return True


def ask_for_reset(email: str) -> bool:
    """Ask for the mail that resets a password, unless that address was sent many already; whether
    it was asked for.

    For an address without an account the same rows are written: the job finds nobody to mail.
    """
    count = tries.of_account("reset by account", email)
    if tries.is_full(count):
        return False
    tries.add(count)
    user = find(email)
    outbox.post(Job.SEND_PASSWORD_RESET, user_id=user.id if user else 0)
    return True


def reset_password(secret: str, password: str, address: str | None) -> User:
    """Use up the mailed link: set the password, end every sign-in, and forgive wrong passwords.

    Who could open the mail has shown the address to be theirs, so it is confirmed as well.
    Raises tokens.DeadLink.
    """
    db.session.rollback()
    password_hash = passwords.hashed(password)
    user = tokens.redeem(secret, Purpose.RESET, Purpose.INVITATION).user
    _note_confirmed(user)
    _set_password(user, password_hash)
    sessions.end_all(user)
    tries.forgive(_everywhere(user.email), *_nearby(user.email, address)[:1])
    return user


def change_password(user: User, password: str) -> None:
    """Set another password, and end every sign-in but the one that asks."""
    sign_in = user.sign_in
    db.session.rollback()
    _set_password(user, passwords.hashed(password))
    sessions.end_all(user, but=sign_in)


def _set_password(user: User, password_hash: str) -> None:
    user.password_hash = password_hash
    tokens.revoke(user, Purpose.RESET)
    tokens.revoke(user, Purpose.INVITATION)
    outbox.post(Job.SEND_PASSWORD_CHANGED, user_id=user.id)


def ask_for_email_change(user: User, email: str) -> None:
    """Ask for the mail whose link lets the account take the address. Raises EmailTaken."""
    if db.session.scalar(db.select(exists().where(User.email == email, User.id != user.id))):
        raise EmailTaken(email)
    outbox.post(Job.SEND_EMAIL_CHANGE, user_id=user.id, email=email)


def confirm(secret: str) -> AuthToken:
    """Confirm the address that a link was mailed to; the account takes it where it is new.

    A link that did so already still says so. Raises DeadLink, or EmailTaken where another
    account has the new address by now.
    """
    link = tokens.find(secret, Purpose.CONFIRM, Purpose.EMAIL)
    if link.purpose == Purpose.EMAIL and not link.used_at:
        _take_address(tokens.redeem(secret, Purpose.EMAIL))
    elif link.user.email != link.email:
        raise DeadLink()
    elif link.user.confirmed_at is None:
        tokens.redeem(secret, Purpose.CONFIRM)
        _note_confirmed(link.user)
        outbox.post(Job.SEND_WELCOME, user_id=link.user_id)
    return link


def _note_confirmed(user: User) -> None:
    """Note that the user receives what is mailed to their address."""
    user.confirmed_at = clock.now()
    db.session.flush()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    address_confirmed.send(app, user=user)


def _take_address(link: AuthToken) -> None:
    old = link.user.email
    try:
        with db.session.begin_nested():
            link.user.email = link.email
            _note_confirmed(link.user)
    except IntegrityError:
        raise EmailTaken(link.email) from None
    for purpose in (Purpose.RESET, Purpose.INVITATION):  # they were mailed to the old address
        tokens.revoke(link.user, purpose)
    outbox.post(Job.SEND_EMAIL_CHANGED, user_id=link.user_id, email=old)
