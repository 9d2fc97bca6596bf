"""Invoices and packing slips as PDF: what stands on them.

The sheets themselves are loaded when the first is drawn: fpdf2 and its fonts cost a process 25 MB,
and most of a shop's processes never draw one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _

from shop import settings
from shop.orders.addresses import address_lines
from shop.orders.models import Invoice, Order
from shop.orders.packing import Pick, units_left
from shop.orders.receipt import Receipt, receipt

if TYPE_CHECKING:
    from shop.orders.sheets import Sheet


def invoice_pdf(order: Order, invoice: Invoice) -> bytes:
    """The invoice of `order`, with every row that its page shows."""
    from shop.orders.sheets import Sheet

    bill = receipt(order)
    sheet = Sheet(_("Invoice %(number)s", number=invoice.number))
    sheet.text_lines(settings.current().address_lines)
    sheet.ln(6)
    sheet.text_lines(address_lines(order))
    sheet.ln(8)
    sheet.heading(_("Invoice %(number)s", number=invoice.number))
    sheet.facts(_invoice_facts(order, invoice))
    head = (_("Item"), _("Quantity"), _("Each"), _("Amount"))
    sheet.rows(head, _goods(bill), (90, 22, 28, 30))
    sheet.sums(_sums(bill))
    sheet.ln(4)
    sheet.text_lines(_remarks(order, bill), 9.5)
    return sheet.bytes()


def packing_slip_pdf(order: Order) -> bytes:
    """What goes into the parcel of `order`: no prices, and what was refunded stays out."""
    from shop.orders.sheets import Sheet

    sheet = Sheet(_("Packing slip %(number)s", number=order.number))
    _slip(sheet, order)
    return sheet.bytes()


def packing_slips_pdf(orders: Iterable[Order], picks: Iterable[Pick]) -> bytes:
    """The list of what to fetch, and after it the packing slip of each order on its own page."""
    from shop.orders.sheets import PackingSheet

    sheet = PackingSheet(_("Packing slips"))
    sheet.heading(_("Pick list"))
    rows = [(pick.collection, f"{pick.sku}\n{pick.title}", str(pick.units)) for pick in picks]
    sheet.rows((_("Collection"), _("Item"), _("Units")), rows, (45, 100, 25), words=2)
    for order in orders:
        sheet.add_page()  # which draws the footer of the page before
        sheet.order = order.number
        _slip(sheet, order)
    return sheet.bytes()


def _slip(sheet: Sheet, order: Order) -> None:
    sheet.text_lines(address_lines(order))
    sheet.ln(8)
    sheet.heading(_("Packing slip"))
    sheet.facts(
        [
            (_("Order"), order.number),
            (_("Placed"), format_date(order.placed_at, "long")),
            (_("Shipping"), order.shipping_title),
        ]
    )
    rows = [
        (f"{line.full_title}\n{line.sku}", str(units_left(line)))
        for line in order.lines
        if units_left(line)
    ]
    sheet.rows((_("Item"), _("Quantity")), rows, (140, 30))


def _invoice_facts(order: Order, invoice: Invoice) -> list[tuple[str, str]]:
    facts = [
        (_("Date"), format_date(invoice.issued_at, "long")),
        (_("Order"), order.number),
        (_("Placed"), format_date(order.placed_at, "long")),
    ]
    if order.paid_at:
        facts.append((_("Paid"), format_date(order.paid_at, "long")))
    return facts


def _goods(bill: Receipt) -> list[tuple[str, ...]]:
    return [
        (
            f"{line.full_title}\n{line.sku}",
            str(line.quantity),
            bill.shown(line.unit_price),
            bill.shown(line.subtotal),
        )
        for line in bill.lines
    ]


def _sums(bill: Receipt) -> list[tuple[str, str, bool]]:
    sums = [(_("Subtotal"), bill.shown(bill.subtotal), False)]
    sums += [(row.label, bill.shown(row.amount), False) for row in bill.rows]
    sums.append((_("Total"), bill.shown(bill.total), True))
    sums += [(_including(row.label), bill.shown(row.amount), False) for row in bill.included_taxes]
    if bill.refunds:
        sums += [(row.label, bill.shown(row.amount), False) for row in bill.refunds]
        sums.append((_("Balance"), bill.shown(bill.balance), True))
    return sums


def _including(tax: str) -> str:
    return str(_("including %(tax)s", tax=tax))


def _remarks(order: Order, bill: Receipt) -> list[str]:
    remarks = []
    if order.cancelled_at:
        day = format_date(order.cancelled_at, "long")
        remarks.append(_("This order was cancelled on %(day)s.", day=day))
    elif not order.paid_at and bill.total:
        remarks.append(
            _(
                "Please transfer the total and give the order's number, %(number)s.",
                number=order.number,
            )
        )
    return remarks
