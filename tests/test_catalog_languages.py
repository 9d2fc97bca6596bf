"""The catalog in another language: what a reader of it sees, and what it costs."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from buying import filled, ship_to
from factories import CollectionFactory, PictureFactory, make_product
from flask.testing import FlaskClient

from shop.catalog import search, shelves, wording
from shop.catalog.models import Collection, Product
from shop.extensions import db
from shop.orders.models import Order
from shop.pages import services as pages
from shop.texts import keeping
from shop.texts.models import CatalogText

Count = Callable[[Callable[[], Any]], int]
PLACES = ("/", "/products", "/products?sort=title", "/collections", "/collections/kitchen")


def say(row: Any, **texts: str) -> None:
    keeping.put(row, "de", texts)
    db.session.commit()


def say_words(field: str, **texts: str) -> None:
    wording.say_words("de", {(field, word): text for word, text in texts.items()})
    db.session.commit()


@pytest.fixture
def mug(app: Any) -> Product:
    """A mug in Kitchen that is said in German; its second colour is not."""
    kitchen = CollectionFactory(title="Kitchen", slug="kitchen", description="To eat from.")
    product = make_product("Mug", slug="mug", description="For tea.", colours=("Sage", "Ink"))
    shelves.put_into(product, [kitchen])
    search.index([product.id])
    say(kitchen, title="Küche", description="Zum Essen.")
    say(product, title="Teebecher", description="Ein Becher für Tee.")
    say_words("option", Colour="Farbe")
    say_words("value", Sage="Salbei")
    search.index([product.id])
    db.session.commit()
    return product


def test_a_product_is_shown_in_the_readers_language(client: FlaskClient, mug: Product) -> None:
    page = client.get("/de/products/mug").text
    assert "<h1>Teebecher</h1>" in page
    assert "Ein Becher für Tee." in page
    for word in ("Farbe", "Salbei", "Küche"):
        assert word in page


def test_what_nobody_has_translated_is_shown_as_it_is(client: FlaskClient, mug: Product) -> None:
    make_product("Bowl", slug="bowl")
    assert "<h1>Bowl</h1>" in client.get("/de/products/bowl").text
    assert "Ink" in client.get("/de/products/mug").text


def test_the_shops_own_language_shows_its_own_words(client: FlaskClient, mug: Product) -> None:
    page = client.get("/products/mug").text
    assert "<h1>Mug</h1>" in page
    assert "Teebecher" not in page
    assert "Küche" not in page


def test_structured_data_is_in_the_readers_language(client: FlaskClient, mug: Product) -> None:
    page = client.get("/de/products/mug").text
    script = page.partition('<script type="application/ld+json"')[2].partition(">")[2]
    graph = json.loads(script.partition("</script>")[0])["@graph"]
    crumbs, product = graph[0]["itemListElement"], graph[1]
    assert [crumb["name"] for crumb in crumbs][1:] == ["Küche", "Teebecher"]
    assert (product["name"], product["description"]) == ("Teebecher", "Ein Becher für Tee.")


def test_words_for_search_engines_are_not_those_of_another_language(
    client: FlaskClient, mug: Product
) -> None:
    mug.seo_title, mug.seo_description = "Mugs for tea", "Order a mug."
    db.session.commit()
    page = client.get("/de/products/mug").text
    assert "Mugs for tea" not in page
    assert "Order a mug." not in page
    assert '<meta name="description" content="Ein Becher für Tee.">' in page
    say(mug, seo_title="Becher für Tee")
    assert "Becher für Tee" in client.get("/de/products/mug").text
    assert "Mugs for tea" in client.get("/products/mug").text


@pytest.mark.parametrize("path", PLACES)
def test_lists_and_tiles_are_in_the_readers_language(
    client: FlaskClient, mug: Product, path: str
) -> None:
    german, english = client.get("/de" + path).text, client.get(path).text
    assert "Küche" in german
    assert ("Teebecher" in german) == ("Mug" in english)
    assert "Kitchen" not in german
    assert "Küche" not in english


def test_a_collection_is_told_of_in_the_readers_language(client: FlaskClient, mug: Product) -> None:
    page = client.get("/de/collections/kitchen").text
    assert "<h1>Küche</h1>" in page
    assert "Zum Essen." in page


def test_titles_are_sorted_as_they_are_shown(client: FlaskClient, mug: Product) -> None:
    say(make_product("Zinc tub", slug="tub"), title="Zuber")
    say(make_product("Apron", slug="apron"), title="Zwilch")
    page = client.get("/de/products?sort=title").text
    at = [page.index(f'href="/de/products/{slug}"') for slug in ("mug", "tub", "apron")]
    assert at == sorted(at)


def test_a_merchants_page_is_in_the_readers_language(client: FlaskClient) -> None:
    page = pages.create(slug="returns", title="Returns", body="## 30 days", is_published=True)
    say(page, title="Rückgabe", body="## 30 Tage")
    german = client.get("/de/pages/returns").text
    assert "<h2>30 Tage</h2>" in german
    assert 'href="/de/pages/returns">Rückgabe</a>' in german  # at the foot of every page
    assert "30 days" in client.get("/pages/returns").text


def test_what_is_on_a_picture_follows_the_title_and_the_choice(
    client: FlaskClient, mug: Product
) -> None:
    PictureFactory(alt="Mug, Sage", product_id=mug.id)
    db.session.expire_all()
    wording.say_products([(mug, {"title": "Teebecher"})], "de")
    db.session.commit()
    assert 'alt="Teebecher, Salbei"' in client.get("/de/products/mug").text
    assert 'alt="Mug, Sage"' in client.get("/products/mug").text
    wording.say_products([(mug, {"title": "Tasse"})], "de")
    db.session.commit()
    assert 'alt="Tasse, Salbei"' in client.get("/de/products/mug").text


def test_cart_is_in_the_shoppers_language(client: FlaskClient, mug: Product) -> None:
    client.post("/de/cart/items", data={"variant": mug.variants[0].id, "quantity": 1})
    german, english = client.get("/de/cart").text, client.get("/cart").text
    assert "Teebecher" in german
    assert "Salbei" in german
    assert "Mug" in english
    assert "Teebecher" not in english


def test_an_order_is_written_in_the_buyers_language(client: FlaskClient, mug: Product) -> None:
    zone = ship_to("GB")
    standard = zone.methods[0].title
    say_words("shipping", **{standard: "Mit der Post"})
    answer = client.post("/de/checkout", data=filled(client, mug))
    assert answer.status_code == 303, answer.text
    order = db.session.scalar(db.select(Order))
    assert [(line.title, line.options) for line in order.lines] == [("Teebecher", "Salbei")]
    assert order.shipping_title == "Mit der Post"


@pytest.mark.parametrize("words", ["teebecher", "becher", "salbei", "küche", "mug", "sage"])
def test_a_product_is_found_by_its_words_in_every_language(
    client: FlaskClient, mug: Product, words: str
) -> None:
    found = client.get("/de/products/suggest", query_string={"q": words}).json
    assert [item["title"] for item in found["items"]] == ["Teebecher"]


def test_what_a_compound_ends_in_is_found_as_in_the_title(
    client: FlaskClient, mug: Product
) -> None:
    bowl = make_product("Bowl", slug="bowl")
    say(bowl, title="Schale", description="Neben dem Becher.")
    search.index([bowl.id])
    db.session.commit()
    page = client.get("/de/products?q=becher").text
    assert page.index(">Teebecher</a>") < page.index(">Schale</a>")


def test_words_go_with_what_they_are_of(client: FlaskClient, mug: Product) -> None:
    db.session.execute(db.delete(Product).where(Product.id == mug.id))
    db.session.commit()
    assert db.session.scalar(db.select(CatalogText).where(CatalogText.product_id == mug.id)) is None
    assert db.session.scalar(db.select(Collection)) is not None


@pytest.mark.parametrize("path", [*PLACES, "/products/mug", "/products?q=mug", "/cart"])
def test_another_language_asks_no_more_of_the_database(
    client: FlaskClient, mug: Product, count_queries: Count, path: str
) -> None:
    client.get(path), client.get("/de" + path)
    own = count_queries(lambda: client.get(path))
    assert count_queries(lambda: client.get("/de" + path)) == own


@pytest.mark.parametrize("path", [*PLACES, "/products/mug", "/products?q=mug"])
def test_the_shops_own_language_does_not_read_the_texts(
    client: FlaskClient, mug: Product, statements: list[str], path: str
) -> None:
    client.get(path)
    assert statements
    assert not [text for text in statements if "catalog_texts" in text]


@pytest.fixture
def statements(mug: Product) -> Any:
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    db.event.listen(db.engine, "before_cursor_execute", note)
    yield found
    db.event.remove(db.engine, "before_cursor_execute", note)
