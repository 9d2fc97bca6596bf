"""Who of the back office may do what: every right, and the roles that have it, in one table."""

from enum import StrEnum


class Role(StrEnum):
    """What an administrator is in the shop."""

    OWNER = "owner"
    STAFF = "staff"
    PACKER = "packer"
    READER = "reader"


class Right(StrEnum):
    """Something that an administrator may do. Whoever may change a thing may also see it."""

    ENTER = "enter"
    SEE_CATALOG = "see_catalog"
    EDIT_CATALOG = "edit_catalog"
    SEE_ORDERS = "see_orders"
    PACK_ORDERS = "pack_orders"
    EDIT_ORDERS = "edit_orders"
    SEE_CUSTOMERS = "see_customers"
    SEE_PROMOTIONS = "see_promotions"
    EDIT_PROMOTIONS = "edit_promotions"
    SEE_REVIEWS = "see_reviews"
    ANSWER_REVIEWS = "answer_reviews"
    SEE_SETTINGS = "see_settings"
    EDIT_SETTINGS = "edit_settings"
    SEE_JOBS = "see_jobs"
    RETRY_JOBS = "retry_jobs"
    SEE_CHANGES = "see_changes"
    UNDO_CHANGES = "undo_changes"
    EDIT_TEAM = "edit_team"


_EVERYBODY = frozenset(Role)
_MANAGERS = frozenset({Role.OWNER, Role.STAFF})
_READERS = _MANAGERS | {Role.READER}

TABLE: dict[Right, frozenset[Role]] = {
    Right.ENTER: _EVERYBODY,
    Right.SEE_CATALOG: _EVERYBODY,
    Right.EDIT_CATALOG: _MANAGERS,
    Right.SEE_ORDERS: _EVERYBODY,
    Right.PACK_ORDERS: _MANAGERS | {Role.PACKER},
    Right.EDIT_ORDERS: _MANAGERS,
    Right.SEE_CUSTOMERS: _READERS,
    Right.SEE_PROMOTIONS: _READERS,
    Right.EDIT_PROMOTIONS: _MANAGERS,
    Right.SEE_REVIEWS: _READERS,
    Right.ANSWER_REVIEWS: _MANAGERS,
    Right.SEE_SETTINGS: _READERS,
    Right.EDIT_SETTINGS: _MANAGERS,
    Right.SEE_JOBS: _READERS,
    Right.RETRY_JOBS: _MANAGERS,
    Right.SEE_CHANGES: _READERS,
    Right.UNDO_CHANGES: _MANAGERS,
    Right.EDIT_TEAM: frozenset({Role.OWNER}),
}


def allows(role: str | None, right: Right) -> bool:
    """Whether an account with `role` (None: a customer) has `right`."""
    return role in TABLE[right]
