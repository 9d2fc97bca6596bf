"""Fields that keep what was typed, and beside it what it means."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import get_timezone, to_user_timezone
from flask_babel import gettext as _
from wtforms import Field, FieldList, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import DateTimeLocalInput

from shop import money
from shop.catalog.transfer.fields import MOST_STOCK

LONGEST_NUMBER = 30  # characters
MOST_WEIGHT = 1_000_000  # grams


class Rows(FieldList):
    """A FieldList that leaves numbers out which no page of ours has."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            number = name[len(prefix) + 1 :].split("-", 1)[0]
            is_ours = name.startswith(f"{prefix}-") and len(number) < 5
            if is_ours and number.isascii() and number.isdecimal():
                yield int(number)


class AmountField(StringField):
    """Money in major units, as 12.50. `amount` is in minor units, None for an empty field."""

    amount: int | None = None

    def pre_validate(self, form: Any) -> None:
        try:
            self.amount = self._read()
        except money.InvalidAmount:
            self.amount = None
            text = (self.data or "").strip()[:40]
            raise StopValidation(_("“%(text)s” is no amount such as 12.50.", text=text)) from None

    def _read(self) -> int | None:
        """Raises money.InvalidAmount."""
        text = (self.data or "").strip()
        if len(text) > LONGEST_NUMBER or not text.isascii() or "_" in text:
            raise money.InvalidAmount(text)
        return money.typed(text, money.currency()) if text else None

    @property
    def plain(self) -> str:
        """What was typed in its one spelling; as it is where it is no amount."""
        try:
            amount = self._read()
        except money.InvalidAmount:
            return str(self.data)
        return "" if amount is None else money.in_field(amount, money.currency())


class CountField(StringField):
    """A whole number from 0 to `most`. `count` is it, None for an empty field."""

    count: int | None = None

    def __init__(self, *args: Any, most: int = MOST_STOCK, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip()
        self.count = whole_number(text, self.most)
        if text and self.count is None:
            raise StopValidation(_("Give a whole number from 0 to %(most)s.", most=self.most))


class MomentField(StringField):
    """A day and a time of day in the shop's time zone. `moment` is aware, None for no such time."""

    widget = DateTimeLocalInput()

    @property
    def moment(self) -> datetime | None:
        return read_moment(self.data or "")


def whole_number(text: str | None, most: int) -> int | None:
    """`text` as a number from 0 to `most`; None where it is none."""
    text = (text or "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 11):
        return None
    return int(text) if int(text) <= most else None


def read_moment(text: str) -> datetime | None:
    """`text`, such as 2030-12-24T09:00 in the shop's time zone; None where it is no such time."""
    try:
        naive = datetime.fromisoformat(text.strip()[:LONGEST_NUMBER])
        if naive.tzinfo or not 1970 < naive.year < 3000:
            return None
        moment: datetime = get_timezone().localize(naive)
    except ValueError:
        return None
    return moment


def write_moment(moment: datetime | None) -> str:
    """What `read_moment` makes `moment` of, to the minute."""
    return to_user_timezone(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


def ids(field: Field) -> list[int]:
    """The row ids that a field holds with commas between; junk is left out."""
    numbers = [whole_number(text, 2**31 - 1) for text in (field.data or "").split(",")[:1000]]
    return [number for number in numbers if number is not None]
