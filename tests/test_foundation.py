from factories import make_product
from sqlalchemy import inspect

from shop.extensions import db


def test_database_has_every_table_of_the_models(app):
    assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_product_summary_shows_the_lowest_price(app):
    product = make_product(colours=("Sage", "Oat"), price=1200, stock=2)
    assert (product.price, product.stock, product.is_available) == (1200, 4, True)
