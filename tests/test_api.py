import pytest
from factories import CollectionFactory, PictureFactory, make_product

from shop.app import create_app
from shop.extensions import db


def get(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.get_json()


class TestProducts:
    def test_item_has_exactly_the_contracts_members(self, client, app):
        product = make_product("Harbour mug", slug="harbour-mug", price=1850, stock=7)
        product.cover = PictureFactory(product=product, key="ab/mug.jpg")
        db.session.commit()
        assert get(client, "/api/products") == {
            "items": [
                {
                    "slug": "harbour-mug",
                    "title": "Harbour mug",
                    "price": 1850,
                    "currency": "USD",
                    "available": 7,
                    "image": "http://localhost/media/ab/mug.jpg",
                    "url": "http://localhost/products/harbour-mug",
                }
            ],
            "page": 1,
            "pages": 1,
            "total": 1,
        }

    def test_product_without_a_picture_has_none(self, client, app):
        make_product()
        assert get(client, "/api/products")["items"][0]["image"] is None

    def test_available_counts_up_to_99(self, client, app):
        make_product(stock=5000)
        assert get(client, "/api/products")["items"][0]["available"] == 99

    def test_unpublished_products_are_left_out(self, client, app):
        make_product(is_published=False)
        assert get(client, "/api/products")["items"] == []

    def test_takes_the_same_query_as_the_page(self, client, app):
        make_product(slug="cheap", price=1000)
        make_product(slug="dear", price=5000)
        make_product(slug="gone", price=3000, stock=0)
        found = get(client, "/api/products?min_price=20&in_stock=1")
        assert [item["slug"] for item in found["items"]] == ["dear"]
        ordered = get(client, "/api/products?sort=-price")
        assert [item["slug"] for item in ordered["items"]] == ["dear", "gone", "cheap"]

    def test_pages_have_24_products(self, client, app):
        for _ in range(25):
            make_product()
        first, second = get(client, "/api/products"), get(client, "/api/products?page=2")
        assert (len(first["items"]), len(second["items"])) == (24, 1)
        assert (second["page"], second["pages"], second["total"]) == (2, 2, 25)

    def test_page_beyond_the_last_is_empty(self, client, app):
        make_product()
        found = get(client, "/api/products?page=9")
        assert found == {"items": [], "page": 9, "pages": 1, "total": 1}

    @pytest.mark.parametrize(
        "query",
        [
            "page=x",
            "page=0",
            "page=-1",
            "sort=up",
            "rating=9",
            "min_price=1e999",
            "q=%00",
            "q=%ff%fe",
            "collection=%00",
            "q[]=1&=&&",
        ],
    )
    def test_junk_counts_as_not_sent(self, client, app, query):
        assert client.get(f"/api/products?{query}").status_code == 200

    def test_number_of_queries_does_not_grow(self, client, app, count_queries):
        for _ in range(24):
            make_product(colours=("Sage", "Oat"))
        assert count_queries(lambda: client.get("/api/products")) <= 4


class TestProduct:
    def test_has_its_variants(self, client, app):
        product = make_product("Mug", slug="mug", price=1200, colours=("Sage", "Oat"), stock=200)
        found = get(client, "/api/products/mug")
        first = product.variants[0]
        assert found["title"] == "Mug"
        assert found["variants"][0] == {
            "id": first.id,
            "sku": first.sku,
            "options": {"Colour": "Sage"},
            "price": 1200,
            "available": 99,
        }
        assert found["variants"][1]["options"] == {"Colour": "Oat"}

    def test_plain_product_has_one_variant_without_options(self, client, app):
        make_product(slug="mug", stock=0)
        variant = get(client, "/api/products/mug")["variants"][0]
        assert (variant["options"], variant["available"]) == ({}, 0)

    @pytest.mark.parametrize("slug", ["nowhere", "%00", "%ff", "x" * 3000, "hidden"])
    def test_unknown_one_is_a_404_problem(self, client, app, slug):
        make_product(slug="hidden", is_published=False)
        answer = client.get(f"/api/products/{slug}")
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["status"] == 404


class TestCollections:
    def test_lists_every_collection(self, client, app):
        top = CollectionFactory(title="Living", slug="living", description="Warm.")
        vases = CollectionFactory(title="Vases", slug="vases", parent=top)
        make_product(collections=(vases,))
        first, second = get(client, "/api/collections")["items"]
        assert first == {
            "slug": "living",
            "title": "Living",
            "description": "Warm.",
            "parent": None,
            "url": "http://localhost/collections/living",
            "product_count": 0,
        }
        assert (second["slug"], second["parent"], second["product_count"]) == ("vases", "living", 1)

    def test_one_collection_has_a_page_of_its_products(self, client, app):
        vases = CollectionFactory(title="Vases", slug="vases")
        make_product(slug="moon-jar", collections=(vases,))
        make_product(slug="elsewhere")
        found = get(client, "/api/collections/vases")
        assert (found["title"], found["product_count"]) == ("Vases", 1)
        assert [item["slug"] for item in found["items"]] == ["moon-jar"]
        assert (found["page"], found["pages"], found["total"]) == (1, 1, 1)

    def test_one_collection_takes_the_query_too(self, client, app):
        vases = CollectionFactory(slug="vases")
        make_product(price=1000, collections=(vases,))
        found = get(client, "/api/collections/vases?min_price=20")
        assert (found["product_count"], found["total"]) == (1, 0)

    def test_unknown_one_is_a_404_problem(self, client, app):
        answer = client.get("/api/collections/nowhere")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


PATHS = ["/api/products", "/api/collections", "/api/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_copies_may_be_kept_for_a_minute_and_are_revalidated(client, app, path):
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", PATHS)
def test_sets_no_cookie_and_gives_everybody_the_same(client, other_client, customer, path):
    mine, theirs = client.get(path), other_client.get(path)
    assert mine.data == theirs.data
    assert "Set-Cookie" not in mine.headers
    assert "Cookie" not in mine.headers.get("Vary", "")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client, app, method):
    answer = client.open("/api/products", method=method)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


def test_unknown_path_is_a_404_problem(client, app):
    answer = client.get("/api/orders")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_too_many_requests_of_one_address_are_429(client, app, environ, monkeypatch):
    create_app(environ)  # a second application in the process adds no second limit
    monkeypatch.setitem(app.config, "API_RATE_LIMIT", "2 per minute")
    statuses = [client.get("/api/products").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = client.get("/api/products")
    assert refused.mimetype == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
