"""What prices are made from, and what they come to. All money is in minor units."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

SHIPPING_CLASS = "standard"  # the tax class of shipping


class Kind(StrEnum):
    """What a promotion does. They apply in this order, each to what those before it left."""

    BUY_GET = "buy_get"  # for every `buy_quantity` bought, `get_quantity` more are free
    PERCENT = "percent"  # `percent` off
    AMOUNT = "amount"  # `amount` off, spread over what it covers
    FREE_SHIPPING = "free_shipping"  # the shipping off; at most `amount`, where one is given


@dataclass(frozen=True)
class PricedLine:
    """So many units of one variant. `key` is the caller's name for the line."""

    key: Hashable
    product_id: int
    quantity: int  # 1 or more
    unit_price: int
    tax_class: str = "standard"
    weight: int = 0  # grams, of one unit

    @property
    def subtotal(self) -> int:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Offer:
    """A promotion that may be applied now.

    `product_ids` are the products that it covers, None for everything. `percent` is in hundredths
    of a percent. `minimum_spend` is asked of what it covers, before any discount.
    """

    promotion_id: int
    title: str
    kind: str
    code: str = ""
    percent: int = 0
    amount: int = 0
    buy_quantity: int = 0
    get_quantity: int = 0
    product_ids: frozenset[int] | None = None
    minimum_spend: int = 0
    combines: bool = True

    def covers(self, line: PricedLine) -> bool:
        return self.product_ids is None or line.product_id in self.product_ids

    def covered_spend(self, lines: list[PricedLine]) -> int:
        """What `minimum_spend` is compared with."""
        return sum(line.subtotal for line in lines if self.covers(line))


@dataclass(frozen=True)
class Rate:
    """A tax. `rate` is in ten-thousandths of a percent: 20 % is 200000."""

    title: str
    rate: int


@dataclass(frozen=True)
class LineTotals:
    """What one line comes to. `total` is what is paid for it, tax included either way."""

    key: Hashable
    quantity: int
    unit_price: int
    subtotal: int
    discount: int
    tax: int
    tax_rate: int
    total: int


@dataclass(frozen=True)
class DiscountRow:
    """What one promotion takes off, shipping included; positive."""

    promotion_id: int
    title: str
    code: str
    amount: int


@dataclass(frozen=True)
class TaxRow:
    """What one rate comes to over all lines and the shipping; positive."""

    title: str
    rate: int
    amount: int


@dataclass(frozen=True)
class Totals:
    """All that is printed, and it adds up:

    total = subtotal - discount + shipping, + tax where prices exclude it; the discount rows add
    up to `discount`, the tax rows to `tax`; the lines' totals and `shipping_total` to `total`.
    """

    lines: tuple[LineTotals, ...]
    discounts: tuple[DiscountRow, ...]
    taxes: tuple[TaxRow, ...]
    prices_include_tax: bool
    subtotal: int
    discount: int  # of goods and of shipping
    shipping: int  # before discounts
    shipping_discount: int  # the part of `discount` that is off the shipping
    shipping_tax: int  # the part of `tax` that is on the shipping
    tax: int
    total: int
    weight: int  # grams

    @property
    def goods(self) -> int:
        """The goods after discounts: what shipping is priced and made free by."""
        return self.subtotal - (self.discount - self.shipping_discount)

    @property
    def shipping_total(self) -> int:
        """What is paid for the shipping, tax included either way."""
        added = 0 if self.prices_include_tax else self.shipping_tax
        return self.shipping - self.shipping_discount + added
