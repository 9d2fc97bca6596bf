"""Finding what the rows of a catalog file are in the database, many products at a time."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import or_
from sqlalchemy.orm import selectinload

from shop.catalog.models import Option, Picture, Product, Variant
from shop.catalog.transfer.rows import ProductRows
from shop.extensions import db
from shop.media.uploads import MOST_BYTES


class Match(NamedTuple):
    """The rows of a product, and the product that they are about."""

    rows: ProductRows
    product: Product | None  # None where it is new
    variants: dict[str, Variant]  # those of the rows that are there already, by SKU

    def strangers(self) -> list[Variant]:
        """Variants of the file's SKUs that belong to other products."""
        return [v for v in self.variants.values() if v.product is not self.product]

    def picture(self, name: str) -> Picture | None:
        """The product's picture that the file calls `name`."""
        pictures = self.product.pictures if self.product and name else []
        return next((p for p in pictures if name in (p.source_name, p.key)), None)


def match(batch: Sequence[ProductRows]) -> list[Match]:
    """Find the products of `batch`, by SKU first, so that a product may change its slug."""
    skus = [row.sku for rows in batch for row in rows.variants]
    owners = db.select(Variant.product_id).where(Variant.sku.in_(skus))
    found = db.session.scalars(
        db.select(Product)
        .where(or_(Product.slug.in_([rows.slug for rows in batch]), Product.id.in_(owners)))
        .options(
            selectinload(Product.variants).options(
                selectinload(Variant.option_values), selectinload(Variant.picture)
            ),
            selectinload(Product.options).selectinload(Option.values),
            selectinload(Product.collections),
            selectinload(Product.pictures),
        )
    ).all()
    by_slug = {product.slug: product for product in found}
    by_sku = {variant.sku: variant for product in found for variant in product.variants}
    return [_match(rows, by_slug, by_sku) for rows in batch]


def _match(rows: ProductRows, by_slug: dict[str, Product], by_sku: dict[str, Variant]) -> Match:
    variants = {row.sku: by_sku[row.sku] for row in rows.variants if row.sku in by_sku}
    product = by_slug.get(rows.slug)
    if product is None and variants:
        product = next(iter(variants.values())).product
    return Match(rows, product, variants)


class PictureFiles:
    """The pictures beside a catalog file: in its folder, or in `pictures` there."""

    def __init__(self, file: Path) -> None:
        self._folders = (file.parent, file.parent / "pictures")

    def read(self, name: str) -> bytes | None:
        """The bytes of the picture `name`; None where there is no such file.

        A name never leads out of the folder. Of a file that is too large for a picture only so
        much is read that shop.media refuses it.
        """
        if ".." in Path(name).parts or Path(name).is_absolute():
            return None
        for folder in self._folders:
            try:
                with (folder / name).open("rb") as file:
                    return file.read(MOST_BYTES + 1)
            except (OSError, ValueError):
                continue
        return None

    def newer(self, name: str, picture: Picture | None) -> bytes | None:
        """The bytes of `name` where they are not those that `picture` was made of."""
        if picture and not picture.source_digest:
            return None  # it did not come from a file
        data = self.read(name)
        return None if data is None or (picture and picture.source_digest == digest(data)) else data


def picture_name(picture: Picture | None) -> str:
    """What a catalog file calls `picture`: the file that it was, or else its key."""
    return (picture.source_name or picture.key) if picture else ""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
