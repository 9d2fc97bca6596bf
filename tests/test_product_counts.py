"""The counts that lists show are kept, and are right after whatever happens to a product."""

import pytest
from factories import CollectionFactory, ReviewFactory, fill_catalog, make_product
from sqlalchemy import text

from shop.catalog import counts, listing, services, shelves
from shop.catalog.models import Product
from shop.extensions import db
from tasks.catalog import fold_counts, recount

KEPT = """
    SELECT collection_id, is_available, is_on_sale, stars, sum(number) FROM product_counts
    GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0 ORDER BY 1, 2, 3, 4
"""
COPIES = """
    SELECT collection_id, product_id, published_at, price, is_available, is_on_sale, rating_average
    FROM collection_products ORDER BY 1, 2
"""


def kept():
    rows = [tuple(map(int, row)) for row in db.session.execute(text(KEPT))]
    copies = [tuple(row) for row in db.session.execute(text(COPIES))]
    db.session.rollback()
    return rows, copies


@pytest.fixture
def mug(app):
    kitchen = CollectionFactory(slug="kitchen")
    mugs = CollectionFactory(slug="mugs", parent=kitchen)
    mug = make_product("Mug", collections=[mugs])
    make_product("Jug", collections=[kitchen])
    return mug


def hide(mug):
    mug.is_published = False


def show_again(mug):
    mug.is_published = False
    db.session.commit()
    mug.is_published = True


def sell_out(mug):
    mug.variants[0].stock = 0
    services.summarise(mug)


def reprice(mug):
    mug.variants[0].price = 1
    mug.variants[0].compare_at_price = 2
    services.summarise(mug)


def rate(mug):
    ReviewFactory(product=mug, rating=4)
    services.refresh_rating(mug)


def move(mug):
    shelves.put_into(mug, [])


def delete(mug):
    db.session.delete(mug)


def delete_collection(mug):
    db.session.execute(text("UPDATE collections SET parent_id = NULL"))
    db.session.execute(text("DELETE FROM collections WHERE slug = 'kitchen'"))


def change_many(mug):
    db.session.execute(db.update(Product).values(is_on_sale=True, price=Product.price + 1))


@pytest.mark.parametrize(
    "change",
    [hide, show_again, sell_out, reprice, rate, move, delete, delete_collection, change_many],
)
def test_are_right_after(mug, change):
    before = kept()
    change(mug)
    db.session.commit()
    after = kept()
    recount()
    assert kept() == after
    assert (after == before) == (change is show_again)


def test_are_the_same_when_they_were_added_up(mug):
    before = kept()
    fold_counts()
    assert kept() == before


def test_are_put_right_by_a_recount(mug):
    right = kept()
    db.session.execute(text("UPDATE product_counts SET number = number + 5"))
    recount()
    assert kept() == right


def test_a_list_goes_no_further_than_it_says(client, app, monkeypatch):
    monkeypatch.setattr(listing, "MOST_PAGES", 2)
    fill_catalog(60)
    assert counts.total(counts.kept([counts.EVERYTHING])[counts.EVERYTHING]) == 60
    page = client.get("/products?page=2").text
    assert "60 products" in page
    assert "This list goes no further than page 2." in page
    beyond = client.get("/products?page=3")
    assert beyond.status_code == 404
    assert "This list goes no further than page 2." in beyond.text
