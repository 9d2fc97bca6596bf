"""Selling things, and searching for them."""

from factories import make_product

from shop.catalog import search
from shop.catalog.models import Product
from shop.extensions import db


def sold(title: str, description: str = "", *, sku: str = "", **fields) -> Product:
    """A product that can be searched for."""
    product = make_product(title, description=description, **fields)
    if sku:
        product.variants[0].sku = sku
    search.index([product.id])
    db.session.commit()
    return product


def found(query: str) -> list[str]:
    """The titles that a page of results would show, in its order."""
    matched = search.match(query).statement
    return list(
        db.session.scalars(
            db.select(Product.title)
            .join(matched, matched.c.product_id == Product.id)
            .where(Product.is_published)
            .order_by(matched.c.rank.desc(), Product.id)
        )
    )
