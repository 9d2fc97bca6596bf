"""What is put into an order that is taken by telephone: its lines, and finding what to add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flask_babel import gettext as _

from shop.cart import forms
from shop.cart.models import MOST_CODES, MOST_LINES, MOST_UNITS
from shop.cart.queries import labels, named
from shop.catalog import search
from shop.catalog.models import Product, Variant
from shop.extensions import db
from shop.promotions import codes

QUANTITY = "quantity-"  # begins the names of the fields that hold the lines
MOST_FOUND = 20  # variants that a search offers
LONGEST_SEARCH = 100  # characters


class Offered(NamedTuple):
    """A variant that can be added. `price` in minor units."""

    id: int
    sku: str
    title: str
    price: int
    stock: int


@dataclass
class Lines:
    """The units of each variant, by its id, in the order in which they were added.

    `typed` and `errors` have what cannot be a number of units, by the variant's id, and why.
    """

    units: dict[int, int] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    def add(self, variant_id: int) -> None:
        """One more unit, where there is room for it."""
        if variant_id in self.units or len(self.units) < MOST_LINES:
            self.units[variant_id] = min(self.units.get(variant_id, 0) + 1, MOST_UNITS)

    def remove(self, variant_id: int) -> None:
        for each in (self.units, self.typed, self.errors):
            each.pop(variant_id, None)  # type: ignore[attr-defined]


def read(form: Mapping[str, str]) -> Lines:
    """The lines in the fields of a sent form; 0 units take a line out."""
    lines = Lines()
    for name, text in form.items():
        id_ = number(name.removeprefix(QUANTITY)) if name.startswith(QUANTITY) else 0
        if not id_ or len(lines.units) >= MOST_LINES:
            continue
        try:
            units = forms.quantity(text, id_, least=0)
        except forms.BadQuantity as error:
            lines.units[id_], lines.typed[id_], lines.errors[id_] = 1, error.typed, str(error)
        else:
            if units:
                lines.units[id_] = units
    return lines


def number(text: str | None) -> int:
    """The id in `text`; 0 for anything else."""
    text = text or ""
    is_number = text.isascii() and text.isdecimal() and len(text) < 11
    return int(text) if is_number and int(text) <= forms.LARGEST_ID else 0


def read_codes(text: str | None) -> tuple[tuple[str, ...], str]:
    """The promotion codes in `text`, with spaces or commas between them, and what is wrong."""
    found: list[str] = []
    for word in (text or "")[:500].replace(",", " ").split():
        try:
            found.append(codes.normal(word))
        except codes.NotACode:
            return tuple(found), str(_("“%(code)s” is no code of ours.", code=word[:40]))
    return tuple(dict.fromkeys(found))[:MOST_CODES], ""


def find(text: str) -> Sequence[Offered]:
    """What the shop sells by the SKU `text`, which is then all; else what its words find."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST_SEARCH]
    sold = (
        db.select(Variant.id, Variant.sku, Product.title, Variant.price, Variant.stock)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.is_published)
        .limit(MOST_FOUND)
    )
    rows = db.session.execute(sold.where(Variant.sku.in_({text, text.upper()}))).all()
    if not rows and text:
        found = search.match(text).statement
        best = sold.join(found, found.c.product_id == Product.id)
        order = (found.c.rank.desc(), Product.id, Variant.position, Variant.id)
        rows = db.session.execute(best.order_by(*order)).all()
    options = labels(row.id for row in rows)
    return [
        Offered(row.id, row.sku, named(row.title, options.get(row.id, "")), row.price, row.stock)
        for row in rows
    ]
