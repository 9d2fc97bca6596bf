"""Searches that find more than is shown: they say so, and each choice still finds its own."""

import pytest
from factories import CollectionFactory, fill_catalog, make_product
from listed import count_beside, titles

from shop.catalog import search
from shop.extensions import db

MANY = search.MOST_FOUND + 20


@pytest.fixture
def shelf(app):
    """A collection with one product alone of more than a search shows; it costs the most."""
    fill_catalog(MANY, CollectionFactory(slug="rest", title="Rest"))
    shelf = CollectionFactory(slug="shelf", title="Shelf")
    make_product("Bulk of a kind, quite out of the way", price=99_000, collections=(shelf,))
    search.index()
    db.session.commit()
    return shelf


def test_says_that_there_are_more(shelf, client):
    page = client.get("/products?q=bulk").text
    assert f"More than {search.MOST_FOUND} products" in page
    last = search.MOST_FOUND // 24
    assert client.get(f"/products?q=bulk&page={last}").status_code == 200
    assert client.get(f"/products?q=bulk&page={last + 1}").status_code == 404


def test_shows_each_product_once(shelf, client):
    pages = [client.get(f"/products?q=bulk&page={number}") for number in range(1, 11)]
    found = [title for page in pages for title in titles(page)]
    assert len(found) == len(set(found)) == search.MOST_FOUND


@pytest.mark.parametrize("choice", ["min_price=500", "collection=shelf"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "price"])
def test_narrows_all_that_was_found(shelf, client, choice, sort):
    page = client.get(f"/products?q=bulk&{choice}&sort={sort}")
    assert titles(page) == ["Bulk of a kind, quite out of the way"]
    assert ">1 product<" in page.text
    assert count_beside(page, "In stock") == 1


def test_narrows_within_a_collection(shelf, client):
    assert titles(client.get("/collections/shelf?q=bulk")) == [
        "Bulk of a kind, quite out of the way"
    ]


def test_counts_all_that_a_choice_leaves(shelf, client):
    of_them = sum(1 for number in range(MANY) if number % 5 == 0)
    page = client.get("/products?q=bulk&on_sale=1")
    assert f">{of_them} products<" in page.text


def test_counts_of_other_choices_say_where_there_may_be_more(shelf, client):
    page = client.get("/products?q=bulk&on_sale=1").text
    assert "+" in page.split("In stock</span>")[1].split("</label>")[0]


def test_counts_of_collections_leave_the_chosen_one_aside(shelf, client):
    page = client.get("/products?q=bulk&collection=shelf").text
    assert f"{search.MOST_FOUND}+" in page.split("Rest</span>")[1].split("</label>")[0]


def test_price_range_leaves_the_price_aside(shelf, client):
    make_product("Bulk of another kind", price=30_000, collections=(shelf,))
    search.index()
    db.session.commit()
    page = client.get("/collections/shelf?q=bulk&min_price=600").text
    assert "Prices go from $300.00 to $990.00" in page


@pytest.mark.parametrize("choice", ["min_price=500", "in_stock=1", "min_price=500&in_stock=1"])
def test_price_range_takes_in_what_is_shown(shelf, client, choice):
    page = client.get(f"/products?q=bulk&{choice}&sort=-price").text
    assert "to $990.00" in page


def test_a_chosen_choice_counts_what_is_shown(shelf, client):
    there = 1 + sum(1 for number in range(MANY) if number % 4)
    page = client.get("/products?q=bulk&in_stock=1")
    assert f">{there} products<" in page.text
    assert count_beside(page, "In stock") == there


def test_finds_what_is_narrowed_down_in_the_api(shelf, client):
    answer = client.get("/api/products?q=bulk&min_price=500").get_json()
    assert [item["title"] for item in answer["items"]] == ["Bulk of a kind, quite out of the way"]
