"""What an order comes to, row by row: the one view of it for page, mail, invoice and JSON.

The lines add up to the subtotal, and the subtotal with the other rows to the total.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from shop import money
from shop.orders.models import Order, OrderLine


@dataclass(frozen=True)
class Row:
    """A row between the subtotal and the total; minor units, negative where it takes off."""

    label: str
    amount: int


@dataclass(frozen=True)
class Receipt:
    """The printed rows of an order. Amounts are in minor units of `currency`."""

    currency: str
    lines: tuple[OrderLine, ...]
    subtotal: int
    rows: tuple[Row, ...]
    total: int
    included_taxes: tuple[Row, ...]  # they are in the prices, and not to be added
    refunds: tuple[Row, ...]  # negative
    units: int

    @property
    def balance(self) -> int:
        """The total less what was given back."""
        return self.total + sum(row.amount for row in self.refunds)

    def shown(self, amount: int) -> str:
        """`amount` as the reader writes it, with a real minus."""
        text = money.shown(abs(amount), self.currency)
        return f"\N{MINUS SIGN}{text}" if amount < 0 else text

    def for_letter(self) -> dict[str, Any]:
        """The rows in words, as the letters about an order print them."""
        goods = [(line.counted(line.quantity), self.shown(line.subtotal)) for line in self.lines]
        sums = [(_("Subtotal"), self.subtotal), *((row.label, row.amount) for row in self.rows)]
        return {
            "goods": goods,
            "sums": [(label, self.shown(amount)) for label, amount in sums],
            "total": self.shown(self.total),
            "included": [
                _("including %(tax)s: %(amount)s", tax=row.label, amount=self.shown(row.amount))
                for row in self.included_taxes
            ],
        }


def receipt(order: Order) -> Receipt:
    """The rows of `order`."""
    taxes = tuple(Row(tax.title, tax.amount) for tax in order.taxes)
    return Receipt(
        currency=order.currency,
        lines=tuple(order.lines),
        subtotal=order.subtotal,
        rows=(
            *(Row(_discount_label(d.title, d.code), -d.amount) for d in order.discounts),
            Row(_("Shipping: %(method)s", method=order.shipping_title), order.shipping),
            *(() if order.prices_include_tax else taxes),
        ),
        total=order.total,
        included_taxes=taxes if order.prices_include_tax else (),
        refunds=tuple(Row(_("Refunded"), -amount) for amount in _counted_refunds(order)),
        units=sum(line.quantity for line in order.lines),
    )


def _discount_label(title: str, code: str) -> str:
    return f"{title} ({code})" if code else title


def _counted_refunds(order: Order) -> list[int]:
    """One amount: money that was never the order's is sent back without being counted here."""
    return [order.refunded] if order.refunded else []
