"""Between the password and the second factor: nobody is signed in yet, and the browser's session
remembers for ten minutes whose password was right."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import session, url_for

from shop import clock
from shop.auth import sessions
from shop.auth.models import User
from shop.auth.tokens import digest
from shop.extensions import db

KEY = "second_factor"
LASTS = timedelta(minutes=10)


class NobodyWaits(Exception):
    """No password was right in this browser lately, or it has been changed since."""


def go_on(user: User, target: str, *, is_remembered: bool = False) -> str:
    """Sign `user` in, whose password was right, or ask for the second factor first; the address
    to go to. The caller commits."""
    if not user.has_second_factor:
        sessions.start(user, is_remembered=is_remembered)
        return target
    session[KEY] = {
        "user": user.id,
        "password": _mark(user),
        "at": clock.now().isoformat(),
        "remember": is_remembered,
    }
    return url_for("auth.second_factor") + "?" + urlencode({"next": target})


def waiting() -> User:
    """Whose second factor this browser is to be asked for. Raises NobodyWaits."""
    state = session.get(KEY)
    if not state or clock.now() - datetime.fromisoformat(state["at"]) > LASTS:
        raise NobodyWaits()
    user: User | None = db.session.get(User, state["user"])
    if user is None or _mark(user) != state["password"]:
        raise NobodyWaits()
    return user


def finish(user: User) -> None:
    """Sign `user` in, whose second factor was right too. The caller commits."""
    sessions.start(user, is_remembered=session[KEY]["remember"])  # which empties the session


def _mark(user: User) -> str:
    """Stands for the password that was right, salted as it is kept."""
    return digest(user.password_hash)[:16]
