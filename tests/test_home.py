import json
import re

import pytest
from factories import CollectionFactory, ReviewFactory, fill_catalog, make_product

from shop.catalog import services
from shop.catalog.models import Picture
from shop.extensions import db
from shop.pages import services as pages


def structured_data(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    return json.loads(found[1])


def test_shows_the_collections_at_the_top_as_tiles(client):
    kitchen = CollectionFactory(title="Kitchen", slug="kitchen")
    CollectionFactory(title="Mugs", slug="mugs", parent=kitchen)
    page = client.get("/")
    assert 'href="/collections/kitchen"><' in page.text
    assert "Mugs" not in page.text


def test_shows_new_sale_and_best_rated_products(client):
    make_product("Plain bowl")
    make_product("Cheap bowl", price=1000, compare_at_price=2000)
    loved = make_product("Loved bowl")
    ReviewFactory(product=loved, rating=5)
    services.refresh_rating(loved)
    db.session.commit()
    page = client.get("/").text
    new, sale, best = page.index("Just in"), page.index("<h2>On sale"), page.index("<h2>Best rated")
    assert all(title in page[new:sale] for title in ("Plain bowl", "Cheap bowl", "Loved bowl"))
    assert "Cheap bowl" in page[sale:best]
    assert "Plain bowl" not in page[sale:best]
    assert "Loved bowl" in page[best:]


def test_says_so_when_there_is_nothing_to_buy_yet(client):
    assert "The shelves are being filled" in client.get("/").text


def test_begins_with_the_merchants_own_words_and_leads_to_them(client):
    for slug, title, body in (
        ("about", "About us", "## Who\n\nWe *like* bowls.\n\nAnd plates."),
        ("returns", "Sending back", "You have **30 days**."),
        ("terms", "Terms", "The small print."),
    ):
        pages.create(slug=slug, title=title, body=body, is_published=True)
    pages.create(slug="delivery", title="Delivery", body="Never seen.", is_published=False)
    db.session.commit()
    page = client.get("/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "We like bowls." in main
    assert "And plates" not in main
    assert 'href="/pages/about"' in main
    assert "You have 30 days." in main
    assert not any(words in main for words in ("The small print", "Never seen"))


def test_shows_a_collection_inside_another_with_its_picture_and_words(client):
    kitchen = CollectionFactory(title="Kitchen", slug="kitchen")
    CollectionFactory(
        title="Mugs",
        slug="mugs",
        parent=kitchen,
        description="Chosen by their handles.",
        picture=Picture(key="aa/mugs.webp", width=8, height=8),
    )
    page = client.get("/").text
    assert "Chosen by their handles." in page
    assert "/media/aa/mugs.webp" in page
    assert 'href="/collections/mugs">See all of Mugs' in page


def test_leaves_out_what_is_not_published(client):
    make_product("Secret bowl", is_published=False)
    assert "Secret bowl" not in client.get("/").text


def test_leaves_sold_out_products_out_of_the_sale(client):
    make_product("Gone bowl", price=1000, compare_at_price=2000, stock=0)
    assert "<h2>On sale" not in client.get("/").text


def test_tells_search_engines_of_the_shop_and_its_search(client):
    kinds = {thing["@type"]: thing for thing in structured_data(client.get("/"))["@graph"]}
    assert kinds["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        "http://localhost/products?q={search_term_string}"
    )
    assert "Organization" in kinds


@pytest.mark.parametrize("products", [10, 10_000])
def test_asks_the_database_at_most_eight_things(client, count_queries, products):
    fill_catalog(products, CollectionFactory())
    assert count_queries(lambda: client.get("/")) <= 8
