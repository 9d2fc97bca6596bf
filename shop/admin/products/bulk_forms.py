"""What an act on many products asks for, beside the products."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from shop.catalog.forms import places
from shop.catalog.navigation import tree

MOST_PERCENT = Decimal(1000)
FINEST = Decimal("0.01")


class ActForm(FlaskForm):
    """An act that asks for nothing."""

    class Meta:
        csrf = False  # shop.forgery decides

    @property
    def said(self) -> str:
        """What was filled in, where the page in between shows what comes of it."""
        return ""


class PlaceForm(ActForm):
    """A collection to put products into."""

    collection = SelectField(_("Collection"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.collection.choices = places(tree())

    def validate_collection(self, field: Field) -> None:
        if (field.data or "") not in tree().by_slug:
            raise ValidationError(_("There is no such collection."))

    @property
    def collection_id(self) -> int:
        return tree().by_slug[self.collection.data].id


class PriceForm(ActForm):
    """By how much prices change."""

    percent = StringField(
        _("Percent"), [DataRequired(_("Say by how many percent, such as -10 or 5."))]
    )
    strike_through = BooleanField(_("Show the old price struck through"))

    amount = Decimal(0)  # once it is validated

    @property
    def said(self) -> str:
        return f"{self.amount}/{self.strike_through.data}"

    def validate_percent(self, field: Field) -> None:
        # A minus as people's programs write it, and a comma for the point.
        text = field.data[:20].replace("\N{MINUS SIGN}", "-").replace(",", ".")
        try:
            amount = Decimal(text.replace("%", "").strip())
        except InvalidOperation:
            raise ValidationError(_("Say by how many percent, such as -10 or 5.")) from None
        if not amount.is_finite() or not -100 < amount <= MOST_PERCENT:
            raise ValidationError(_("Prices may change by -99.99 to 1,000 percent."))
        if amount == 0 or amount % FINEST:
            raise ValidationError(_("Give a number other than 0, with two decimals at most."))
        self.amount = amount
