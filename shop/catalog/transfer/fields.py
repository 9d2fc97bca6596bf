"""What one row says, cell by cell, and what is wrong with it: before any look at the database."""

import re
import unicodedata
from typing import NamedTuple

from flask_babel import gettext as _

from shop import money
from shop.catalog.transfer import cells
from shop.catalog.transfer.reading import Line

MOST_STOCK = 1_000_000  # units of one variant
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Characters, as the columns of the models have room for.
LONGEST = {"slug": 160, "title": 160, "sku": 64, "image": 120, "option": 40, "value": 60}


class Problem(NamedTuple):
    """What is wrong with one row."""

    line: int
    column: str  # empty where it is the row as a whole
    text: str

    def __str__(self) -> str:
        place = _("Line %(line)s", line=self.line)
        return f"{place}, {self.column}: {self.text}" if self.column else f"{place}: {self.text}"


class Fields:
    """The cells of one row, read. What cannot be read has a harmless value and adds a Problem."""

    def __init__(self, line: Line, problems: list[Problem]) -> None:
        self.line = line.number
        self._texts = line.cells or dict.fromkeys(cells.COLUMNS, "")
        self._problems = problems

    def refuse(self, column: str, text: str) -> None:
        self._problems.append(Problem(self.line, column, text))

    def text(self, column: str) -> str:
        """A short text that may not be missing."""
        text = self._texts[column].strip()
        if not text:
            self.refuse(column, _("it is missing."))
        return self._fitting(column, column, text)

    def slug(self) -> str:
        slug = self.text("slug")
        if slug and not SLUG.fullmatch(slug):
            self.refuse("slug", _("use small letters, digits and hyphens, such as blue-mug."))
        return slug

    def description(self) -> str:
        return plain_text(self._texts["description"])

    def names(self, column: str) -> list[str]:
        """Several names with `;` between them."""
        return cells.split(self._texts[column])

    def images(self) -> list[str]:
        """File names; the first is the variant's own, "" where it has none."""
        return [self._fitting("image", "image", name) for name in self.names("image")]

    def amount(self, column: str) -> int | None:
        """Minor units; None for an empty cell."""
        text = self._texts[column].strip()
        if not text:
            return None
        try:
            return money.parse(text, money.currency())
        except money.InvalidAmount:
            self.refuse(column, _("“%(text)s” is no amount such as 12.50.", text=text[:40]))
            return None

    def price(self) -> int:
        if not self._texts["price"].strip():
            self.refuse("price", _("it is missing."))
        return self.amount("price") or 0

    def compare_at_price(self, price: int) -> int | None:
        amount = self.amount("compare_at_price")
        if amount is not None and amount <= price:
            self.refuse("compare_at_price", _("it must be higher than the price, or empty."))
        return amount

    def stock(self) -> int:
        text = self._texts["stock"].strip()
        units = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        if not 0 <= units <= MOST_STOCK:
            self.refuse("stock", _("it must be a whole number of units, from 0 to 1,000,000."))
        return units

    def options(self) -> dict[str, str]:
        try:
            pairs = cells.split_options(self._texts["options"])
        except cells.NotAPair as error:
            self.refuse(
                "options", _("“%(text)s” is not of the form Colour=Sage.", text=str(error)[:40])
            )
            return {}
        options = dict(pairs)
        if len(options) < len(pairs):
            self.refuse("options", _("one option is named twice."))
        for name, value in pairs:
            self._fitting("options", "option", name)
            self._fitting("options", "value", value)
        return options

    def _fitting(self, column: str, kind: str, text: str) -> str:
        if len(text) > LONGEST[kind]:
            self.refuse(column, _("longer than %(count)s characters.", count=LONGEST[kind]))
        if any(unicodedata.category(character) == "Cc" for character in text):
            self.refuse(column, _("there is a control character in it."))
        return text


def plain_text(text: str) -> str:
    """`text` with one kind of line end and no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
