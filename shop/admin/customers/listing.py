"""The list of accounts. How many orders each has is asked for those on the page alone; the list
is sorted by what the orders' own verbs keep on each account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_

from shop.admin.lists import Filter, Listing, contains
from shop.auth.models import User

MOST_GUESTS = 20  # mail addresses of guests that a search shows beside the accounts


def _search(statement: Select[Any], words: str) -> Select[Any]:
    return statement.where(or_(contains(User.name, words), contains(User.email, words)))


CUSTOMERS = Listing(
    sorts={"since": User.created_at, "name": User.name, "spent": User.spent},
    labels={
        "-since": _l("Newest first"),
        "since": _l("Oldest first"),
        "name": _l("By name"),
        "-spent": _l("Spent most first"),
    },
    key=User.id,
    filters=(
        Filter(
            "spent",
            _l("Spending"),
            {
                "yes": (_l("Have paid"), User.spent > 0),
                "no": (_l("Have not paid"), User.spent <= 0),
            },
        ),
        Filter(
            "confirmed",
            _l("Mail address"),
            {
                "yes": (_l("Confirmed"), User.confirmed_at.is_not(None)),
                "no": (_l("Not confirmed"), User.confirmed_at.is_(None)),
            },
        ),
    ),
    search=_search,
)
