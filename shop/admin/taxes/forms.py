"""The form of a tax rate."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp, StopValidation

from shop import locales
from shop.account import countries
from shop.admin.editing import EditForm
from shop.catalog.forms import TOO_LONG, is_text, one_line
from shop.taxes.models import TaxRate

UNITS = 10_000  # of a percent
LONGEST_NUMBER = 20  # characters
CLASS = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class RateField(StringField):
    """Percent, as 20 or 8.25. `units` of a ten-thousandth of a percent, None for junk."""

    units: int | None = None

    def pre_validate(self, form: Any) -> None:
        text = locales.plain_number((self.data or "").strip().removesuffix("%").rstrip())
        try:
            exact = Decimal(text if len(text) <= LONGEST_NUMBER else "") * UNITS
        except ArithmeticError:  # no number, or one with a vast exponent
            exact = Decimal(-1)
        if not (exact.is_finite() and 0 <= exact <= 100 * UNITS and exact == int(exact)):
            raise StopValidation(_("Give a percentage from 0 to 100, such as 8.25."))
        self.units = int(exact)


def percent(units: int) -> str:
    """What RateField makes `units` of, with a point and without needless zeros."""
    return f"{Decimal(units) / UNITS:f}"


class TaxRateForm(EditForm):
    """A rate, the goods that it is for, and where."""

    country = SelectField(_l("Country"))
    region = StringField(
        _l("Region"), [Length(max=80, message=TOO_LONG), is_text], filters=[one_line]
    )
    tax_class = StringField(
        _l("Class of goods"),
        [
            DataRequired(_l("Say for which goods; “standard” is for all without another.")),
            Length(max=20, message=TOO_LONG),
            Regexp(re.compile(CLASS.pattern + r"\Z"), message=_l("Use small letters and digits.")),
        ],
        filters=[one_line],
        default="standard",
    )
    rate = RateField(_l("Percent"))
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give it a title.")),
            Length(max=40, message=TOO_LONG),
            is_text,
        ],
        filters=[one_line],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        first = SelectChoice("", _l("Choose a country"))
        self.country.choices = [first, *(SelectChoice(*pair) for pair in countries.choices())]
        self.version.data = (self.stored or self).digest()  # of the country by its name

    def validate_country(self, field: SelectField) -> None:
        if not field.data:
            raise StopValidation(_("Choose a country."))

    @property
    def values(self) -> dict[str, Any]:
        """What is kept, by the names of its columns."""
        names = ("country", "region", "tax_class", "title")
        return {name: self[name].data for name in names} | {"rate": self.rate.units}


def stored_form(rate: TaxRate) -> TaxRateForm:
    """A rate as it is, for comparing and for drawing."""
    data = {name: getattr(rate, name) for name in ("country", "region", "tax_class", "title")}
    return TaxRateForm(blank=True, data=data | {"rate": locales.typed_number(percent(rate.rate))})
