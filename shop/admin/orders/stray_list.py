"""Payments and refunds that need a person, as a list, and what to do about each."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_

from shop import money
from shop.admin.lists import Listing, contains
from shop.extensions import db
from shop.orders import refunds, strays
from shop.orders.pages import payment_title


class Strays(NamedTuple):
    """The list, and what it is a list of."""

    listing: Listing
    statement: Select[Any]


def listed(*, settled: bool) -> Strays:
    """What waits for a person, the oldest first; or what is `settled`, the last first."""
    rows = strays.strays(settled=settled).c
    columns = (rows.number, rows.email, rows.name, rows.reference, rows.text, rows.settled_note)

    def search(statement: Select[Any], words: str) -> Select[Any]:
        return statement.where(or_(*(contains(column, words) for column in columns)))

    labels = {"created": _l("Oldest first"), "-created": _l("Newest first")}
    ordered = dict(reversed(labels.items())) if settled else labels
    listing = Listing({"created": rows.created_at}, ordered, rows.key, search=search)
    return Strays(listing, db.select(*rows))


class Advice(NamedTuple):
    """What a row is about, and what to do."""

    title: str
    text: str


def advice(row: Any) -> Advice:
    amount = money.shown(row.amount, row.currency)
    provider = payment_title(row.provider) if row.provider else ""
    if row.kind == "payment" and row.order_id is None:
        return Advice(
            _("%(amount)s for no order", amount=amount),
            _(
                "Look it up at the payment provider (%(provider)s) by its reference. Send it back"
                " there, or find out which order it is for.",
                provider=provider,
            ),
        )
    if row.kind == "payment":
        return Advice(
            _("%(amount)s came, and not what was asked for", amount=amount),
            _(
                "The order asks for %(total)s. Agree with %(name)s: send the money back at the"
                " payment provider, or have the rest transferred and mark the order as paid.",
                total=money.shown(row.total, row.currency),
                name=row.name,
            ),
        )
    if row.status == refunds.FAILED:
        return Advice(
            _("Refund of %(amount)s was refused", amount=amount),
            _(
                "The payment provider (%(provider)s) does not send it. Try again on the order's"
                " page, or send the money to %(name)s another way.",
                provider=provider,
                name=row.name,
            ),
        )
    return Advice(
        _("Refund of %(amount)s to send by hand", amount=amount),
        _("Transfer %(amount)s to %(name)s, then say so here.", amount=amount, name=row.name),
    )
