"""Fields of a promotion that no other page has."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from shop import locales
from shop.admin.products.fields import LONGEST_NUMBER
from shop.extensions import db

HUNDREDTHS = 100  # of a percent
WHOLE = 100 * HUNDREDTHS
MOST_ROWS = 200  # things that one promotion names


class PercentField(StringField):
    """Percent, as 20 or 12.5. `hundredths` of a percent, None for an empty field."""

    hundredths: int | None = None

    def pre_validate(self, form: Any) -> None:
        text = locales.plain_number((self.data or "").strip().removesuffix("%").rstrip())
        if not text:
            return
        self.hundredths = _hundredths(text)
        if self.hundredths is None:
            raise StopValidation(_("Give a percentage above 0 and up to 100, such as 12.5."))


def _hundredths(text: str) -> int | None:
    try:
        exact = Decimal(text if len(text) <= LONGEST_NUMBER else "") * HUNDREDTHS
    except ArithmeticError:  # no number, or one with a vast exponent
        return None
    is_whole = exact.is_finite() and 0 < exact <= WHOLE and exact == exact.to_integral_value()
    return int(exact) if is_whole else None


class RowsField(Field):
    """Rows of a model that are chosen by their ids, of which `data` is the sorted list."""

    def __init__(self, *args: Any, model: type[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model

    def process_data(self, value: Any) -> None:
        self.data = sorted(value or [])

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        ids = {
            int(text)
            for text in valuelist
            if text.isascii() and text.isdecimal() and len(text) < 10
        }
        self.data = sorted(ids)

    def rows(self) -> Sequence[Any]:
        """Those that are there, by their titles."""
        wanted = db.select(self.model).where(self.model.id.in_(self.data[:MOST_ROWS]))
        return db.session.scalars(wanted.order_by(self.model.title, self.model.id)).all()

    def iter_choices(self) -> Iterator[tuple[int, str]]:
        """For `editing.as_text`: each by its title."""
        return iter([(row.id, row.title) for row in self.rows()] or [(0, "")])

    def pre_validate(self, form: Any) -> None:
        if len(self.data) > MOST_ROWS:
            raise StopValidation(_("Choose at most %(most)s.", most=MOST_ROWS))
        if len(self.rows()) < len(self.data):
            raise StopValidation(_("Something that you chose is there no more."))
