"""Payments that no order can take, and refunds that did not go by themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from shop import money
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer, in_chunks
from shop.admin.orders.noting import noted
from shop.admin.orders.stray_list import advice, listed
from shop.auth.forms import TOO_LONG, Form
from shop.extensions import db
from shop.orders import refunds, strays
from shop.orders.models import Order, Payment, Refund
from shop.orders.pages import payment_title
from shop.orders.refunds import NotFailed
from shop.orders.strays import AlreadySettled
from shop.rights import Right
from shop.web import see_other

CSV_COLUMNS = (
    *("what", "order", "name", "email", "amount", "currency", "provider", "reference", "problem"),
    *("created_at", "settled_at", "settled_by", "note"),
)


class SettleForm(Form):
    note = TextAreaField(
        _l("What was done"),
        [DataRequired(_l("Say what was done.")), Length(max=500, message=TOO_LONG)],
    )


@blueprint.get("/payments")
@needs(Right.SEE_ORDERS)
def stray_payments() -> ResponseReturnValue:
    return _page()


def _page(form: SettleForm | None = None, wrong_at: str = "") -> ResponseReturnValue:
    """The list; 400 with the `form` of the row `wrong_at` (its kind and id), which was sent."""
    settled = request.args.get("state") == "settled"
    listing, statement = listed(settled=settled)
    asked = listing.asked()
    page = listing.page(statement, asked)
    html = render_template(
        "admin/orders/stray.html",
        listing=listing,
        asked=asked,
        page=page,
        advice=advice,
        payment_title=payment_title,
        settled=settled,
        form=form,
        wrong_at=wrong_at,
        blank=SettleForm(blank=True),
    )
    return html, 400 if form else 200


@blueprint.get("/payments.csv")
@needs(Right.SEE_ORDERS)
def stray_payments_csv() -> Response:
    return csv_answer("payments", CSV_COLUMNS, _rows(request.args.get("state") == "settled"))


def _rows(settled: bool) -> Iterator[tuple[Any, ...]]:
    listing, statement = listed(settled=settled)
    for chunk in in_chunks(listing.selected(statement, listing.asked())):
        for row in chunk:
            yield (
                *(advice(row).title, row.number, row.name, row.email),
                *(money.major(row.amount, row.currency), row.currency),
                *(row.provider, row.reference, row.text, row.created_at.isoformat()),
                row.settled_at.isoformat() if row.settled_at else "",
                *(row.settled_by, row.settled_note),
            )


@blueprint.post("/payments/<int:payment_id>/settle")
@needs(Right.EDIT_ORDERS)
def settle_payment(payment_id: int) -> ResponseReturnValue:
    payment = db.session.get(Payment, payment_id)
    if payment is None or payment.status != strays.WRONG:
        abort(404)
    return _settle(
        f"payment-{payment.id}",
        lambda note: strays.settle_payment(payment, current_user.name, note),
    )


@blueprint.post("/payments/refunds/<int:refund_id>/settle")
@needs(Right.EDIT_ORDERS)
def settle_stray_refund(refund_id: int) -> ResponseReturnValue:
    refund = db.session.get(Refund, refund_id) or abort(404)
    order = db.session.get_one(Order, refund.order_id)

    def settle(note: str) -> None:
        with noted(order):
            refunds.settle(order, refund, current_user.name, note)

    return _settle(f"refund-{refund.id}", settle)


def _settle(row: str, verb: Callable[[str], None]) -> ResponseReturnValue:
    """Do it with the note that was sent; what is settled already stays as it is."""
    form = SettleForm()
    if not form.validate_on_submit():
        return _page(form, row)
    try:
        verb(form.note.data)
    except (AlreadySettled, NotFailed):
        db.session.rollback()
        flash(_("Somebody has seen to this already."), "info")
    else:
        db.session.commit()
        flash(_("Settled. It is kept under “Settled”."), "success")
    return see_other(url_for("admin.stray_payments"))
