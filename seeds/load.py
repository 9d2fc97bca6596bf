"""Filling the shop with its demo data. Doing it again brings back what differs and adds nothing."""

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import func

from seeds import accounts, bulk, pages, reviews, sales, selling, translations, tree
from shop import clock
from shop.catalog.commands import progress, run_import
from shop.catalog.models import Product, Review
from shop.extensions import db

SEEDS = Path(__file__).resolve().parent


class Report(NamedTuple):
    """What seeding did."""

    collections: int  # that the demo shop has
    products: int  # that the demo shop has
    new_products: int  # of those
    new_reviews: int
    new_accounts: int
    invented_products: int
    invented_orders: int


def seed(products: int = 0, orders: int = 0) -> Report:
    """Load the demo shop from the CSV files in SEEDS, and then fill up to so many
    `products` and `orders`. Commits.

    Raises importer.FileRefused and importer.BadRows when products.csv cannot be imported.
    """
    collections = tree.load(SEEDS)
    before = db.session.scalar(db.select(func.max(Product.id))) or 0
    summary = run_import(SEEDS / "products.csv")
    tree.feature(SEEDS)
    new_reviews = reviews.load(SEEDS)
    _date_products(before)
    new_accounts = accounts.load()
    selling.load()
    pages.load()
    translations.load(SEEDS)  # before the invented products, which are indexed with them
    invented = _fill_up(products)
    return Report(
        collections,
        summary.products,
        summary.new_products,
        new_reviews,
        new_accounts,
        invented,
        sales.load() + _fill_up_orders(orders),
    )


def _date_products(last: int) -> None:
    """Let the products after id `last` have come in over the past year, before their reviews."""
    first_reviews = {
        row.product_id: row.at
        for row in db.session.execute(
            db.select(Review.product_id, func.min(Review.created_at).label("at"))
            .where(Review.product_id > last)
            .group_by(Review.product_id)
        )
    }
    for product in db.session.scalars(db.select(Product).where(Product.id > last)):
        dice = Random(product.slug)
        arrived = clock.now() - timedelta(days=dice.randint(5, 365), minutes=dice.randint(0, 600))
        if product.id in first_reviews:
            waited = timedelta(days=dice.randint(3, 30))
            arrived = min(arrived, first_reviews[product.id] - waited)
        product.published_at = product.created_at = arrived
    db.session.commit()


def _fill_up(products: int) -> int:
    if not products:
        return 0
    with progress("Inventing products", products) as bar:
        bar.update(min(products, db.session.scalar(db.select(func.count(Product.id))) or 0))
        return bulk.fill_up(products, advance=bar.update)


def _fill_up_orders(orders: int) -> int:
    if not orders:
        return 0
    with progress("Inventing orders", orders) as bar:
        return sales.fill_up(orders, advance=bar.update)
