"""What is in a cart now: its lines beside today's prices, stock and shelves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from shop import texts
from shop.auth.models import User
from shop.cart.models import MOST_UNITS, Cart, CartCode, CartLine
from shop.cart.owner import Owner
from shop.catalog.models import (
    Option,
    OptionValue,
    Picture,
    Product,
    Variant,
    variant_option_values,
)
from shop.catalog.pictures import PictureView, view
from shop.catalog.reading import fetch
from shop.extensions import db


class State(StrEnum):
    """Whether a line can be bought as it is."""

    READY = "ready"
    LIMITED = "limited"  # fewer are left than were wanted; those that are left count
    SOLD_OUT = "sold out"  # may come back, counts nothing until then
    GONE = "gone"  # the shop has no such thing any more


@dataclass(frozen=True)
class Line:
    """One line as the shopper sees it. Money is in minor units."""

    variant_id: int
    product_id: int | None
    title: str
    options: str  # "Sage / Large"
    sku: str
    slug: str | None
    picture: PictureView | None
    wanted: int
    stock: int
    state: State
    unit_price: int  # today's
    seen_price: int  # what the shopper saw last
    tax_class: str = "standard"
    weight: int = 0  # grams, of one unit

    @property
    def quantity(self) -> int:
        """The units that can be bought, and that the totals count."""
        return min(self.wanted, self.stock) if self.is_buyable else 0

    @property
    def line_total(self) -> int:
        return self.quantity * self.unit_price

    @property
    def is_buyable(self) -> bool:
        return self.state in (State.READY, State.LIMITED)

    @property
    def most(self) -> int:
        """The units that the cart may hold now."""
        return min(self.stock, MOST_UNITS)

    @property
    def price_changed(self) -> bool:
        return self.state is not State.GONE and self.unit_price != self.seen_price

    @property
    def full_title(self) -> str:
        return named(self.title, self.options)


@dataclass(frozen=True)
class Contents:
    """A whole cart: what is in it, and the codes that were given with it.

    What it comes to is told by `shop.cart.totals`; `subtotal` is in minor units.
    """

    lines: tuple[Line, ...] = ()
    cart_id: int | None = None
    codes: tuple[str, ...] = ()

    @property
    def buyable(self) -> list[Line]:
        return [line for line in self.lines if line.is_buyable]

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal(self) -> int:
        return sum(line.line_total for line in self.lines)


def named(title: str, options: str) -> str:
    """A variant in words: "Stoneware bowl (Sage / Large)"."""
    return f"{title} ({options})" if options else title


def contents(owner: Owner | None) -> Contents:
    """Everything in `owner`'s cart, in the order in which it was put in. Two queries."""
    if owner is None:
        return Contents()
    rows = db.session.execute(_lines(owner)).all()
    options = labels(row.CartLine.variant_id for row in rows)
    if not rows:
        return Contents()
    return Contents(
        tuple(
            _line(line, variant, product, picture, title, alt, options)
            for line, variant, product, picture, title, alt, _codes in rows
        ),
        rows[0].CartLine.cart_id,
        tuple(sorted((rows[0].codes or "").split())),
    )


def contents_of(wanted: Mapping[int, int], codes: tuple[str, ...] = ()) -> Contents:
    """The same without a cart: so many units of each variant, by its id. Two queries."""
    rows = db.session.execute(
        db.select(Variant, Product, Picture, *_words())
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Picture, Picture.id == func.coalesce(Variant.picture_id, Product.cover_id))
        .where(Variant.id.in_(list(wanted)))
    ).all()
    found = {row.Variant.id: row for row in rows}
    options = labels(found)
    lines = []
    for id_, units in wanted.items():
        variant, product, picture, title, alt = found.get(id_, (None, None, None, None, None))
        full_title = named(title or "", options.get(id_, "")) if product else f"#{id_}"
        price = variant.price if variant else 0
        line = CartLine(variant_id=id_, title=full_title, quantity=units, unit_price=price)
        lines.append(_line(line, variant, product, picture, title, alt, options))
    return Contents(tuple(lines), None, codes)


def _words() -> tuple[Any, Any]:
    """What the product is called and what is on its picture, in the shopper's language."""
    return texts.shown(Product.title).label("shown_title"), texts.shown(Picture.alt).label("alt")


def _lines(owner: Owner) -> Select[*tuple[Any, ...]]:
    codes = (
        db.select(func.aggregate_strings(CartCode.code, "\n"))
        .where(CartCode.cart_id == Cart.id)
        .scalar_subquery()
    )
    statement: Select[*tuple[Any, ...]] = (
        db.select(CartLine, Variant, Product, Picture, *_words(), codes.label("codes"))
        .join(Cart, Cart.id == CartLine.cart_id)
        .outerjoin(Variant, Variant.id == CartLine.variant_id)
        .outerjoin(Product, Product.id == Variant.product_id)
        .outerjoin(Picture, Picture.id == func.coalesce(Variant.picture_id, Product.cover_id))
        .where(owner.owns())
        .order_by(CartLine.id)
    )
    return statement


def _line(
    line: CartLine,
    variant: Variant | None,
    product: Product | None,
    picture: Picture | None,
    title: str | None,
    alt: str | None,
    options: dict[int, str],
) -> Line:
    if variant is None or product is None or not product.is_published:
        return Line(
            variant_id=line.variant_id,
            product_id=None,
            title=line.title,
            options="",
            sku="",
            slug=None,
            picture=view(picture, alt),
            wanted=line.quantity,
            stock=0,
            state=State.GONE,
            unit_price=line.unit_price,
            seen_price=line.unit_price,
        )
    state = State.READY if variant.stock >= line.quantity else State.LIMITED
    return Line(
        variant_id=variant.id,
        product_id=product.id,
        title=title or product.title,
        options=options.get(variant.id, ""),
        sku=variant.sku,
        slug=product.slug,
        picture=view(picture, alt),
        wanted=line.quantity,
        stock=variant.stock,
        state=state if variant.stock else State.SOLD_OUT,
        unit_price=variant.price,
        seen_price=line.unit_price,
        tax_class=product.tax_class,
        weight=variant.weight,
    )


def labels(variant_ids: Iterable[int]) -> dict[int, str]:
    """The choices of each variant in words. One query."""
    ids = list(variant_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        db.select(variant_option_values.c.variant_id, texts.shown(OptionValue.value))
        .join(OptionValue, OptionValue.id == variant_option_values.c.option_value_id)
        .join(Option, Option.id == OptionValue.option_id)
        .where(variant_option_values.c.variant_id.in_(ids))
        .order_by(Option.position, Option.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for variant_id, value in rows:
        found[variant_id].append(value)
    return {variant_id: " / ".join(values) for variant_id, values in found.items()}


def _buyable_units() -> ColumnElement[int]:
    return case((CartLine.quantity < Variant.stock, CartLine.quantity), else_=Variant.stock)


# Built once: every page of whoever has a cart asks it.
_COUNT = (
    select(func.coalesce(func.sum(_buyable_units()), 0))
    .select_from(CartLine)
    .join(Cart, Cart.id == CartLine.cart_id)
    .join(Variant, Variant.id == CartLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .where(Product.is_published)
)
COUNT_OF_CUSTOMER = _COUNT.where(Cart.user_id == bindparam("owner"))
COUNT_OF_VISITOR = _COUNT.where(Cart.token_hash == bindparam("owner"))


# The same of whoever a statement around it is about.
COUNT_OF_USER = _COUNT.where(Cart.user_id == User.id).correlate(User).scalar_subquery()


def count(owner: Owner | None) -> int:
    """The units in `owner`'s cart that can be bought. One query; none without an owner."""
    if owner is None:
        return 0
    statement = COUNT_OF_CUSTOMER if owner.is_customer else COUNT_OF_VISITOR
    [(units,)] = fetch(statement, owner=owner.user_id or owner.token_hash)
    return int(units)
