"""The catalog's views, each topic in a module of its own."""

# Importing them registers their views.
from shop.catalog import (  # noqa: F401
    collections,
    details,
    home,
    lists,
    reviews,
    share_pictures,
    sitemap,
    suggestions,
)
from shop.catalog.blueprint import blueprint

__all__ = ["blueprint"]
