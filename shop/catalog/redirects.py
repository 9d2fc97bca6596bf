"""Addresses that products and collections had before."""

from typing import NoReturn

from flask import redirect, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from shop.catalog.models import Collection, Product, SlugRedirect
from shop.extensions import db

LONGEST_SLUG = 160


class NotFoundButHere(NotFound):
    """A 404 with a way on to a page that is there."""

    def __init__(self, description: str, way_on: str, way_on_label: str) -> None:
        super().__init__(description)
        self.way_on = way_on
        self.way_on_label = way_on_label


def check_slug(slug: str) -> None:
    """A 404 for what no slug can be, before a database is asked for it. Raises NotFound."""
    if len(slug) > LONGEST_SLUG or "\0" in slug:
        raise NotFound()


def product_moved(slug: str) -> Response:
    """To where the product that had `slug` is now. Raises NotFound."""
    target = db.session.scalar(
        select(Product.slug)
        .join(SlugRedirect, SlugRedirect.target_id == Product.id)
        .where(SlugRedirect.kind == "product", SlugRedirect.slug == slug, Product.is_published)
    )
    return _moved_to(url_for("catalog.product", slug=target)) if target else _gone()


def collection_moved(slug: str) -> Response:
    """To where the collection that had `slug` is now. Raises NotFound."""
    target = db.session.scalar(
        select(Collection.slug)
        .join(SlugRedirect, SlugRedirect.target_id == Collection.id)
        .where(SlugRedirect.kind == "collection", SlugRedirect.slug == slug)
    )
    return _moved_to(url_for("catalog.collection", slug=target)) if target else _gone()


def _moved_to(path: str) -> Response:
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{path}?{query}" if query else path, 301)  # type: ignore[return-value]


def _gone() -> NoReturn:
    raise NotFound()
