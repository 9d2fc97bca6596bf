"""From lines, offers, shipping and tax rates to all that is printed."""

from collections.abc import Mapping, Sequence

from shop.pricing.bill import Bill
from shop.pricing.parts import (
    SHIPPING_CLASS,
    LineTotals,
    Offer,
    PricedLine,
    Rate,
    TaxRow,
    Totals,
)
from shop.pricing.shares import part

WHOLE = 1_000_000  # 100 %, in ten-thousandths of a percent
NO_TAX = Rate("", 0)


def price(
    lines: Sequence[PricedLine],
    offers: Sequence[Offer] = (),
    shipping: int = 0,
    rates: Mapping[str, Rate] | None = None,
    prices_include_tax: bool = True,
) -> Totals:
    """What `lines` come to with the best of `offers`, as the package's docstring says, the
    `shipping` in minor units, and `rates` by tax class (a class without one is not taxed).

    Nothing goes below zero. Each line's tax is rounded by itself, half up.
    """
    choices = [[offer for offer in offers if offer.combines]] + [
        [offer]
        for offer in sorted(offers, key=lambda offer: offer.promotion_id)
        if not offer.combines
    ]
    priced = [
        _with(list(lines), chosen, shipping, rates or {}, prices_include_tax) for chosen in choices
    ]
    return min(priced, key=lambda totals: totals.total)  # the first of equals


def _with(
    lines: list[PricedLine],
    offers: list[Offer],
    shipping: int,
    rates: Mapping[str, Rate],
    prices_include_tax: bool,
) -> Totals:
    bill = Bill(lines, shipping)
    bill.apply_all(offers)
    standard = rates.get(SHIPPING_CLASS, NO_TAX)
    taxed = [rates.get(line.tax_class, standard) for line in lines]
    priced = [
        _line(line, left, rate, prices_include_tax)
        for line, left, rate in zip(lines, bill.left, taxed, strict=True)
    ]
    shipping_tax = _tax(bill.shipping_left, standard, prices_include_tax)
    tax = sum(line.tax for line in priced) + shipping_tax
    left = sum(bill.left) + bill.shipping_left
    return Totals(
        lines=tuple(priced),
        discounts=tuple(bill.discounts),
        taxes=_tax_rows(
            [*zip(taxed, (line.tax for line in priced), strict=True), (standard, shipping_tax)]
        ),
        prices_include_tax=prices_include_tax,
        subtotal=sum(line.subtotal for line in lines),
        discount=sum(row.amount for row in bill.discounts),
        shipping=shipping,
        shipping_discount=shipping - bill.shipping_left,
        shipping_tax=shipping_tax,
        tax=tax,
        total=left if prices_include_tax else left + tax,
        weight=sum(line.quantity * line.weight for line in lines),
    )


def _line(line: PricedLine, left: int, rate: Rate, prices_include_tax: bool) -> LineTotals:
    tax = _tax(left, rate, prices_include_tax)
    return LineTotals(
        key=line.key,
        quantity=line.quantity,
        unit_price=line.unit_price,
        subtotal=line.subtotal,
        discount=line.subtotal - left,
        tax=tax,
        tax_rate=rate.rate,
        total=left if prices_include_tax else left + tax,
    )


def _tax(amount: int, rate: Rate, is_included: bool) -> int:
    """The tax in `amount` where it is included, else the tax on it."""
    return part(amount, rate.rate, WHOLE + rate.rate if is_included else WHOLE)


def _tax_rows(taxes: list[tuple[Rate, int]]) -> tuple[TaxRow, ...]:
    """One row for each rate that came to something, the highest first."""
    amounts: dict[Rate, int] = {}
    for rate, amount in taxes:
        amounts[rate] = amounts.get(rate, 0) + amount
    rows = [TaxRow(rate.title, rate.rate, amount) for rate, amount in amounts.items() if amount]
    return tuple(sorted(rows, key=lambda row: (-row.rate, row.title)))
