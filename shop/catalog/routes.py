"""The catalog's views, each topic in a module of its own."""

# Importing them registers their views.
from shop.catalog import details, home, lists, suggestions  # noqa: F401
from shop.catalog.blueprint import blueprint

__all__ = ["blueprint"]
