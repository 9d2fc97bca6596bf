"""The catalog's views, each topic in a module of its own."""

# Importing them registers their views.
from shop.catalog import collections, details, home, lists, reviews, suggestions  # noqa: F401
from shop.catalog.blueprint import blueprint

__all__ = ["blueprint"]
