"""Who runs the shop: making somebody an administrator, changing their role, and ending it.

Owners are held, in the order of their ids, before any of it: of two who would leave the shop
without an owner, the second finds that out. Callers commit.
"""

from sqlalchemy.exc import IntegrityError

from shop import outbox
from shop.auth import passwords, sessions
from shop.auth.models import User
from shop.auth.services import find
from shop.extensions import db
from shop.outbox import Job
from shop.rights import Right, Role


class AlreadyThere(Exception):
    """The address is an administrator's already."""


class OwnRole(Exception):
    """Nobody changes their own role: not up, and not away by mistake."""


class LastOwner(Exception):
    """Without this account nobody could run the shop."""


class NoLonger(Exception):
    """Whoever asks has lost the right to it meanwhile."""


def invite(email: str, role: Role, by: User) -> User:
    """Let the account of a normalised address have `role`, and mail its owner; a new account's
    letter has a link that chooses the password.

    An address that nobody has shown to be theirs may be somebody else's sign-up: that account
    starts anew, with its sign-ins ended and a password that nobody knows. Raises AlreadyThere.
    """
    user = find(email) or _new(email)
    db.session.refresh(user, with_for_update={"of": User})
    if user.role:
        raise AlreadyThere(email)
    if user.confirmed_at is None:
        user.password_hash = passwords.nobodys()
        sessions.end_all(user)
    user.role = role
    outbox.post(Job.SEND_INVITATION, user_id=user.id, by=by.name)
    return user


def _new(email: str) -> User:
    user = User(name=email.partition("@")[0], email=email, password_hash=passwords.nobodys())
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:  # they have just signed up themselves
        return find(email) or _new(email)
    return user


def hold(user: User) -> None:
    """Lock every owner, then `user`, until the commit, and read them anew."""
    db.session.flush()
    _owners()
    db.session.refresh(user, with_for_update={"of": User})


def give_role(user: User, role: Role | None, by: User) -> None:
    """Let `user` have `role`; None makes them a customer again. It holds from their next request.

    Raises OwnRole, LastOwner, and NoLonger where `by` is no owner any more.
    """
    if user.id == by.id:
        raise OwnRole()
    hold(user)
    owners = _owners()
    if not any(one.id == by.id and one.may(Right.EDIT_TEAM) for one in owners):
        raise NoLonger()
    if role != Role.OWNER:
        refuse_last_owner(user)
    user.role = role


def refuse_last_owner(user: User) -> None:
    """Raise LastOwner where there is no owner but `user`; the owners are held until the commit."""
    if user.role == Role.OWNER and all(one.id == user.id for one in _owners()):
        raise LastOwner()


def _owners() -> list[User]:
    held = db.select(User).where(User.role == Role.OWNER).order_by(User.id).with_for_update()
    return list(db.session.scalars(held.execution_options(populate_existing=True)))
