"""The list of administrators."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_

from shop.admin.exports import in_chunks
from shop.admin.lists import Filter, Listing, contains
from shop.admin.team.words import ROLES
from shop.auth.models import SecondFactor, SignIn, User
from shop.extensions import db

COLUMNS = ("email", "name", "role", "second_factor", "last_seen_at", "created_at")


def _matching(statement: Select[Any], words: str) -> Select[Any]:
    return statement.where(or_(contains(User.email, words), contains(User.name, words)))


TEAM = Listing(
    sorts={"name": User.name, "email": User.email, "added": User.id},
    labels={
        "name": _l("By name"),
        "email": _l("By e-mail"),
        "-added": _l("Newest account first"),
    },
    key=User.id,
    filters=(
        Filter("role", _l("Role"), {r: (label, User.role == r) for r, label in ROLES.items()}),
        Filter(
            "factor",
            _l("Second factor"),
            {
                "on": (_l("On"), SecondFactor.user_id.is_not(None)),
                "off": (_l("Off"), SecondFactor.user_id.is_(None)),
            },
        ),
    ),
    search=_matching,
)


def select_team() -> Select[Any]:
    """Each administrator, when the second factor was set up, and when they were last seen."""
    seen = (
        db.select(func.max(SignIn.last_seen_at))
        .where(SignIn.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    statement: Select[Any] = (
        db.select(User, SecondFactor.created_at.label("guarded_at"), seen.label("seen_at"))
        .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
        .where(User.role.is_not(None))
    )
    return statement


def file_rows(statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The lines of the CSV file; times in UTC."""
    for rows in in_chunks(statement):
        for user, guarded_at, seen_at in rows:
            yield (
                user.email,
                user.name,
                user.role,
                "on" if guarded_at else "off",
                seen_at and seen_at.isoformat(),
                user.created_at.isoformat(),
            )
