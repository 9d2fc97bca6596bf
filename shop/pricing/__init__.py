"""What a cart comes to: whole minor units in, whole minor units out, and no database.

`price()` is the one place that adds up money. Its result has every row that a page, a mail or an
invoice prints, and those rows add up to its total to the last minor unit.

How promotions stack: those that combine are all applied, in the order of `Kind` and then of their
ids, each to what those before it left. One that does not combine is applied alone, where that
leaves the shopper a lower total than all that combine together; at the same total the ones that
combine win, then the lower id.
"""

from shop.pricing.parts import (
    DiscountRow,
    Kind,
    LineTotals,
    Offer,
    PricedLine,
    Rate,
    TaxRow,
    Totals,
)
from shop.pricing.refunds import refund_share
from shop.pricing.totals import price

__all__ = [
    "DiscountRow",
    "Kind",
    "LineTotals",
    "Offer",
    "PricedLine",
    "Rate",
    "TaxRow",
    "Totals",
    "price",
    "refund_share",
]
