"""Invoices and packing slips as PDF, drawn by fpdf2.

fpdf2 is pure Python, kept up and small; it needs no browser and no system library. The letters are
those of Source Sans Pro, which a package brings along: Latin, Greek and Cyrillic with every
currency sign in use. Only the glyphs that a document shows are put into it.
"""

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
from flask_babel import format_date
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from PIL import Image

from shop import settings
from shop.media.storage import NotInStorage, storage
from shop.orders.addresses import address_lines
from shop.orders.models import Invoice, Order
from shop.orders.packing import Pick, units_left
from shop.orders.receipt import Receipt, receipt

log = logging.getLogger(__name__)

FONTS = Path(font_source_sans_pro.font_directory)
INK, SOFT = (31, 28, 24), (95, 88, 78)  # as in static/css/tokens.css, on paper
MARGIN = 20  # millimetres
LOGO_HEIGHT = 11  # millimetres
RULED = TableBordersLayout.HORIZONTAL_LINES

# It tells of every glyph that it leaves out, several times for each document.
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)


def logo_picture() -> Image.Image | None:
    """The shop's logo; None where it has none, or the storage does not give it out."""
    logo = settings.current().logo
    try:
        return Image.open(BytesIO(storage().read(logo.key)), formats=["PNG"]) if logo else None
    except (NotInStorage, OSError) as error:
        log.error("A document has no logo: %s", error)
        return None


class Sheet(FPDF):
    """Pages of A4 in the shop's hand: its name above, its address and the page number below."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self.shop_name = settings.current().shop_name
        self.shop_address = ", ".join(settings.current().address_lines)
        self.logo = logo_picture()
        self.set_title(title)
        self.set_creator(self.shop_name)
        self.add_font("source", "", FONTS / "SourceSansPro-Regular.ttf")
        self.add_font("source", "B", FONTS / "SourceSansPro-Semibold.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 8)
        self.add_page()

    def header(self) -> None:
        self.set_text_color(*INK)
        self.set_font("source", "B", 16)
        if self.logo:
            self.image(self.logo, h=LOGO_HEIGHT, alt_text=self.shop_name)
        else:
            self.cell(0, 8, self.shop_name, new_x="LMARGIN", new_y="NEXT")
        self.ln(6)

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_text_color(*SOFT)
        self.set_font("source", "", 8.5)
        words = " · ".join(filter(None, (self.shop_name, self.shop_address)))
        self.cell(0, 5, words)
        self.cell(0, 5, self.place(), align="R")

    def place(self) -> str:
        """What stands at the end of a page's footer."""
        return str(_("Page %(page)s of %(pages)s", page=self.page_no(), pages="{nb}"))

    def text_lines(self, lines: Iterable[str], size: float = 10.5) -> None:
        self.set_text_color(*INK)
        self.set_font("source", "", size)
        for line in lines:
            self.multi_cell(0, 5.2, line, align="L", new_x="LMARGIN", new_y="NEXT")

    def heading(self, text: str, size: float = 22) -> None:
        self.set_text_color(*INK)
        self.set_font("source", "B", size)
        self.multi_cell(0, size / 2, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Pairs of a name and what it is."""
        for name, value in facts:
            self.set_text_color(*SOFT)
            self.set_font("source", "", 10.5)
            self.cell(42, 5.6, name)
            self.set_text_color(*INK)
            self.multi_cell(0, 5.6, value, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(5)

    def rows(
        self,
        head: tuple[str, ...],
        rows: Iterable[tuple[str, ...]],
        widths: tuple[int, ...],
        words: int = 1,
    ) -> None:
        """A table whose first columns, `words` of them, are words; the others are figures."""
        self.set_font("source", "", 10)
        self.set_draw_color(219, 213, 201)
        with self.table(
            col_widths=widths,
            text_align=(*("LEFT",) * words, *("RIGHT",) * (len(head) - words)),
            borders_layout=RULED,
            headings_style=FontFace(emphasis="BOLD", color=SOFT),
            line_height=5.2,
            padding=1.6,
        ) as table:
            for row in (head, *rows):
                table.row(row)
        self.ln(3)

    def sums(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        """Names and amounts at the right edge; the last part says which are strong."""
        for label, amount, is_strong in rows:
            self.set_font("source", "B" if is_strong else "", 12 if is_strong else 10.5)
            self.set_x(MARGIN + 60)
            top = self.get_y()
            self.multi_cell(75, 6, label, align="L", new_x="RIGHT", new_y="NEXT")
            bottom = self.get_y()
            self.set_xy(MARGIN + 135, top)
            self.cell(0, 6, amount, align="R")
            self.set_xy(MARGIN, bottom)

    def bytes(self) -> bytes:
        return bytes(self.output())


def invoice_pdf(order: Order, invoice: Invoice) -> bytes:
    """The invoice of `order`, with every row that its page shows."""
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


class PackingSheet(Sheet):
    """Packing slips after each other: a page says whose it is, not which of all."""

    order = ""

    def place(self) -> str:
        return self.order


def packing_slip_pdf(order: Order) -> bytes:
    """What goes into the parcel of `order`: no prices, and what was refunded stays out."""
    sheet = Sheet(_("Packing slip %(number)s", number=order.number))
    _slip(sheet, order)
    return sheet.bytes()


def packing_slips_pdf(orders: Iterable[Order], picks: Iterable[Pick]) -> bytes:
    """The list of what to fetch, and after it the packing slip of each order on its own page."""
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
