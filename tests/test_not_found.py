"""An address that leads nowhere leads on."""

import pytest
from factories import CollectionFactory, ReviewFactory, make_product

from shop.catalog import services
from shop.extensions import db


@pytest.fixture
def page(client):
    CollectionFactory(title="Lamps", slug="lamps")
    loved = make_product("Loved bowl")
    ReviewFactory(product=loved, rating=5)
    services.refresh_rating(loved)
    make_product("Gone bowl", stock=0)
    db.session.commit()
    return client.get("/no-such-page")


def test_offers_a_search(page):
    assert page.status_code == 404
    assert 'id="search-again"' in page.text


def test_leads_to_the_collections(page):
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    assert 'href="/collections/lamps"' in main


def test_shows_what_others_like_and_can_be_had(page):
    assert "Loved bowl" in page.text
    assert "Gone bowl" not in page.text


def test_other_errors_ask_the_database_for_nothing_to_buy(client, page):
    refused = client.delete("/products")
    assert refused.status_code == 405
    assert "Loved bowl" not in refused.text
