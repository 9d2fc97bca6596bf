"""Changing the prices of many products by percent. Nothing here commits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row, update

from shop import money
from shop.catalog.changes import Change, in_batches
from shop.catalog.models import Product, Variant
from shop.catalog.summaries import summarise_all
from shop.extensions import db

HUNDRED = Decimal(100)


class NewPrice(NamedTuple):
    """What a variant costs and is to cost; money in minor units."""

    product_id: int
    title: str
    variant_id: int
    sku: str
    price: int
    compare_at_price: int | None
    new_price: int
    new_compare_at_price: int | None

    @property
    def is_sound(self) -> bool:
        """Whether the price struck through is still the higher one, and a column holds both."""
        before = self.new_compare_at_price
        return self.new_price <= money.LARGEST and (before is None or before > self.new_price)


@dataclass
class Repricing:
    """What a change by percent does to each product.

    A product whose price would reach the one struck through beside it in any of its variants is
    left alone as a whole: half of its variants at the new price would be neither price.
    """

    prices: list[NewPrice] = field(default_factory=list)  # that change
    refused: list[NewPrice] = field(default_factory=list)  # the first unsound one of each product

    @property
    def refused_titles(self) -> list[str]:
        return [price.title for price in self.refused]


def plan(product_ids: Iterable[int], percent: Decimal, *, strike_through: bool) -> Repricing:
    """What changing every price of these products by `percent` (-10 is a tenth less) would do.

    Rounded to whole minor units by money.rounded. With `strike_through` a price that falls is
    kept as the one struck through, where there is none yet.
    """
    found = Repricing()
    for _product, rows in groupby(_variants(product_ids), key=lambda row: row.product_id):
        prices = [_new_price(row, percent, strike_through) for row in rows]
        unsound = next((price for price in prices if not price.is_sound), None)
        if unsound:
            found.refused.append(unsound)
        else:
            found.prices += [price for price in prices if price.new_price != price.price]
    return found


def apply(repricing: Repricing) -> list[Change]:
    """Change the prices, in a few statements; what was changed."""
    prices = repricing.prices
    values = [
        {
            "id": price.variant_id,
            "price": price.new_price,
            "compare_at_price": price.new_compare_at_price,
        }
        for price in prices
    ]
    for start in range(0, len(values), 5_000):
        db.session.execute(update(Variant), values[start : start + 5_000])
    for ids in in_batches(price.product_id for price in prices):
        summarise_all(ids)
    if prices:
        db.session.expire_all()
    return [change for price in prices for change in _changes(price)]


def _variants(product_ids: Iterable[int]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Locked until the commit, in the order of their ids within their products'."""
    for ids in in_batches(product_ids):
        yield from db.session.execute(
            db.select(
                Variant.product_id,
                Product.title,
                Variant.id,
                Variant.sku,
                Variant.price,
                Variant.compare_at_price,
            )
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.product_id.in_(ids))
            .order_by(Variant.product_id, Variant.id)
            .with_for_update(of=Variant)
        )


def _new_price(row: Row[*tuple[Any, ...]], percent: Decimal, strike_through: bool) -> NewPrice:
    price = money.rounded(row.price * (HUNDRED + percent) / HUNDRED)
    before = row.compare_at_price
    if strike_through and before is None and price < row.price:
        before = row.price
    return NewPrice(*row, price, before)  # type: ignore[call-arg]


def _changes(price: NewPrice) -> Iterator[Change]:
    fields = (
        ("price", price.price, price.new_price),
        ("compare_at_price", price.compare_at_price, price.new_compare_at_price),
    )
    for name, before, after in fields:
        if before != after:
            yield Change(
                price.product_id,
                price.title,
                "variants",
                price.variant_id,
                name,
                before,
                after,
                what=price.sku,
            )
