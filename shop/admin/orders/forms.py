"""What is filled in about an order in the back office."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from shop.account import countries
from shop.account.forms import AddressForm
from shop.admin.editing import EditForm
from shop.auth.forms import TOO_LONG, Form, tidy
from shop.orders import resending
from shop.orders.forms import paragraphs
from shop.orders.models import Order


def line_field(label: Any, most: int, *more: Any) -> StringField:
    """A line of at most `most` characters, which may be left empty."""
    return StringField(
        label, [Optional(), Length(max=most, message=TOO_LONG), *more], filters=[tidy]
    )


def text_field(label: Any, most: int, missing: Any) -> TextAreaField:
    """Paragraphs of at most `most` characters; `missing` says that there must be some."""
    return TextAreaField(
        label,
        [DataRequired(missing), Length(max=most, message=TOO_LONG)],
        filters=[paragraphs],
    )


def is_web_address(_form: Form, field: Field) -> None:
    """A link that a shopper's browser may follow: no script, no file."""
    try:
        parts = urlsplit(field.data)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or " " in field.data:
        raise ValidationError(gettext("Enter an address that begins with https:// or http://."))


class ShipForm(Form):
    """Where the shopper can follow the parcel."""

    id_prefix = "ship-"

    tracking_number = line_field(_l("Tracking number"), 80)
    tracking_url = line_field(_l("Tracking link"), 300, is_web_address)


class CancelForm(Form):
    """Why an order is cancelled; nobody but the shop reads it."""

    id_prefix = "cancel-"

    reason = line_field(_l("Reason"), 200)


class NoteForm(Form):
    """A note for the others in the shop."""

    id_prefix = "note-"

    text = text_field(_l("Note"), 2000, _l("Write something first."))


class ReceiveForm(Form):
    """What came back."""

    id_prefix = "receive-"

    restock = BooleanField(_l("It can be sold again"))


class RefuseForm(Form):
    """Why something is not taken back; the shopper reads it."""

    id_prefix = "refuse-"

    reason = text_field(_l("Why it is not taken back"), 500, _l("Say why; the shopper reads it."))


class MailForm(Form):
    """A letter to send once more."""

    id_prefix = "mail-"

    letter = SelectField(_l("Mail"), [DataRequired(_l("Choose a mail."))])

    def __init__(self, order: Order, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        found = resending.letters(order)
        self.letter.choices = [(letter.name, letter.title) for letter in found]


class DeliveryForm(EditForm):
    """Where an order goes, as long as it is here."""

    name = AddressForm.name
    line1 = AddressForm.line1
    line2 = AddressForm.line2
    city = AddressForm.city
    region = AddressForm.region
    postcode = AddressForm.postcode
    country = SelectField(_l("Country"), choices=countries.choices)
    phone = AddressForm.phone

    @property
    def address(self) -> dict[str, str]:
        """The columns of the order."""
        left_out = ("version",)
        return {name: value or "" for name, value in self.data.items() if name not in left_out}
