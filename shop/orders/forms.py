"""What a shopper fills in about an order."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from shop.auth.forms import TOO_LONG, Form
from shop.orders.models import Order, OrderLine
from shop.orders.returns import returnable

LONGEST_REASON = 1000


def paragraphs(text: str | None) -> str:
    """`text` without control characters, but with its line breaks."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines).strip()


class ReturnForm(Form):
    """What is to be sent back, and why."""

    id_prefix = "return-"

    line = SelectField(_("What"), [DataRequired(_("Choose what you would like to return."))])
    quantity = IntegerField(
        _("How many"),
        [
            InputRequired(_("Please give a whole number.")),
            NumberRange(1, 99, _("Please give a whole number from %(min)s to %(max)s.")),
        ],
        default=1,
    )
    reason = TextAreaField(
        _("Why"),
        [
            DataRequired(_("Please tell us why, in a few words.")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
        filters=[paragraphs],
    )

    def __init__(self, order: Order, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines = {str(line.id): line for line in order.lines if returnable(order, line) > 0}
        self.line.choices = [(id_, line.full_title) for id_, line in self.lines.items()]

    @property
    def chosen(self) -> OrderLine:
        return self.lines[self.line.data]
