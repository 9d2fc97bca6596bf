"""What importing the rows of a product would change."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _

from shop import money
from shop.catalog.models import Variant
from shop.catalog.transfer import cells
from shop.catalog.transfer.fields import plain_text
from shop.catalog.transfer.matching import Match, PictureFiles, picture_name
from shop.catalog.transfer.rows import VariantRow

LONGEST_SHOWN = 60  # characters of a text


class Change(NamedTuple):
    """One cell that says something new, or a product or a variant that is new as a whole."""

    line: int
    slug: str
    sku: str  # empty where the product as a whole changes
    column: str  # empty for what is new as a whole
    old: str
    new: str

    def __str__(self) -> str:
        what = f"{self.slug} {self.sku}".strip()
        if not self.column:
            return str(_("Line %(line)s: %(what)s is new.", line=self.line, what=what))
        place = _("Line %(line)s: ", line=self.line)
        return f"{place}{what}, {self.column}: {_shown(self.old)} → {_shown(self.new)}"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[: LONGEST_SHOWN - 1]}…”" if len(text) > LONGEST_SHOWN else f"“{text}”"


def choices(variant: Variant) -> dict[str, str]:
    """A variant's options and values, such as {"Colour": "Sage"}."""
    values = sorted(variant.option_values, key=lambda v: (v.option.position, v.option.id))
    return {value.option.name: value.value for value in values}


def differences(match: Match, files: PictureFiles) -> Iterator[Change]:
    """Every difference between the rows and the catalog; none means that nothing would change."""
    yield from _of_product(match)
    for row in match.rows.variants:
        yield from _of_variant(match, row)
    yield from _of_pictures(match, files)


def _of_product(match: Match) -> Iterator[Change]:
    rows, product = match.rows, match.product
    if product is None:
        yield Change(rows.line, rows.slug, "", "", "", "")
        return
    said = {
        "slug": (product.slug, rows.slug),
        "title": (product.title.strip(), rows.title),
        "collection": (
            cells.join(sorted(c.slug for c in product.collections)),
            cells.join(sorted(set(rows.collections))),
        ),
        "description": (plain_text(product.description), rows.description),
    }
    for column, (old, new) in said.items():
        if old != new:
            yield Change(rows.line, rows.slug, "", column, old, new)


def _of_variant(match: Match, row: VariantRow) -> Iterator[Change]:
    variant = match.variants.get(row.sku)
    if variant is None:
        yield Change(row.line, match.rows.slug, row.sku, "", "", "")
        return
    options = choices(variant)
    said = {
        "options": ("", "")
        if options == row.options
        else (cells.join_options(options), cells.join_options(row.options)),
        "price": (_amount(variant.price), _amount(row.price)),
        "compare_at_price": (_amount(variant.compare_at_price), _amount(row.compare_at_price)),
        "stock": (str(variant.stock), str(row.stock)),
    }
    for column, (old, new) in said.items():
        if old != new:
            yield Change(row.line, match.rows.slug, row.sku, column, old, new)


def _amount(amount: int | None) -> str:
    return "" if amount is None else money.major(amount, money.currency())


def _of_pictures(match: Match, files: PictureFiles) -> Iterator[Change]:
    """Files that the catalog does not have yet, or has with other contents."""
    named: set[str] = set()
    for row in match.rows.variants:
        for name in row.images:
            if not name or name in named:
                continue
            named.add(name)
            picture = match.picture(name)
            if picture is None:
                yield Change(row.line, match.rows.slug, row.sku, "image", "", name)
            elif files.newer(name, picture):
                new = _("%(name)s with new contents", name=name)
                yield Change(row.line, match.rows.slug, row.sku, "image", name, new)
        yield from _of_own_picture(match, row)


def _of_own_picture(match: Match, row: VariantRow) -> Iterator[Change]:
    """A variant that shows another one of the pictures that the product has already."""
    variant = match.variants.get(row.sku)
    if variant is None or not row.images:
        return
    own = match.picture(row.images[0])
    if variant.picture is not own and (own or not row.images[0]):
        old, new = picture_name(variant.picture), row.images[0]
        yield Change(row.line, match.rows.slug, row.sku, "image", old, new)
