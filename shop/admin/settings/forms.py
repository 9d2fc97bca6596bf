"""The form of the shop's settings."""

from functools import lru_cache
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_name
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from shop import clock, locales
from shop.admin.editing import EditForm
from shop.auth.forms import email_field
from shop.catalog.forms import TOO_LONG, is_text, one_line, paragraphs
from shop.settings import LONGEST_ADDRESS, LONGEST_NAME, MOST_LOW_STOCK, Settings


class SettingsForm(EditForm):
    """All of them. `now`: as they are; may_change_currency: whether nothing was sold yet."""

    shop_name = StringField(
        _l("Name of the shop"),
        [
            DataRequired(_l("Give your shop a name.")),
            Length(max=LONGEST_NAME, message=TOO_LONG),
            is_text,
        ],
        filters=[one_line],
    )
    logo = FileField(_l("Logo"))
    remove_logo = BooleanField(_l("Show the name instead of the logo"))
    address = TextAreaField(
        _l("Address"),
        [Length(max=LONGEST_ADDRESS, message=TOO_LONG), is_text],
        filters=[paragraphs],
    )
    email = email_field()
    sender_name = StringField(
        _l("Name of the sender"),
        [Length(max=LONGEST_NAME, message=TOO_LONG), is_text],
        filters=[one_line],
    )
    currency = SelectField(_l("Currency"))
    low_stock = IntegerField(
        _l("Stock counts as low at"),
        [
            InputRequired(_l("Give a whole number.")),
            NumberRange(0, MOST_LOW_STOCK, _l("Give a whole number from 0 to %(max)s.")),
        ],
    )
    reviews_need_approval = BooleanField(_l("Show reviews only once they are approved"))

    def __init__(self, now: Settings, may_change_currency: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = currencies(locales.name())
        self.currency.choices = [
            (code, f"{code} · {name}")
            for code, name in ({now.currency: now.currency} | names).items()
            if may_change_currency or code == now.currency
        ]
        self.version.data = (self.stored or self).digest()  # of the choice by its name


def stored_form(now: Settings, may_change_currency: bool) -> SettingsForm:
    """The settings as they are, for comparing and for drawing."""
    data = {name: getattr(now, name) for name in KEPT}
    return SettingsForm(now, may_change_currency, blank=True, data=data)


# What the form says of the settings besides the logo and the currency, which have verbs.
SIMPLE = ("shop_name", "address", "email", "sender_name", "low_stock", "reviews_need_approval")
KEPT = (*SIMPLE, "currency")


@lru_cache(maxsize=16)
def currencies(locale: str) -> dict[str, str]:
    """The currencies that some country pays with today, by code. Source: CLDR."""
    today = clock.now().timetuple()[:3]
    codes = {
        code
        for used in get_global("territory_currencies").values()
        for code, _begin, end, is_tender in used
        if is_tender and (end is None or tuple(end) > today)
    }
    return {code: get_currency_name(code, locale=locale) for code in sorted(codes)}
