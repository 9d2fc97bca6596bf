"""Rules that hold for every address of the shop, proved by walking its map of them."""

import hashlib

import pytest
from factories import AddressFactory, CollectionFactory, UserFactory, make_product
from flask import url_for
from sqlalchemy import func

from shop.auth.models import SignIn
from shop.database import SAFE_METHODS
from shop.extensions import db

# Whom an endpoint is for must be decided, not forgotten: what is not closed is listed here.
FOR_EVERYBODY = {
    "api.collection",
    "api.collections",
    "api.openapi",
    "api.product",
    "api.products",
    "auth.confirm",
    "auth.forgot",
    "auth.forgot_sent",
    "auth.login",
    "auth.logout",
    "auth.register",
    "auth.reset",
    "auth.second_factor",
    "bank.act",
    "alerts.ask",
    "cart.add",
    "cart.add_code",
    "cart.remove",
    "cart.remove_code",
    "cart.set_quantity",
    "cart.show",
    "checkout.paid",
    "checkout.pay",
    "checkout.place",
    "checkout.show",
    "checkout.start_paying",
    "checkout.stop_reminders",
    "checkout.webhook",
    "catalog.collection",
    "catalog.collections",
    "catalog.home",
    "catalog.product",
    "catalog.products",
    "catalog.recent",
    "catalog.robots",
    "catalog.sitemap",
    "catalog.sitemap_part",
    "catalog.share_picture",
    "catalog.suggest",
    "dev.empty_mailbox",
    "dev.letter",
    "dev.letter_html",
    "dev.letter_list",
    "dev.mail",
    "dev.mail_html",
    "dev.mailbox_list",
    "languages.choose",
    "media.picture",
    "operations.healthz",
    "pages.show",
    "pages.show_manifest",
    "operations.readyz",
    "operations.show_metrics",
    # An order opens to its owner and to whoever holds its key; for all others it is not there.
    "orders.ask_return",
    "orders.cancel",
    "orders.invoice",
    "orders.order_again",
    "orders.show",
    "static",
}
# The one GET that changes something: the contract wants a mailed link to confirm at once, and
# opening it proves just what it says, that the mail arrived.
GETS_THAT_ACT = {"auth.confirm"}
# Messages of payment providers come from elsewhere; each is signed, and checked for that.
FROM_ELSEWHERE = {"checkout.webhook"}


@pytest.fixture
def places(app):
    """Something to put into each variable part of an address."""
    kitchen = CollectionFactory(slug="kitchen")
    product = make_product("Harbour mug", slug="harbour-mug", collections=(kitchen,))
    address = AddressFactory()
    return {
        "slug": "harbour-mug",
        "variant": product.variants[0].id,
        "address_id": address.id,
        "token": "no-such-token",
    }


def addresses(app, places, *, safe):
    """Each endpoint with one of its methods and an address of it."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            methods = {m for m in rule.methods if (m in SAFE_METHODS) == safe} - {"OPTIONS", "HEAD"}
            free = rule.arguments - set(rule.defaults or {})
            values = {name: places.get(name, _anything(rule, name)) for name in free}
            if "collection" in rule.endpoint and "slug" in values:
                values["slug"] = "kitchen"
            for method in sorted(methods):
                found.append((rule.endpoint, method, url_for(rule.endpoint, **values)))
    return found


def _anything(rule, name):
    converter = type(rule._converters[name]).__name__
    return 1 if converter in ("RowId", "IntegerConverter") else "anything"


def fingerprint():
    """A digest of every row, but for when a browser was last seen."""
    db.session.rollback()
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        columns = [c for c in table.columns if c is not SignIn.__table__.c.last_seen_at]
        for row in sorted(map(repr, db.session.execute(db.select(*columns)))):
            digest.update(f"{table.name} {row}\n".encode())
    db.session.rollback()
    return digest.hexdigest()


def test_every_endpoint_is_closed_or_listed_as_for_everybody(app, places, client):
    for endpoint, _, url in addresses(app, places, safe=True):
        answer = client.get(url, buffered=True)
        if endpoint in FOR_EVERYBODY:
            assert answer.status_code in (200, 302, 303, 404), (endpoint, url)
            assert "/auth/login" not in answer.headers.get("Location", ""), (endpoint, url)
        else:
            assert answer.status_code == 302, (endpoint, url)
            assert answer.headers["Location"].startswith("/auth/login?next="), (endpoint, url)


def test_unsafe_private_routes_answer_strangers_with_401_before_anything_else(app, places, client):
    private = [a for a in addresses(app, places, safe=False) if a[0] not in FOR_EVERYBODY]
    assert len(private) > 10
    before = fingerprint()
    for endpoint, method, url in private:
        answer = client.open(url, method=method, data={"junk": "x"})
        assert answer.status_code == 401, (endpoint, method, url)
        forged = client.open(url, method=method, headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 401, (endpoint, method, url)
    assert fingerprint() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": "", "Referer": "https://evil.example/auth/login"},
        {"Sec-Fetch-Site": ""},
    ],
    ids=["cross-site", "same-site", "origin", "null origin", "referer", "nothing and no token"],
)
def test_every_unsafe_route_refuses_a_forged_request(app, places, client, administrator, headers):
    before = fingerprint()
    for endpoint, method, url in addresses(app, places, safe=False):
        if endpoint in FROM_ELSEWHERE:
            continue
        answer = client.open(url, method=method, headers=headers)
        assert answer.status_code == 400, (endpoint, method, url)
        assert "did not come from" in answer.text or "CSRF" in answer.text, (endpoint, url)
    assert fingerprint() == before


def test_no_get_changes_anything(app, places, client, other_client, sign_in):
    sign_in(UserFactory(is_administrator=True))
    before = fingerprint()
    for endpoint, _, url in addresses(app, places, safe=True):
        if endpoint not in GETS_THAT_ACT:
            other_client.get(url, buffered=True)
            client.get(url, buffered=True)
    assert fingerprint() == before


def test_administrators_pages_refuse_customers(app, places, client, customer):
    closed = [
        (endpoint, method, url)
        for safe in (True, False)
        for endpoint, method, url in addresses(app, places, safe=safe)
        if url.startswith("/admin/")
    ]
    assert closed
    for endpoint, method, url in closed:
        assert client.open(url, method=method).status_code == 403, (endpoint, method, url)


def test_junk_in_any_path_or_query_is_never_a_500(app, places, client):
    db.session.scalar(db.select(func.count()).select_from(SignIn))
    junk = ("%00", "%ff%fe", "9" * 40, "-1", "../../etc/passwd", "%F0%9F%92%A9", "a" * 3000, "[]=")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        for piece in junk:
            path = rule.rule
            for part in _parts(path):
                path = path.replace(part, piece)
            for query in ("", f"?q={piece}&page={piece}&sort={piece}&variant={piece}&next={piece}"):
                answer = client.get(path + query, buffered=True)
                assert answer.status_code < 500, (rule.endpoint, path + query)


def _parts(path):
    return [f"<{part.split('>')[0]}>" for part in path.split("<")[1:]]


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/cart/items", "/collections"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_body_over_the_limit_is_413(client, administrator, path, kind):
    answer = client.post(path, data=b"q=" + b"x" * 1_100_000, content_type=kind)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/collections/kitchen", "/account", "/admin/rq/", "/collections"])
def test_options_names_the_methods_without_a_sign_in(places, client, path):
    answer = client.options(path)
    assert answer.status_code == 200
    assert "GET" in answer.headers["Allow"]
