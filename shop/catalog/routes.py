"""The catalog's views, each topic in a module of its own."""

from shop.catalog import pages  # noqa: F401 - importing it registers its views
from shop.catalog.blueprint import blueprint

__all__ = ["blueprint"]
