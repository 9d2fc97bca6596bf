"""The columns of a product that sum up its variants and reviews, for lists to sort and filter by.

`summarise` and `refresh_rating` serve one product that is at hand; `summarise_all` and
`refresh_ratings` bring many in line with one statement, by the same rules.
"""

from collections.abc import Collection as Several
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, update

from shop.catalog.models import Product, Review, ReviewStatus, Variant
from shop.extensions import db


def summarise(product: Product) -> None:
    """Bring the product's own price, stock and sale columns in line with its variants."""
    cheapest = min(product.variants, key=lambda v: (v.price, v.position), default=None)
    product.price = cheapest.price if cheapest else 0
    product.highest_price = max((v.price for v in product.variants), default=0)
    product.compare_at_price = cheapest.compare_at_price if cheapest else None
    product.is_on_sale = any(v.compare_at_price for v in product.variants)
    product.stock = sum(v.stock for v in product.variants)
    product.lowest_stock = min((v.stock for v in product.variants), default=0)
    product.is_available = product.stock > 0


def summarise_all(product_ids: Several[int] | None = None) -> None:
    """`summarise` the products with `product_ids`, or all there are, as the database has them."""
    cheapest = (
        _of_variants(Variant.compare_at_price)
        .order_by(Variant.price, Variant.position, Variant.id)
        .limit(1)
    )
    stock = _counted(func.sum(Variant.stock))
    _set(
        product_ids,
        price=_counted(func.min(Variant.price)),
        highest_price=_counted(func.max(Variant.price)),
        compare_at_price=cheapest.scalar_subquery(),
        is_on_sale=_of_variants(Variant.id).where(Variant.compare_at_price.is_not(None)).exists(),
        stock=stock,
        lowest_stock=_counted(func.min(Variant.stock)),
        is_available=stock > 0,
    )


def refresh_rating(product: Product) -> None:
    """Count `product`'s published reviews and average their stars, in hundredths of a star."""
    db.session.flush()
    refresh_ratings([product.id])
    db.session.refresh(product, ["rating_count", "rating_average"])


def refresh_ratings(product_ids: Several[int] | None = None) -> None:
    """`refresh_rating` of the products with `product_ids`, or of all there are."""
    of_reviews = (Review.product_id == Product.id) & (Review.status == ReviewStatus.PUBLISHED)
    count, stars = func.count(Review.id), func.sum(Review.rating)
    # Whole numbers alone, so that both databases round alike: half up.
    average = case((count > 0, (200 * stars + count) // (2 * count)), else_=0)
    _set(
        product_ids,
        rating_count=db.select(count).where(of_reviews).correlate(Product).scalar_subquery(),
        rating_average=db.select(average).where(of_reviews).correlate(Product).scalar_subquery(),
    )


def _of_variants(column: ColumnElement[Any] | Any) -> Select[Any]:
    query: Select[Any] = db.select(column).where(Variant.product_id == Product.id)
    return query.correlate(Product)


def _counted(figure: ColumnElement[Any]) -> ScalarSelect[Any]:
    return _of_variants(func.coalesce(figure, 0)).scalar_subquery()


def _set(product_ids: Several[int] | None, **columns: Any) -> None:
    statement = update(Product).values(columns).execution_options(synchronize_session=False)
    if product_ids is not None:
        statement = statement.where(Product.id.in_(product_ids))
    db.session.execute(statement)
