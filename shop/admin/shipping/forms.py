"""The forms of a zone and of a way to ship."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from shop import money
from shop.account import countries
from shop.admin.editing import EditForm
from shop.admin.products.fields import AmountField, Rows, whole_number
from shop.catalog.forms import TOO_LONG, is_text, one_line
from shop.catalog.slugs import slug_of
from shop.pages.services import SLUG
from shop.shipping.models import Basis, ShippingMethod, ShippingStep, ShippingZone

LONGEST_CODE = 40  # characters
MOST_POSITION = 1000
MOST_STEPS = 50
SPARE_ROWS = 3  # empty ones below the steps there are
WHOLE = _l("Give a whole number from 0 to %(max)s.")
NO_STEP = _l("Give at least one price. A line that begins at 0 holds for every parcel.")


def title_field() -> StringField:
    return StringField(
        _l("Title"),
        [DataRequired(_l("Give it a title.")), Length(max=80, message=TOO_LONG), is_text],
        filters=[one_line],
    )


class ZoneForm(EditForm):
    """A zone's title and its countries."""

    title = title_field()
    countries = SelectMultipleField(
        _l("Countries"), filters=[lambda codes: sorted(set(codes or ()))]
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.countries.choices = countries.choices()
        self.version.data = (self.stored or self).digest()  # of the choices by their names


class StepForm(Form):
    """One price, and from where on it holds."""

    threshold = StringField(_l("From"))
    price = AmountField(_l("Price"))

    @property
    def is_empty(self) -> bool:
        return not (self.threshold.data or "").strip() and not (self.price.data or "").strip()


class MethodForm(EditForm):
    """A way to ship. `prices` is by threshold once the form is valid; see shop.shipping."""

    title = title_field()
    description = StringField(
        _l("What shoppers read below it"),
        [Length(max=160, message=TOO_LONG), is_text],
        filters=[one_line],
    )
    code = StringField(_l("Code"), filters=[one_line])
    basis = RadioField(
        _l("The price depends on"),
        choices=[
            SelectChoice(Basis.TOTAL.value, _l("what the goods cost")),
            SelectChoice(Basis.WEIGHT.value, _l("what the parcel weighs, in grams")),
        ],
        default=Basis.TOTAL.value,
    )
    steps = Rows(FormField(StepForm), label=_l("Prices"))
    free_over = AmountField(_l("Free from"))
    is_active = BooleanField(_l("Offered at the checkout"), default=True)
    position = IntegerField(
        _l("Place among the ways"),
        [InputRequired(WHOLE), NumberRange(0, MOST_POSITION, WHOLE)],
        default=0,
    )
    prices: dict[int, int]

    def validate_code(self, field: StringField) -> None:
        """Empty, it is made from the title."""
        field.data = field.data or slug_of(self.title.data or "", "shipping")[:LONGEST_CODE]
        field.data = field.data.strip("-")
        if len(field.data) > LONGEST_CODE or not SLUG.fullmatch(field.data):
            raise ValidationError(
                _("Use small letters, digits and hyphens, at most %(max)s.", max=LONGEST_CODE)
            )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.steps.errors:  # each line says for itself what is wrong with it
            sentences = [error for error in self.steps.errors if isinstance(error, str)]
            self.steps.errors = sentences or [_("Look at the prices below.")]
        return bool(is_valid)

    def validate_steps(self, field: Rows) -> None:
        """Read the prices; what is wrong with one stands beside it."""
        self.prices = {}
        filled = [entry.form for entry in field.entries if not entry.form.is_empty]
        for step in filled[:MOST_STEPS]:
            self._read(step)
        if len(filled) > MOST_STEPS:
            raise ValidationError(_("Give at most %(most)s prices.", most=MOST_STEPS))
        if not filled:
            raise ValidationError(str(NO_STEP))
        if any(step.threshold.errors or step.price.errors for step in filled):
            raise ValidationError(_("Look at the prices below."))

    def _read(self, step: StepForm) -> None:
        threshold = self._threshold(step.threshold.data or "0")
        if threshold is None:
            step.threshold.errors = [_("Give an amount or a weight, such as 50.")]
        elif threshold in self.prices:
            step.threshold.errors = [_("There is a price from here on already.")]
        elif step.price.amount is None and not step.price.errors:
            step.price.errors = [_("Give a price; 0 is free.")]
        elif step.price.amount is not None:
            self.prices[threshold] = step.price.amount

    def _threshold(self, text: str) -> int | None:
        """Minor units or grams, as the basis says; None for junk."""
        if self.basis.data == Basis.WEIGHT:
            return whole_number(text, money.LARGEST)
        try:
            is_plain = len(text) < 30 and text.isascii() and "_" not in text
            return money.typed(text if is_plain else "", money.currency())
        except money.InvalidAmount:
            return None

    @property
    def values(self) -> dict[str, Any]:
        """What is kept, by the names of its columns."""
        names = ("title", "description", "code", "basis", "is_active", "position")
        return {name: self[name].data for name in names} | {"free_over": self.free_over.amount}


def stored_zone(zone: ShippingZone) -> ZoneForm:
    """A zone as it is, for comparing and for drawing."""
    codes = [country.country for country in zone.countries]
    return ZoneForm(blank=True, data={"title": zone.title, "countries": codes})


def stored_method(method: ShippingMethod) -> MethodForm:
    """A way to ship as it is, for comparing and for drawing, with lines for more prices."""
    code = money.currency()
    names = ("title", "description", "code", "basis", "is_active", "position")
    data: dict[str, Any] = {name: getattr(method, name) for name in names}
    data["free_over"] = "" if method.free_over is None else money.in_field(method.free_over, code)
    data["steps"] = [*_rows(method.steps, method.basis), *blank_rows()]
    return MethodForm(blank=True, data=data)


def blank_rows(count: int = SPARE_ROWS) -> list[dict[str, str]]:
    return [{"threshold": "", "price": ""} for _number in range(count)]


def _rows(steps: Iterable[ShippingStep], basis: str) -> list[dict[str, str]]:
    code = money.currency()
    return [
        {
            "threshold": str(step.threshold)
            if basis == Basis.WEIGHT
            else money.in_field(step.threshold, code),
            "price": money.in_field(step.price, code),
        }
        for step in steps
    ]
