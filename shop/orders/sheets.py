"""Sheets of paper as PDF, drawn by fpdf2.

fpdf2 is pure Python, kept up and small; it needs no browser and no system library. The letters are
those of Source Sans Pro, which a package brings along: Latin, Greek and Cyrillic with every
currency sign in use. Only the glyphs that a document shows are put into it.
"""

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from PIL import Image

from shop import settings
from shop.media.storage import NotInStorage, storage

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


class PackingSheet(Sheet):
    """Packing slips after each other: a page says whose it is, not which of all."""

    order = ""

    def place(self) -> str:
        return self.order
