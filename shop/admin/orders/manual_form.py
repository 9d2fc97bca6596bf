"""The form of an order that is taken by telephone, and what it would place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from shop.account import queries
from shop.account.models import Address
from shop.admin.orders import manual_lines
from shop.admin.orders.manual_lines import Lines, Offered
from shop.auth import emails
from shop.auth import services as auth
from shop.auth.forms import TOO_LONG
from shop.auth.models import User
from shop.cart.queries import contents_of
from shop.cart.totals import Place
from shop.checkout.drafts import Draft, draft
from shop.checkout.forms import CheckoutForm
from shop.database import SAFE_METHODS
from shop.extensions import db
from shop.orders.models import Order
from shop.orders.pages import payment_title
from shop.orders.states import INVOICE


class ManualOrderForm(CheckoutForm):
    """The checkout's fields, and those of whoever sits at the telephone."""

    save_address = None
    find = StringField(_l("Add by SKU or title"))
    codes = StringField(_l("Promotion codes"), [Optional()])
    note = TextAreaField(_l("Note for the shop"), [Optional(), Length(max=2000, message=TOO_LONG)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([(INVOICE, payment_title(INVOICE))], **kwargs)
        self.payment_method.data = INVOICE
        if request.method in SAFE_METHODS:
            self.country.data = current_app.config["SHOP_COUNTRY"]


@dataclass
class Sheet:
    """All that is on the page: the form, its lines, what was found to add to them."""

    form: ManualOrderForm
    lines: Lines
    found: Sequence[Offered] | None = None  # None: nothing was searched for

    @cached_property
    def codes(self) -> tuple[tuple[str, ...], str]:
        """The promotion codes, and what is wrong with one that can be none."""
        return manual_lines.read_codes(self.form.codes.data)

    @cached_property
    def draft(self) -> Draft:
        """The order as it would be placed now."""
        form = self.form
        where = Place(form.served_country, form.region.data or "")
        inside = contents_of(self.lines.units, self.codes[0])
        made = draft(inside, where, form.shipping_method.data or "", _customer(form))
        form.offer_methods(method.code for method in made.methods)
        return made

    def is_valid(self) -> bool:
        """Whether it can be placed as it is; errors are beside their fields."""
        _methods = self.draft  # only with it does the form know how it can be shipped
        is_valid = self.form.validate()
        if not self.lines.units:
            self.form.find.errors = [_("Add what is ordered.")]
        return not self.mark_errors() and is_valid

    def mark_errors(self) -> bool:
        """Put the errors beside their fields that no validator knows; whether there is any."""
        if self.codes[1]:
            self.form.codes.errors = [self.codes[1]]
        return bool(self.form.errors or self.lines.errors)


def _customer(form: ManualOrderForm) -> str | None:
    try:
        return emails.normalised(form.email.data)
    except emails.InvalidEmail:
        return None


def blank() -> Sheet:
    """An empty order, for the customer or mail address that the address bar names."""
    form = ManualOrderForm()
    if id_ := request.args.get("customer"):
        user = db.session.get(User, manual_lines.number(id_)) or abort(404)
        fill_in(form, user.email)
    elif email := request.args.get("email"):
        form.email.data = email[: emails.LONGEST]
        fill_in(form, email)
    return Sheet(form, Lines())


def sent() -> Sheet:
    """The order as it was sent."""
    return Sheet(ManualOrderForm(), manual_lines.read(request.form))


def fill_in(form: ManualOrderForm, email: str | None) -> bool:
    """Fill in what is known of the mail address `email`: the account's name and last address, or
    where a guest's last order went. Whether there was anything."""
    try:
        email = emails.normalised(email)
    except emails.InvalidEmail:
        return False
    user = auth.find(email)
    book = queries.addresses(user)[:1] if user else ()
    last = book[0] if book else _last_order(email)
    if user:
        form.email.data, form.name.data = user.email, user.name
    if last:
        form.fill_in(last)
    return bool(user or last)


def _last_order(email: str) -> Address | None:
    """The address of the last order of `email`: an order has the same columns as an address."""
    found: Address | None = db.session.scalar(
        db.select(Order)
        .where(Order.email == email)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(1)
    )
    return found
