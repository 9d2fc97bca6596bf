"""The forms of signing up, signing in and a forgotten password."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from shop.auth import emails, passwords
from shop.database import SAFE_METHODS

TOO_LONG = _("Use at most %(max)d characters.")


class Form(FlaskForm):
    """A form that reads what a browser posts, and nothing else; shop.forgery checks its token.

    `blank` leaves what was posted alone, for the other forms of a page. `id_prefix` keeps the
    ids of fields apart where a page has several forms.
    """

    class Meta:
        csrf = False

    id_prefix = ""

    def __init__(self, *, blank: bool = False, id_prefix: str = "", **kwargs: Any) -> None:
        posted = None if blank or request.method in SAFE_METHODS else request.form
        super().__init__(formdata=posted, **kwargs)
        for field in self:
            field.id = (id_prefix or self.id_prefix) + field.name


def tidy(text: str | None) -> str:
    """`text` without control characters and needless spaces."""
    joined = "".join(c if c.isprintable() or c in JOINERS else " " for c in text or "")
    return " ".join(joined.split())


JOINERS = "\u200c\u200d"  # they join letters in Persian and Hindi, and parts of emoji


def is_email(_form: Form, field: Field) -> None:
    """A validator that also brings the field's data into the one spelling."""
    try:
        field.data = emails.normalised(field.data)
    except emails.InvalidEmail:
        raise ValidationError(_("Enter an e-mail address such as name@example.com.")) from None


def is_good_password(form: Form, field: Field) -> None:
    try:
        passwords.check(field.data, *form.personal)
    except passwords.WeakPassword as error:
        raise ValidationError(str(error)) from None


def name_field() -> StringField:
    return StringField(
        _("Your name"),
        [DataRequired(_("Enter your name.")), Length(max=100, message=TOO_LONG)],
        filters=[tidy],
    )


def email_field() -> StringField:
    return StringField(_("E-mail"), [DataRequired(_("Enter your e-mail address.")), is_email])


class RegisterForm(Form):
    name = name_field()
    email = email_field()
    password = PasswordField(
        _("Password"), [InputRequired(_("Choose a password.")), is_good_password]
    )
    next = HiddenField()

    @property
    def personal(self) -> tuple[str, ...]:
        return (self.name.data or "", self.email.data or "")


class LoginForm(Form):
    """Any address will do here: whether it is one of ours, the answer must not tell."""

    email = StringField(_("E-mail"), [DataRequired(_("Enter your e-mail address."))])
    password = PasswordField(_("Password"), [InputRequired(_("Enter your password."))])
    remember = BooleanField(_("Keep me signed in on this device"))
    next = HiddenField()


class CodeForm(Form):
    """The second factor: a code of the app, or a recovery code."""

    code = StringField(
        _("Code"),
        [DataRequired(_("Enter the code.")), Length(max=40, message=TOO_LONG)],
        filters=[tidy],
    )
    next = HiddenField()


class ForgotForm(Form):
    email = email_field()


class ResetForm(Form):
    password = PasswordField(
        _("New password"), [InputRequired(_("Choose a password.")), is_good_password]
    )
    personal: tuple[str, ...] = ()
