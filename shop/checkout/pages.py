"""The checkout's page, and what it says when an order cannot be placed as it was shown."""

from collections.abc import Sequence

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import money
from shop.account import countries, queries
from shop.account.models import Address
from shop.auth import emails
from shop.cart.queries import Contents
from shop.cart.totals import Place
from shop.checkout import forms, payments, placing
from shop.checkout.drafts import Changed, Draft, draft
from shop.checkout.forms import CheckoutForm
from shop.database import SAFE_METHODS
from shop.errors import Conflict, problem
from shop.web import wants_json


def form_for(inside: Contents) -> tuple[CheckoutForm, Draft]:
    """The form of this request, and the order that it would place."""
    form = CheckoutForm([(code, title) for code, (title, _said) in payments.methods().items()])
    book = _addresses()
    chosen = next((a for a in book if a.id == forms.chosen_address()), None)
    if request.method in SAFE_METHODS:
        _prefill(form, book)
    elif chosen:
        form.fill_in(chosen)
    where = Place(form.served_country, form.region.data or "")
    made = draft(inside, where, form.shipping_method.data or "", _customer(form))
    form.offer_methods(method.code for method in made.methods)
    return form, made


def _addresses() -> Sequence[Address]:
    return queries.addresses(current_user) if current_user.is_authenticated else ()


def _prefill(form: CheckoutForm, book: Sequence[Address]) -> None:
    """What is known: the customer's last address, else the shop's own country."""
    form.country.data = current_app.config["SHOP_COUNTRY"]
    form.payment_method.data = form.payment_method.choices[0][0]
    if current_user.is_authenticated:
        form.email.data, form.name.data = current_user.email, current_user.name
    if book:
        form.fill_in(book[0])


def _customer(form: CheckoutForm) -> str | None:
    """By whose uses promotions are limited: the address that was typed, else the customer's."""
    try:
        return emails.normalised(form.email.data)
    except emails.InvalidEmail:
        return current_user.email if current_user.is_authenticated else None


def page(form: CheckoutForm, made: Draft, said: Sequence[str] = ()) -> ResponseReturnValue:
    """The page: 200; 409 where `said` says what has changed; 400 where a field needs a look."""
    status = 409 if said else 400 if form.errors else 200
    if status != 200 and wants_json():
        return _problem(form, said)
    if not form.shipping_method.data or form.shipping_method.data not in _codes(made):
        form.shipping_method.data = made.method.code if made.method else None
    html = render_template(
        "checkout/show.html",
        form=form,
        draft=made,
        said=said,
        token=placing.form_token(form.checkout_token.data),
        addresses=_addresses(),
        methods=payments.methods(),
        country_name=countries.name_of,
    )
    return html, status


def _codes(made: Draft) -> list[str]:
    return [method.code for method in made.methods]


def _problem(form: CheckoutForm, said: Sequence[str]) -> ResponseReturnValue:
    if said:
        return problem(409, _("That has changed"), " ".join(said))
    errors = {name: [str(e) for e in found] for name, found in form.errors.items()}
    sentence = _("Some fields need another look.")
    return problem(400, _("That did not work"), sentence, errors=errors)


def changes(made: Draft, error: Changed) -> list[str]:
    """What is not as it was shown, in sentences."""
    said = [_("This is not quite what you saw before. Please check it; nothing was ordered yet.")]
    if error.before is not None and error.before != made.totals.total:
        before, now = money.shown(error.before), money.shown(made.totals.total)
        said.append(_("The total is %(now)s now, it was %(before)s.", now=now, before=before))
    return said


def sold_out(titles: Sequence[str]) -> str:
    names = ", ".join(titles)
    return str(_("There is not enough left of: %(titles)s.", titles=names))


def nothing_left(titles: Sequence[str]) -> Conflict:
    """409 where nothing in the cart can be bought any more."""
    sentence = _("Sold out in the meantime: %(titles)s.", titles=", ".join(titles))
    return Conflict(sentence, url_for("cart.show"), _("To your cart"))


def try_again() -> Conflict:
    """409 where two presses met and neither order stands."""
    sentence = _("Your order was not placed. Please try once more.")
    return Conflict(sentence, url_for("checkout.show"), _("Back to the checkout"))
