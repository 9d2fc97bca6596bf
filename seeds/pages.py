"""The demo shop's own pages, from the Markdown files in texts/.

What is there already stays as it is: a merchant may have changed it.
"""

from pathlib import Path
from typing import NamedTuple

from shop.extensions import db
from shop.pages import services
from shop.pages.models import Page

FOLDER = Path(__file__).resolve().parent / "texts"


class Described(NamedTuple):
    """A page beside its words."""

    slug: str  # and the name of its file
    title: str
    at_checkout: bool = False


PAGES = (
    Described("delivery", "Delivery"),
    Described("returns", "Returns", at_checkout=True),
    Described("terms", "Terms", at_checkout=True),
    Described("privacy", "Privacy"),
    Described("about", "About us"),
)


def load() -> None:
    """Add the pages where the shop has none yet. Commits."""
    if db.session.scalar(db.select(Page.id).limit(1)) is not None:
        return
    for page in PAGES:
        services.create(
            **page._asdict(),
            body=(FOLDER / f"{page.slug}.md").read_text(encoding="utf-8").strip(),
            is_published=True,
        )
    db.session.commit()
