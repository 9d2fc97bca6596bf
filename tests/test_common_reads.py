"""What pages begin with is read once for all that are kept, and shown no longer than it holds."""

import pytest
from factories import CollectionFactory, ReviewFactory, make_product

from shop import settings
from shop.catalog.models import Collection
from shop.extensions import db


@pytest.fixture(autouse=True)
def bowl(app):
    bowl = make_product("Bowl", slug="bowl", stock=50, collections=(CollectionFactory(slug="x"),))
    ReviewFactory(product_id=bowl.id)


def test_what_pages_have_in_common_is_read_once(client, count_queries):
    first = count_queries(lambda: client.get("/products/bowl"))
    client.get("/products?sort=price")
    make_product("Vase", slug="vase")
    client.get("/collections")
    assert count_queries(lambda: client.get("/products/vase")) <= first - 3


@pytest.mark.parametrize("address", ["/products/bowl", "/de/products", "/collections"])
def test_what_pages_have_in_common_shows_at_once(client, address):
    client.get("/products")
    db.session.scalars(db.select(Collection)).one().title = "Renamed shelf"
    settings.save(shop_name="Renamed shop")
    db.session.commit()
    page = client.get(address).text
    assert "Renamed shelf" in page
    assert "Renamed shop" in page


def test_what_pages_have_in_common_is_read_anew_after_a_minute(app, client, monkeypatch):
    client.get("/products")
    monkeypatch.setattr(app.extensions["page_token"], "_set", lambda: None)  # a message is lost
    settings.save(shop_name="Renamed shop")
    db.session.commit()
    assert "Renamed shop" not in client.get("/products/bowl").text
    monkeypatch.setattr("shop.pagecache.store.LIFETIME", -1)
    assert "Renamed shop" in client.get("/products/bowl").text
