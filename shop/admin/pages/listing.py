"""The list of pages."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from shop.admin.exports import in_chunks
from shop.admin.lists import Filter, Listing, contains
from shop.extensions import db
from shop.pages.models import Page

COLUMNS = ("slug", "title", "published", "in_footer", "at_checkout", "position", "updated_at")


def matching(statement: Select[Any], text: str) -> Select[Any]:
    columns = (Page.title, Page.slug, Page.body)
    return statement.where(db.or_(*(contains(column, text) for column in columns)))


PAGES = Listing(
    sorts={
        "position": (Page.position, Page.title),
        "title": Page.title,
        "changed": Page.updated_at,
    },
    labels={
        "position": _l("As they are linked"),
        "title": _l("Title"),
        "-changed": _l("Changed last first"),
    },
    key=Page.id,
    filters=(
        Filter(
            "state",
            _l("State"),
            {
                "published": (_l("Published"), Page.is_published.is_(True)),
                "draft": (_l("Draft"), Page.is_published.is_(False)),
            },
        ),
    ),
    search=matching,
)


def file_rows(statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """What the file has of each page, by COLUMNS."""
    for pages in in_chunks(statement):
        for page in pages:
            flags = (page.is_published, page.in_footer, page.at_checkout)
            yield (
                page.slug,
                page.title,
                *(int(flag) for flag in flags),
                page.position,
                page.updated_at.isoformat(timespec="seconds"),
            )
