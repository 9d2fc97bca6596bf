"""Reading and changing pages. Callers commit."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from shop import texts
from shop.extensions import db
from shop.pages.models import LONGEST_SLUG, Page, PageRedirect

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugTaken(Exception):
    """Another page has this address."""


def is_slug(text: str) -> bool:
    """Whether `text` can be the end of a page's address."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


def published(slug: str) -> Any:
    """The page at that address, if everybody may read it: its title, body and updated_at, in the
    reader's language."""
    if not is_slug(slug):
        return None
    words = texts.shown(Page.title), texts.shown(Page.body)
    shown = select(*words, Page.updated_at).where(Page.slug == slug, Page.is_published)
    return db.session.execute(shown).one_or_none()


def moved_to(slug: str) -> str | None:
    """The address of today of the page that had `slug` before."""
    if not is_slug(slug):
        return None
    found: str | None = db.session.scalar(
        select(Page.slug)
        .join(PageRedirect, PageRedirect.page_id == Page.id)
        .where(PageRedirect.slug == slug, Page.is_published)
    )
    return found


def in_sitemap() -> Sequence[Any]:
    """Slug and time of the last change of each page that everybody may read."""
    return db.session.execute(
        select(Page.slug, Page.updated_at).where(Page.is_published).order_by(Page.id)
    ).all()


def create(**values: Any) -> Page:
    """A page with `values`, the last of all. Raises SlugTaken."""
    last = db.session.scalar(select(func.max(Page.position)))
    page = Page(**{"position": 0 if last is None else last + 1} | values)
    with _taking(page.slug):
        db.session.add(page)
    return page


def change(page: Page, **values: Any) -> None:
    """Give `page` other `values`. Its old address leads to a new one. Raises SlugTaken."""
    before = page.slug
    with _taking(values.get("slug", before)):
        for name, value in values.items():
            setattr(page, name, value)
    if page.slug != before:
        db.session.merge(PageRedirect(slug=before, page_id=page.id))
        db.session.flush()


def remove(page: Page) -> None:
    """Delete `page`; nothing leads to it any more."""
    db.session.delete(page)
    db.session.flush()


@contextmanager
def _taking(slug: str) -> Iterator[None]:
    """Write what the block does to a page that is then at `slug`. Raises SlugTaken.

    An older page's redirect from there ends: the address is this one's now.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        raise SlugTaken(slug) from None
    db.session.execute(delete(PageRedirect).where(PageRedirect.slug == slug))
