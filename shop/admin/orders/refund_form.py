"""What of an order is to be refunded: units of its lines, and an amount besides."""

import hashlib
import re
import uuid
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, IntegerField, ValidationError
from wtforms.validators import NumberRange, Optional

from shop import money
from shop.admin.orders.forms import line_field
from shop.auth.forms import Form
from shop.orders import refunds
from shop.orders.models import Order, OrderLine
from shop.orders.refunds import Part

TOKEN = re.compile(r"[0-9a-f]{32}")


class RefundForm(Form):
    """Without fields for units, which `refund_form` adds; `seen` is a digest of what was refunded
    when the page was drawn, and `token` knows a second press."""

    id_prefix = "refund-"

    amount = line_field(_l("Further amount"), 20)
    reason = line_field(_l("Reason"), 200)
    restock = BooleanField(_l("What comes back can be sold again"))
    token = HiddenField()
    seen = HiddenField()
    confirmed = HiddenField()

    def __init__(self, order: Order, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.order = order
        self.sent_seen = self.seen.data or ""
        self.seen.data = seen(order)
        if not TOKEN.fullmatch(self.token.data or ""):
            self.token.data = uuid.uuid4().hex
        for _line, field in self.units:
            field.flags.optional = False  # it says 0; left empty, it means the same

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else has refunded something since the page was drawn."""
        return str(self.seen.data) != self.sent_seen

    @property
    def units(self) -> list[tuple[OrderLine, Field]]:
        """Each line of which something is left, with its field."""
        fields = ((line, self._fields.get(f"units_{line.id}")) for line in self.order.lines)
        return [(line, field) for line, field in fields if field is not None]

    @property
    def part(self) -> Part:
        """What was asked for; the form is valid."""
        return Part(
            units={line.id: field.data for line, field in self.units if field.data},
            amount=self.minor_units,
            restock=bool(self.restock.data),
            token=self.token.data,
        )

    @property
    def minor_units(self) -> int:
        """The further amount. Raises money.InvalidAmount."""
        text = (self.amount.data or "").strip()
        return money.typed(text, self.order.currency) if text else 0

    def validate_amount(self, field: Field) -> None:
        try:
            amount = self.minor_units
        except money.InvalidAmount:
            raise ValidationError(gettext("Enter an amount such as 12.50.")) from None
        if amount > refunds.left(self.order):
            raise ValidationError(self.too_much(refunds.left(self.order)))

    def validate(self, extra_validators: Any = None) -> bool:
        """At least something must be asked for, and together not more than is left."""
        if not super().validate(extra_validators):
            return False
        try:
            total = refunds.worth(self.order, self.part)
        except refunds.TooMuch as error:
            self.amount.errors = [self.too_much(error.left)]
            return False
        if not total and not self.part.units:
            self.form_errors.append(gettext("Say how many units, or how much, to refund."))
        return not self.form_errors

    def too_much(self, left: int) -> str:
        shown = money.shown(left, self.order.currency)
        return str(gettext("At most %(amount)s more can be refunded.", amount=shown))


def refund_form(order: Order, *, blank: bool = False) -> RefundForm:
    """The form for the lines of `order`."""
    fields = {
        f"units_{line.id}": _units_field(line.quantity - line.refunded_quantity)
        for line in order.lines
        if line.quantity > line.refunded_quantity
    }
    return type("RefundForm", (RefundForm,), fields)(order, blank=blank)  # type: ignore[no-any-return]


def _units_field(most: int) -> IntegerField:
    message = _l("Please give a whole number from %(min)s to %(max)s.")
    return IntegerField(
        _l("Units to refund"), [Optional(), NumberRange(0, most, message)], default=0
    )


def seen(order: Order) -> str:
    """Stands for what of `order` is refunded."""
    lines = [(line.id, line.refunded_quantity) for line in order.lines]
    return hashlib.sha256(repr((order.refunded, lines)).encode()).hexdigest()[:32]
