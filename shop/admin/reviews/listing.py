"""The list of reviews: how it is searched, narrowed and sorted, and what its file has."""

from collections.abc import Iterator
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func
from sqlalchemy.orm import contains_eager

from shop.admin.exports import in_chunks
from shop.admin.lists import Asked, Filter, Listing, contains
from shop.catalog.models import Product, Review, ReviewStatus
from shop.extensions import db

STATUSES: dict[str, LazyString] = {
    ReviewStatus.WAITING: _l("To approve"),
    ReviewStatus.PUBLISHED: _l("Published"),
    ReviewStatus.HIDDEN: _l("Hidden"),
}
STARS: dict[str, LazyString] = {
    "5": _l("5 stars"),
    "4": _l("4 stars"),
    "3": _l("3 stars"),
    "2": _l("2 stars"),
    "1": _l("1 star"),
}
COLUMNS = (
    *("written_at", "product", "author", "verified", "rating", "title", "body"),
    *("status", "hidden_reason", "answer", "answered_at"),
)


def matching(statement: Select[Any], text: str) -> Select[Any]:
    columns = (Review.title, Review.body, Review.author_name, Product.title)
    return statement.where(db.or_(*(contains(column, text) for column in columns)))


STATUS = Filter(
    "status",
    _l("State"),
    {value: (label, Review.status == value) for value, label in STATUSES.items()},
    is_tabs=True,
)
REVIEWS = Listing(
    # By the alphabet the states stand in the order in which they need somebody, from its end.
    sorts={
        "status": (Review.status, Review.created_at),
        "written": Review.created_at,
        "rating": (Review.rating, Review.created_at),
    },
    labels={
        "-status": _l("To approve first"),
        "-written": _l("Newest first"),
        "written": _l("Oldest first"),
        "rating": _l("Worst first"),
        "-rating": _l("Best first"),
    },
    key=Review.id,
    filters=(
        STATUS,
        Filter(
            "rating",
            _l("Stars"),
            {value: (label, Review.rating == int(value)) for value, label in STARS.items()},
        ),
        Filter(
            "answered",
            _l("Answer"),
            {
                "no": (_l("Not answered"), Review.answered_at.is_(None)),
                "yes": (_l("Answered"), Review.answered_at.is_not(None)),
            },
        ),
    ),
    search=matching,
    dates=Review.created_at,
    most_counted=1000,
    per_page=25,
)


def select_reviews() -> Select[Review]:
    """Reviews with their products."""
    loaded = contains_eager(Review.product).load_only(Product.title, Product.slug)
    statement: Select[Review] = db.select(Review).join(Review.product).options(loaded)
    return statement


def counted(asked: Asked) -> Select[int] | None:
    """As many rows, without the products; those are needed only where words are looked for."""
    return None if asked.q else REVIEWS.narrowed(db.select(Review.id), asked)


def counts() -> dict[str, int]:
    """How many reviews wait. The others are not counted: nobody has to do anything about them."""
    waiting = db.select(func.count()).where(Review.status == ReviewStatus.WAITING)
    return {ReviewStatus.WAITING: db.session.scalar(waiting) or 0}


def file_rows(statement: Select[Review]) -> Iterator[tuple[Any, ...]]:
    """The values of COLUMNS for each review of `statement`."""
    for several in in_chunks(statement):
        for review in several:
            yield (
                review.created_at.isoformat(timespec="seconds"),
                review.product.title,
                review.author_name,
                "yes" if review.is_verified else "no",
                review.rating,
                review.title,
                review.body,
                review.status,
                review.hidden_reason,
                review.answer,
                review.answered_at and review.answered_at.isoformat(timespec="seconds"),
            )
