"""The forms of a customer's own pages."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from shop.account import countries
from shop.auth.forms import TOO_LONG, Form, email_field, is_good_password, name_field, tidy


def current_password_field() -> PasswordField:
    return PasswordField(_("Current password"), [InputRequired(_("Enter your current password."))])


class ProfileForm(Form):
    id_prefix = "profile-"

    name = name_field()


class EmailForm(Form):
    id_prefix = "email-"

    email = email_field()
    current_password = current_password_field()


class PasswordForm(Form):
    id_prefix = "password-"

    current_password = current_password_field()
    password = PasswordField(
        _("New password"), [InputRequired(_("Choose a password.")), is_good_password]
    )
    personal: tuple[str, ...] = ()


class SecondFactorForm(Form):
    """Setting it up: the code shows that the app has read the secret."""

    code = StringField(
        _("Code from the app"),
        [DataRequired(_("Enter the code that the app shows.")), Length(max=40, message=TOO_LONG)],
        filters=[tidy],
    )
    current_password = current_password_field()
    next = HiddenField()


class RecoveryCodesForm(Form):
    id_prefix = "codes-"

    current_password = current_password_field()


class NoSecondFactorForm(Form):
    id_prefix = "remove-"

    current_password = current_password_field()


class DeleteForm(Form):
    id_prefix = "delete-"

    current_password = current_password_field()


def _text(label: Any, most: int, required: Any = None) -> StringField:
    """A line of an address of at most `most` characters; `required` says so where it is missing."""
    first = DataRequired(required) if required else Optional()
    return StringField(label, [first, Length(max=most, message=TOO_LONG)], filters=[tidy])


class AddressForm(Form):
    """As it is written on a parcel. Only what every country has is asked for."""

    name = _text(_("Name"), 100, _("Enter the name on the parcel."))
    line1 = _text(_("Street and number"), 120, _("Enter the street and number."))
    line2 = _text(_("Flat, floor, company"), 120)
    city = _text(_("Town or city"), 80, _("Enter the town or city."))
    region = _text(_("County, state or region"), 80)
    postcode = _text(_("Postcode"), 20)
    country = SelectField(_("Country"), [DataRequired(_("Choose a country."))])
    phone = StringField(
        _("Phone"),
        [Optional(), Regexp(r"[+0-9 ()./x-]{5,30}\Z", message=_("Enter a phone number."))],
        filters=[tidy],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country.choices = [("", _("Choose a country")), *countries.choices()]

    @property
    def entries(self) -> dict[str, str]:
        """The columns of an Address."""
        return {name: value or "" for name, value in self.data.items()}
