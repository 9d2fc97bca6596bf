"""Which requests one kept page answers, and in which encodings."""

import zlib

import brotli
import pytest
from factories import CollectionFactory, make_product
from page_sources import forget_in_memory, page_sources

from shop.extensions import db
from shop.pages.models import Page as OwnPage
from shop.redis import redis_client

KEPT = ["/", "/products", "/collections", "/collections/shelf", "/products/bowl", "/pages/about"]


@pytest.fixture(autouse=True)
def shop(app):
    make_product("Bowl", slug="bowl", collections=(CollectionFactory(slug="shelf"),))
    db.session.add(OwnPage(slug="about", title="About", body="Us.", is_published=True))
    db.session.commit()


@pytest.fixture
def sources(app):
    with page_sources(app) as seen:
        yield seen


@pytest.mark.parametrize("prefix", ["", "/de"])
@pytest.mark.parametrize("address", KEPT)
def test_a_page_is_rendered_once(client, other_client, sources, address, prefix):
    first, second = client.get(prefix + address), other_client.get(prefix + address)
    assert (first.status_code, sources) == (200, ["rendered", "memory"])
    assert first.data == second.data
    assert dict(first.headers) == dict(second.headers)


def test_another_process_finds_it_in_redis(app, client, sources):
    first = client.get("/products")
    forget_in_memory(app)
    again = client.get("/products")
    assert sources == ["rendered", "redis"]
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])


def test_a_kept_page_asks_the_database_nothing(client, count_queries):
    client.get("/products/bowl")
    assert count_queries(lambda: client.get("/products/bowl")) == 0


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=letter",
        "page=1",
        "page=01",
        "page=none",
        "sort=newest",
        "sort=junk",
        "in_stock=0",
        "rating=9",
        "min_price=",
        "min_price=cheap",
        "q=",
        "a=1&a=2&%00=%ff",
        "reviews=all",
    ],
)
def test_junk_makes_no_second_copy(client, sources, query):
    client.get("/products")
    page = client.get(f"/products?{query}")
    assert (page.status_code, sources) == (200, ["rendered", "memory"])


def test_junk_is_repeated_in_no_page(client):
    assert "utm_source" not in client.get("/products?utm_source=letter").text


def test_the_order_of_a_query_makes_no_second_copy(client, sources):
    client.get("/products?in_stock=1&sort=price&rating=4")
    client.get("/products?rating=4&x=&sort=price&in_stock=1")
    assert sources == ["rendered", "memory"]


def test_what_a_view_heeds_makes_pages_of_their_own(client, sources):
    queries = ["sort=price", "in_stock=1", "min_price=5", "collection=shelf", "on_sale=1"]
    pages = {client.get(f"/products?{query}").data for query in queries}
    assert (len(pages), sources) == (5, ["rendered"] * 5)


def test_a_variants_page_is_one_of_its_own(client, sources):
    mug = make_product("Mug", colours=("Sage", "Oat"), stock=9)
    pages = {client.get(f"/products/{mug.slug}?variant={v.id}").data for v in mug.variants}
    assert (len(pages), sources) == (2, ["rendered", "rendered"])


def test_languages_are_kept_apart(client):
    assert 'lang="en"' in client.get("/products").text
    assert 'lang="de"' in client.get("/de/products").text
    assert 'lang="en"' in client.get("/products").text


@pytest.mark.parametrize(
    "address",
    ["/products?q=bowl", "/products/suggest?q=bowl", "/products/recent?slug=bowl", "/cart",
     "/auth/login", "/api/products", "/sitemap.xml", "/healthz"],
)  # fmt: skip
def test_other_pages_are_not_kept(client, sources, address):
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert sources == []


def test_json_is_not_the_page(client, sources):
    client.get("/collections/shelf")
    answer = client.get("/collections/shelf", headers={"Accept": "application/json"})
    assert (answer.mimetype, len(sources)) == ("application/json", 1)
    assert client.get("/collections/shelf").mimetype == "text/html"


def test_what_is_not_there_is_not_kept(client, sources):
    assert client.get("/products/nothing").status_code == 404
    make_product("Nothing", slug="nothing")
    assert client.get("/products/nothing").status_code == 200
    assert sources == ["rendered"]


def test_an_answer_that_is_no_page_has_no_marks(app, client):
    page = client.get("/products/nothing")
    assert app.extensions["page_marks"].own not in page.text
    assert "Sign in" in page.text


def test_a_page_too_far_is_a_404_each_time(client):
    assert [client.get("/products?page=99").status_code for _ in range(2)] == [404, 404]


@pytest.mark.parametrize("address", KEPT)
def test_head_has_the_same_headers_and_no_body(client, address):
    page, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(page.headers)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1, br;q=0", "gzip"),
        ("br;q=0.5", "br"),
        ("deflate", None),
        ("identity", None),
        ("gzip;q=0", None),
    ],
)
def test_each_encoding_holds_the_same_page(app, client, accepted, encoding):
    plain = client.get("/products").data
    for _ in range(2):
        page = client.get("/products", headers={"Accept-Encoding": accepted})
        assert page.headers.get("Content-Encoding") == encoding
        assert int(page.headers["Content-Length"]) == len(page.data)
        assert decoded(page.data, encoding) == plain
        forget_in_memory(app)


def decoded(data, encoding):
    if encoding == "gzip":
        return zlib.decompress(data, 31)
    return brotli.decompress(data) if encoding == "br" else data


def test_an_encoding_is_made_once_for_all_processes(app, client, monkeypatch):
    client.get("/products", headers={"Accept-Encoding": "br"})
    forget_in_memory(app)
    monkeypatch.setattr(brotli, "compress", None)
    page = client.get("/products", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"


def test_a_body_is_left_to_the_view(client, sources):
    assert client.get("/products", data="x", content_type="text/plain").status_code == 200
    assert sources == []


def test_what_redis_holds_is_bounded(app, client, monkeypatch):
    monkeypatch.setattr("shop.pagecache.store.SLOTS", 2)
    for rating in range(1, 6):
        assert client.get(f"/products?rating={rating}").status_code in (200, 404)
        client.get(f"/products?sort=price&rating={rating}")
    assert len(list(redis_client().scan_iter("shop:pages:*:*"))) <= 2


def test_what_a_process_holds_is_bounded(app, client, monkeypatch):
    memory = app.wsgi_app.store.memory
    client.get("/products")
    monkeypatch.setattr(memory, "most_bytes", 2 * memory.bytes)
    for sort in ("price", "-price", "title", "rating"):
        client.get(f"/products?sort={sort}")
    assert 0 < memory.bytes <= memory.most_bytes
    assert memory.bytes == sum(page.size for page in memory.pages.values())


def test_junk_in_redis_is_rendered_over(app, client, sources):
    page = client.get("/products")
    for junk in (b"junk", b"{}\n", b'{"lengths": [3]}\nabc', b"\xff\xfe\n"):
        (slot,) = list(redis_client().scan_iter("shop:pages:*:*"))
        redis_client().hset(slot, "page", junk)
        forget_in_memory(app)
        assert client.get("/products").data == page.data
    assert sources == ["rendered"] * 5


def test_the_switch_turns_it_off(environ):
    from shop.app import create_app

    app = create_app(environ | {"SHOP_PAGE_CACHE": "0"})
    with page_sources(app) as seen:
        assert app.test_client().get("/products").status_code == 200
    assert seen == []


def test_a_page_says_the_time_of_its_answer(client):
    """A copy in a cache on the way would be old as soon as it came."""
    client.get("/products")
    assert "Date" not in client.get("/products").headers  # the server's to say


@pytest.mark.parametrize("said", ["*", "{0}", '"{1}"', '"other", {0}', 'w/"x", "{1}"'])
def test_who_has_the_page_gets_no_body(client, said):
    tag = client.get("/products").headers["ETag"]
    asked = said.format(tag, tag[3:-1])
    answer = client.get("/products", headers={"If-None-Match": asked})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("address", ["//products", "///products", "/de//products", "//"])
def test_doubled_slashes_make_no_copies(app, client, address):
    client.get(address, base_url="http://localhost")
    assert app.wsgi_app.keys.of({"REQUEST_METHOD": "GET", "PATH_INFO": address}) is None


def test_letters_that_a_browser_did_not_escape_are_read_as_they_are(app):
    raw = "collection=caf\u00e9".encode().decode("latin-1")
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/products", "QUERY_STRING": raw}
    assert app.wsgi_app.keys.of(asked).query == "collection=caf%C3%A9"


@pytest.mark.parametrize("accepted", ["text/html;q=0.1,*/*", "application/json", "text/*"])
def test_who_would_rather_have_something_else_is_left_to_the_view(app, accepted):
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/collections", "HTTP_ACCEPT": accepted}
    assert app.wsgi_app.keys.of(asked) is None


def test_another_release_has_pages_of_its_own(app):
    from shop.pagecache import release

    before = release(app)
    version, app._static_url_path = app._static_url_path, "/static/another"
    assert release(app) != before
    app._static_url_path = version


def test_what_is_kept_has_an_end(client):
    client.get("/products")
    client.get("/products", headers={"Accept-Encoding": "br"})
    for slot in redis_client().scan_iter("shop:pages:*:*"):
        assert 0 < redis_client().ttl(slot) <= 60


def test_a_page_is_rendered_anew_after_a_minute(app, client, sources, monkeypatch):
    client.get("/products")
    monkeypatch.setattr("shop.pagecache.store.LIFETIME", -1)
    client.get("/products")
    assert sources == ["rendered", "rendered"]


def test_who_chose_the_shops_own_language_gets_the_kept_front_page(app, client):
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    keys = app.wsgi_app.keys
    assert keys.of(asked | {"HTTP_COOKIE": "language=en"}) == keys.of(asked) is not None
    assert keys.of(asked | {"HTTP_COOKIE": "language=de"}) is None
