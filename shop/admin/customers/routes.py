"""Customers: their list, the same as a CSV file, their pages, and what can be done for one."""

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import money
from shop.access import needs
from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.admin.blueprint import blueprint
from shop.admin.customers.listing import CUSTOMERS, MOST_GUESTS
from shop.admin.customers.page import customer_page, known
from shop.admin.exports import csv_answer, in_chunks
from shop.auth import services as auth
from shop.auth.models import User
from shop.extensions import db
from shop.orders import spending
from shop.rights import Right
from shop.web import see_other

CSV_COLUMNS = ("name", "email", "since", "confirmed", "orders", "spent", "currency", "last_order")


@blueprint.get("/customers")
@needs(Right.SEE_CUSTOMERS)
def customers() -> str:
    asked = CUSTOMERS.asked()
    page = CUSTOMERS.page(db.select(User), asked)
    return render_template(
        "admin/customers/list.html",
        listing=CUSTOMERS,
        asked=asked,
        page=page,
        spent=spending.of_users(user.id for user in page.items),
        nothing=spending.NOTHING,
        guests=spending.of_guests(asked.q, MOST_GUESTS) if asked.q else {},
    )


@blueprint.get("/customers.csv")
@needs(Right.SEE_CUSTOMERS)
def customers_csv() -> Response:
    return csv_answer("customers", CSV_COLUMNS, _rows())


def _rows() -> Iterator[tuple[Any, ...]]:
    """What was spent in the shop's currency, in major units with a point."""
    code = money.currency()
    for users in in_chunks(CUSTOMERS.selected(db.select(User), CUSTOMERS.asked())):
        known_spent = spending.of_users(user.id for user in users)
        for user in users:
            spent = known_spent.get(user.id, spending.NOTHING)
            yield (
                *(user.name, user.email, user.created_at.isoformat()),
                user.confirmed_at.isoformat() if user.confirmed_at else "",
                *(spent.orders, money.major(spent.amounts.get(code, 0), code), code),
                spent.last_at.isoformat() if spent.last_at else "",
            )


@blueprint.get("/customers/<int:user_id>")
@needs(Right.SEE_CUSTOMERS)
def customer(user_id: int) -> str:
    return customer_page(known(user_id))


@blueprint.post("/customers/<int:user_id>/password-reset")
@needs(Right.EDIT_ORDERS)
def send_password_reset(user_id: int) -> ResponseReturnValue:
    user = known(user_id)
    if auth.ask_for_reset(user.email):
        trail.note(target_of(user), None, user.email, field="password reset mail")
        flash(_("The mail with the link to a new password is on its way."), "success")
    else:
        flash(_("They were sent several of these mails just now. Try again later."), "warning")
    db.session.commit()
    return see_other(url_for("admin.customer", user_id=user.id))


@blueprint.post("/customers/<int:user_id>/confirmation")
@needs(Right.EDIT_ORDERS)
def send_confirmation(user_id: int) -> ResponseReturnValue:
    user = known(user_id)
    if auth.ask_for_confirmation(user):
        trail.note(target_of(user), None, user.email, field="confirmation mail")
        flash(_("The mail with the link that confirms the address is on its way."), "success")
    db.session.commit()
    return see_other(url_for("admin.customer", user_id=user.id))
