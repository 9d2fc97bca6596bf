"""SKUs for variants whose merchant has none."""

from collections.abc import Collection, Sequence

from shop.catalog.models import Variant
from shop.catalog.slugs import numbered, slug_of
from shop.extensions import db

LONGEST_STEM = 56  # characters; a number may follow


def free_sku(title: str, choice: Sequence[str], taken: Collection[str]) -> str:
    """An SKU made of the product's title and the variant's choice, that is not among `taken` and
    that no variant has: STONEWARE-BOWL-SAGE."""
    words = slug_of(" ".join([title, *choice]), "item").upper()[:LONGEST_STEM].strip("-")
    known = set(db.session.scalars(db.select(Variant.sku).where(Variant.sku.startswith(words))))
    return next(sku for sku in numbered(words) if sku not in known and sku not in taken)
