"""Pages, and the addresses that they had before."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop import clock
from shop.extensions import Model

LONGEST_SLUG = 80  # characters
LONGEST_TITLE = 120  # characters
LONGEST_BODY = 50_000  # characters


class Page(Model):
    """One page. Its body is Markdown."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(Text, default="")
    is_published: Mapped[bool] = mapped_column(default=False)
    in_footer: Mapped[bool] = mapped_column(default=True)
    at_checkout: Mapped[bool] = mapped_column(default=False)  # linked where an order is placed
    position: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class PageRedirect(Model):
    """That a page had this address before."""

    __tablename__ = "page_redirects"

    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id", ondelete="CASCADE"), index=True)
