"""What is indexed beside a product's words on PostgreSQL, and that a migration adds the same."""

import importlib

import pytest
from factories import fill_catalog, make_product
from sqlalchemy import text

from shop.catalog import search
from shop.catalog.models import Product
from shop.catalog.search import postgresql
from shop.extensions import db

DOCUMENTS = text("SELECT product_id, document::text FROM product_search ORDER BY product_id")


@pytest.fixture
def catalog(app):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite marks nothing")
    fill_catalog(2 * postgresql.SAMPLED)
    make_product("Hidden mug", is_published=False)
    search.index()
    db.session.commit()


def test_shops_of_before_get_the_same_marks(catalog):
    speed = importlib.import_module("shop.migrations.versions.0006_speed")
    made = db.session.execute(DOCUMENTS).all()
    db.session.execute(text(speed.UNMARKED))
    assert db.session.execute(DOCUMENTS).all() != made
    db.session.execute(text(speed.MARKS))
    assert db.session.execute(DOCUMENTS).all() == made


@pytest.mark.parametrize("typed", ["b", "bu", "bulk pr"])
def test_suggests_from_a_sample_what_begins_with_a_letter_or_two(catalog, monkeypatch, typed):
    monkeypatch.setattr(postgresql, "_enough", lambda _terms: 0)
    found = search.suggest(typed)
    assert found
    assert all(product_id % postgresql.SAMPLED == 0 for product_id in found)


@pytest.mark.parametrize("typed", ["bu", "bul", "bulk", "bulk product"])
def test_suggests_the_title_itself_among_hundreds(app, typed):
    make_product("Bulk product")
    fill_catalog(255)
    search.index()
    db.session.commit()
    [first, *_] = search.suggest(typed)
    assert db.session.get(Product, first).title == "Bulk product"
