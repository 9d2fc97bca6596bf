"""What is a visitor's own in a kept page: in their answer, and in no kept byte."""

import zlib

import brotli
import pytest
from buying import put_in_cart
from factories import CollectionFactory, ReviewFactory, UserFactory, make_product
from flask import request
from page_sources import forget_in_memory, page_sources

from shop.app import create_app
from shop.catalog.models import ReviewStatus
from shop.redis import redis_client

PAGES = ["/", "/products", "/collections", "/collections/shelf", "/products/bowl", "/de/products"]
NAME = "Marguerite Featherstone"


@pytest.fixture(autouse=True)
def bowl(app):
    return make_product("Bowl", slug="bowl", collections=(CollectionFactory(slug="shelf"),))


def kept_bytes(app):
    """Everything of pages that Redis and this process hold, unpacked."""
    found = []
    for slot in redis_client().scan_iter("shop:pages:*:*"):
        for field, value in redis_client().hgetall(slot).items():
            found.append(value)
            if field == b"page":
                start, _, blocks = value.partition(b"\n")
                found += [start, unpacked(blocks)]
    for page in app.wsgi_app.store.memory.pages.values():
        found += [*page.pieces, page.identity, repr(page.holes).encode(), page.key.encode()]
        found += [body for _, body in page.answers.values()]
        found += [repr(page.headers).encode()]
    assert found
    return b"\n".join(found)


def unpacked(blocks):
    """The deflate blocks of all pieces, one behind the other."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(blocks)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "br, gzip"])
@pytest.mark.parametrize("address", PAGES)
def test_no_kept_byte_is_a_persons(app, client, sign_in, bowl, address, encoding):
    user = sign_in(UserFactory(name=NAME, email="marguerite@example.com"))
    put_in_cart(client, bowl, quantity=7)
    client.get("/cart")  # takes the message of the press
    own = client.get(
        f"{address}?x=marguerite",
        headers={
            "Accept-Encoding": encoding,
            "User-Agent": "marguerites-telephone",
            "Referer": "http://localhost/account/marguerite",
            "X-Forwarded-For": "203.0.113.77",
            "Authorization": "Basic bWFyZ3Vlcml0ZQ==",
        },
        environ_base={"REMOTE_ADDR": "203.0.113.78"},
    )
    assert "private" in own.headers["Cache-Control"]
    held = kept_bytes(app)
    cookies = [cookie.value.encode() for cookie in client._cookies.values()]
    secrets = [NAME.encode(), user.email.encode(), b"marguerite", b"203.0.113", *cookies]
    assert [secret for secret in secrets if secret in held] == []
    unpack = {"gzip": lambda data: zlib.decompress(data, 31), "br": brotli.decompress, None: bytes}
    assert NAME.encode() in unpack[own.headers.get("Content-Encoding")](own.data)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_a_customer_wanted_first_is_a_strangers_for_strangers(
    client, other_client, sign_in, bowl, address
):
    sign_in(UserFactory(name=NAME))
    put_in_cart(client, bowl, quantity=3)
    own, strangers = client.get(address).text, other_client.get(address)
    assert NAME in own
    assert NAME not in strangers.text
    assert 'class="cart-count"' not in strangers.text
    assert "Set-Cookie" not in strangers.headers
    assert "public" in strangers.headers["Cache-Control"]


@pytest.mark.parametrize("address", PAGES)
def test_a_customers_page_is_the_kept_one_with_its_holes_filled(
    app, client, other_client, sign_in, address
):
    sign_in(UserFactory(name=NAME))
    with page_sources(app) as seen:
        strangers = other_client.get(address).text
        own = client.get(address).text
    assert seen == ["rendered", "memory"]
    head, tail = strangers[:2000], strangers[-2000:]
    assert own.startswith(head)
    assert own.endswith(tail)
    assert app.extensions["page_marks"].own not in own + strangers


def test_a_message_is_shown_once_to_whom_it_is_for(client, other_client, bowl):
    other_client.get("/products")
    put_in_cart(client, bowl)
    assert 'class="page flashes"' in client.get("/products").text
    assert 'class="page flashes"' not in client.get("/products").text
    assert 'class="page flashes"' not in other_client.get("/products").text


def test_a_cart_costs_a_kept_page_one_query(client, bowl, count_queries):
    put_in_cart(client, bowl)
    client.get("/products")
    assert count_queries(lambda: client.get("/products")) == 1


def test_a_sign_in_costs_a_kept_page_one_query(client, customer, bowl, count_queries):
    client.get("/products")
    assert count_queries(lambda: client.get("/products")) == 1


def test_the_gzip_of_a_visitor_is_whole(client, bowl):
    put_in_cart(client, bowl, quantity=2)
    plain = client.get("/products").data
    packed = client.get("/products", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "private, no-cache"
    unpacker = zlib.decompressobj(31)
    assert unpacker.decompress(packed.data)[-500:] == plain[-500:]
    assert unpacker.eof
    assert unpacker.unused_data == b""


def test_an_author_alone_sees_a_review_that_waits(client, other_client, customer, bowl):
    ReviewFactory(
        product_id=bowl.id,
        user_id=customer.id,
        title="Heavier than hoped",
        status=ReviewStatus.WAITING,
    )
    other_client.get("/products/bowl")
    assert "Heavier than hoped" in client.get("/products/bowl").text
    assert "Heavier than hoped" not in other_client.get("/products/bowl").text


def test_an_administrator_alone_sees_the_way_to_edit(client, other_client, administrator, bowl):
    for address, words in (("/products/bowl", "Edit this product"), ("/collections", "New coll")):
        assert words in client.get(address).text
        assert words not in other_client.get(address).text


def test_text_of_a_merchant_cannot_pass_for_a_hole(app, client):
    mark = "<!--guess {&quot;name&quot;: &quot;cart_link&quot;}-->x<!--/guess-->"
    make_product(f"Vase {mark}", slug="vase")
    page = client.get("/products/vase").text
    assert "&lt;!--guess" in page
    forget_in_memory(app)
    assert client.get("/products/vase").text == page


def test_a_page_that_sets_a_cookie_is_not_kept(app, client, monkeypatch):
    def with_cookie(response):
        response.set_cookie("whose", "mine")
        return response

    monkeypatch.setitem(
        app.after_request_funcs, None, [with_cookie, *app.after_request_funcs[None]]
    )
    with page_sources(app) as seen:
        client.get("/products")
        client.get("/products")
    assert seen == []


@pytest.mark.parametrize(("prefix", "account"), [("", "/account"), ("/de", "/de/account")])
def test_a_customers_links_stay_in_the_language(client, customer, prefix, account):
    page = client.get(f"{prefix}/products").text
    header = page[page.index('class="header-links"') : page.index("</header>")]
    assert f'href="{account}"' in header
    assert f'href="{prefix}/cart"' in header


def test_a_visitor_behind_a_proxy_is_known_by_their_own_address(environ):
    app = create_app(environ | {"TRUSTED_PROXIES": "1"}, TESTING=True)
    seen = []
    app.extensions["page_holes"]["cart_link"] = lambda: seen.append(request.remote_addr) or ""
    client = app.test_client()
    client.set_cookie("cart", "of somebody")
    client.get("/products", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == [None, "203.0.113.9"]  # first nobody, for the page to keep
