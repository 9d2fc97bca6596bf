"""The rows of a catalog file, put together product by product."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from shop.catalog.transfer import cells
from shop.catalog.transfer.fields import Fields, Problem, plain_text
from shop.catalog.transfer.reading import Line

MOST_VARIANTS = 500  # of one product


@dataclass
class VariantRow:
    """One row."""

    line: int
    sku: str
    options: dict[str, str]
    price: int  # minor units
    compare_at_price: int | None  # minor units
    stock: int  # units
    images: list[str]  # file names; the first is the variant's own, "" where it has none


@dataclass
class ProductRows:
    """The rows of one product; the first one says what is the same for all."""

    line: int
    slug: str
    title: str
    description: str
    collections: list[str]  # slugs
    variants: list[VariantRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, column: str, text: str) -> None:
        self.problems.append(Problem(line, column, text))

    def images(self) -> list[str]:
        """The names of all its pictures, each once, in the order of the rows."""
        return list(dict.fromkeys(n for row in self.variants for n in row.images if n))


def products(lines: Iterable[Line]) -> Iterator[ProductRows]:
    """Put the rows that follow each other with one slug together, with all that is wrong there."""
    product: ProductRows | None = None
    for line in lines:
        if not line.cells:
            product = product or ProductRows(line.number, "", "", "", [])
            shape = {"cells": line.width, "columns": len(cells.COLUMNS)}
            text = _("the row has %(cells)s cells instead of %(columns)s.") % shape
            product.refuse(line.number, "", text)
            continue
        if product is None or line.cells["slug"].strip() != product.slug:
            if product:
                yield _checked(product)
            product = _begin(line)
        else:
            _refuse_what_differs(product, line)
        if len(product.variants) < MOST_VARIANTS:
            product.variants.append(_variant(Fields(line, product.problems)))
        else:
            product.refuse(line.number, "", _("a product has at most 500 variants."))
    if product:
        yield _checked(product)


def _begin(line: Line) -> ProductRows:
    problems: list[Problem] = []
    fields = Fields(line, problems)
    return ProductRows(
        line=fields.line,
        slug=fields.slug(),
        title=fields.text("title"),
        description=fields.description(),
        collections=fields.names("collection"),
        problems=problems,
    )


def _refuse_what_differs(product: ProductRows, line: Line) -> None:
    said = (
        ("title", line.cells["title"].strip(), product.title),
        ("description", plain_text(line.cells["description"]), product.description),
        ("collection", cells.split(line.cells["collection"]), product.collections),
    )
    for column, here, above in said:
        if here and here != above:
            text = _("it differs from line %(line)s; leave it empty.", line=product.line)
            product.refuse(line.number, column, text)


def _variant(fields: Fields) -> VariantRow:
    price = fields.price()
    return VariantRow(
        line=fields.line,
        sku=fields.text("sku"),
        options=fields.options(),
        price=price,
        compare_at_price=fields.compare_at_price(price),
        stock=fields.stock(),
        images=fields.images(),
    )


def _checked(product: ProductRows) -> ProductRows:
    """`product` with what is wrong between its rows."""
    choices: dict[frozenset[tuple[str, str]], int] = {}
    for row in product.variants:
        first = product.variants[0]
        if set(row.options) != set(first.options):
            text = _("name the same options as line %(line)s.", line=first.line)
            product.refuse(row.line, "options", text)
        earlier = choices.setdefault(frozenset(row.options.items()), row.line)
        if earlier != row.line:
            text = _("line %(line)s has the same choices.", line=earlier)
            product.refuse(row.line, "options", text)
    return product
