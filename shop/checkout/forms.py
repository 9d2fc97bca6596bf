"""What a shopper fills in to order."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField, ValidationError
from wtforms.validators import DataRequired

from shop.account import countries
from shop.account.forms import AddressForm
from shop.account.models import Address
from shop.auth.forms import email_field
from shop.shipping import services as shipping

ADDRESS = ("name", "line1", "line2", "city", "region", "postcode", "country", "phone")


class CheckoutForm(AddressForm):
    """The whole of the page: who, where to, how, and what was shown."""

    email = email_field()
    shipping_method = RadioField(
        _("Delivery"),
        [DataRequired(_("Choose how it should reach you."))],
        validate_choice=False,
    )
    payment_method = RadioField(
        _("Payment"), [DataRequired(_("Choose how you would like to pay."))], validate_choice=False
    )
    save_address = BooleanField(_("Keep this address in my address book"))
    checkout_token = HiddenField()
    shown = HiddenField()

    def __init__(self, payment_methods: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        served = shipping.countries()
        self.country.choices = [
            ("", gettext("Choose a country")),
            *((code, name) for code, name in countries.choices() if code in served),
        ]
        self.country.validate_choice = False
        self.payment_method.choices = list(payment_methods)
        self.country.data = (self.country.data or "").strip().upper()[:2]

    @property
    def entries(self) -> dict[str, str]:
        """The columns of an address."""
        return {name: getattr(self, name).data or "" for name in ADDRESS}

    @property
    def served_country(self) -> str:
        """The country that was chosen, where the shop ships there; else nothing."""
        codes = [code for code, _name in self.country.choices]
        return self.country.data if self.country.data in codes else ""

    def fill_in(self, address: Address) -> None:
        for name in ADDRESS:
            getattr(self, name).data = getattr(address, name)

    def offer_methods(self, codes: Iterable[str]) -> None:
        """The ways of shipping that can be chosen."""
        self.shipping_method.choices = [(code, code) for code in codes]

    def validate_country(self, field: Field) -> None:
        if field.data and not self.served_country:
            raise ValidationError(gettext("We do not ship to this country."))

    def validate_shipping_method(self, field: Field) -> None:
        if self.served_country and not _is_offered(field):
            raise ValidationError(gettext("Choose how it should reach you."))

    def validate_payment_method(self, field: Field) -> None:
        if not _is_offered(field):
            raise ValidationError(gettext("Choose how you would like to pay."))


def _is_offered(field: Field) -> bool:
    return field.data in [code for code, _title in field.choices]


def is_update() -> bool:
    """Whether the shopper asks for the page with what was changed, and not for the goods."""
    return request.form.get("action") == "update" or "use_address" in request.form


def chosen_address() -> int:
    """The id of the address of the book that was chosen; 0 where none was."""
    text = request.form.get("use_address", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
