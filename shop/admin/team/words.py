"""Roles and rights in words, and the table of both as a page shows it."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from shop.rights import TABLE, Right, Role

ROLES: dict[str, LazyString] = {
    Role.OWNER: _l("Owner"),
    Role.STAFF: _l("Staff"),
    Role.PACKER: _l("Packer"),
    Role.READER: _l("Reader"),
}
ABOUT: dict[str, LazyString] = {
    Role.OWNER: _l("Everything, and who runs the shop"),
    Role.STAFF: _l("Everything but who runs the shop"),
    Role.PACKER: _l("Sees orders and products, packs and ships"),
    Role.READER: _l("Sees all but the administrators, changes nothing"),
}
RIGHTS: dict[Right, LazyString] = {
    Right.ENTER: _l("Open the back office"),
    Right.SEE_CATALOG: _l("See products and collections"),
    Right.EDIT_CATALOG: _l("Change products, prices and stock"),
    Right.SEE_ORDERS: _l("See orders"),
    Right.PACK_ORDERS: _l("Pack and ship orders"),
    Right.EDIT_ORDERS: _l("Refund, cancel and make orders"),
    Right.SEE_CUSTOMERS: _l("See customers"),
    Right.SEE_PROMOTIONS: _l("See promotions"),
    Right.EDIT_PROMOTIONS: _l("Change promotions"),
    Right.SEE_REVIEWS: _l("See reviews"),
    Right.ANSWER_REVIEWS: _l("Approve, hide and answer reviews"),
    Right.SEE_SETTINGS: _l("See settings, shipping and taxes"),
    Right.EDIT_SETTINGS: _l("Change settings, shipping and taxes"),
    Right.SEE_JOBS: _l("See jobs and mail"),
    Right.RETRY_JOBS: _l("Try failed jobs and mail again"),
    Right.SEE_CHANGES: _l("See who changed what"),
    Right.UNDO_CHANGES: _l("Undo changes"),
    Right.EDIT_TEAM: _l("Add, change and remove administrators"),
}


class Row(NamedTuple):
    """A right, and for each of the roles, in their order, whether it has it."""

    right: LazyString
    has_it: list[bool]


def table() -> list[Row]:
    """Who may do what, from the one table that decides it."""
    return [Row(RIGHTS[right], [role in TABLE[right] for role in Role]) for right in Right]
