"""What reads from DATABASE_REPLICA_URL, and what never does.

The replica of these tests follows nothing: it is a second shop's database, so that each page says
itself whose rows it shows. tests/drills/test_replica_drills.py has one of PostgreSQL's own.
"""

import flask_migrate
import pytest
from clients import BrowserLikeClient
from databases import own_database
from emptying import empty_database
from factories import PASSWORD, UserFactory, make_product
from sqlalchemy import make_url, text

from shop import redis, replica, settings
from shop.app import create_app
from shop.cart.models import CartLine
from shop.catalog.models import Collection, Product, Review
from shop.extensions import db, limiter
from shop.redis import redis_client

PAGES = ["/", "/products", "/products?q=mug", "/products/mug", "/collections/cups"]
OURS, THEIRS = "Mug of the primary", "Mug of the replica"


@pytest.fixture(scope="module")
def replica_url(database_url, instance):
    """A second database on the same server, or a second file."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{instance / 'replica.sqlite3'}"
        return
    with own_database(database_url, f"{make_url(database_url).database}_replica") as url:
        yield url


@pytest.fixture(scope="module")
def second_shop(environ, replica_url):
    """The shop whose own database the replica is."""
    app = create_app(environ | {"DATABASE_URL": replica_url}, TESTING=True)
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def routed(migrated_app, environ, replica_url):
    """The shop with its replica. Every page is made anew, so that it shows whose rows it has."""
    app = create_app(
        environ | {"DATABASE_REPLICA_URL": replica_url, "SHOP_PAGE_CACHE": "0"},
        TESTING=True,
        PASSWORD_HASH_METHOD="pbkdf2:sha256:1",
    )
    app.test_client_class = BrowserLikeClient
    yield app
    app.extensions["replica"].engine.dispose()
    with app.app_context():
        db.engine.dispose()


def fill(title):
    cups = Collection(title="Cups", slug="cups")
    db.session.add(cups)
    make_product(title, slug="mug", stock=5, collections=(cups,))


@pytest.fixture
def shop(second_shop, routed):
    """`routed`, with one product in both databases that has another title in each.

    Without the fixture `app`, for which pytest-flask opens a request: tests would read as one.
    """
    try:
        with second_shop.app_context():
            fill(THEIRS)
        with routed.app_context():
            fill(OURS)
            yield routed
    finally:
        routed.extensions["replica"].away_until = 0.0
        for each in (second_shop, routed):
            with each.app_context():
                empty_database()
                redis_client().flushdb()
                limiter.reset()


@pytest.fixture
def browser(shop):
    browser = shop.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return browser


@pytest.fixture
def signed_in(browser):
    def sign_in(**fields):
        user = UserFactory(**fields)
        answer = browser.post("/auth/login", data={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 303
        return user

    return sign_in


def variant_id():
    return db.session.scalar(db.select(Product)).variants[0].id


@pytest.mark.parametrize("path", PAGES)
def test_strangers_catalog_pages_read_the_replica(browser, path):
    page = browser.get(path).text
    assert THEIRS in page
    assert OURS not in page


@pytest.mark.parametrize("path", ["/api/products", "/api/products/mug", "/api/collections/cups"])
def test_the_api_reads_it_whoever_asks(browser, path):
    browser.post("/cart/items", data={"variant": variant_id(), "quantity": 1})
    assert THEIRS in browser.get(path).text


@pytest.mark.parametrize("path", [*PAGES, "/cart"])
def test_who_has_a_cart_reads_the_primary(browser, path):
    answer = browser.post("/cart/items", data={"variant": variant_id(), "quantity": 2})
    assert answer.status_code == 303
    assert db.session.scalar(db.select(CartLine.quantity)) == 2
    page = browser.get(path).text
    assert OURS in page
    assert THEIRS not in page


@pytest.mark.parametrize("path", PAGES)
def test_who_is_signed_in_reads_the_primary(browser, signed_in, path):
    signed_in()
    assert OURS in browser.get(path).text


def test_the_back_office_reads_the_primary(browser, signed_in):
    signed_in(is_administrator=True)
    assert OURS in browser.get("/admin/products").text


def test_a_review_is_read_back_by_who_wrote_it(browser, signed_in):
    signed_in()
    review = {"rating": 4, "title": "Holds tea", "body": "And keeps it warm for long."}
    assert browser.post("/products/mug/reviews", data=review).status_code == 303
    assert db.session.scalar(db.select(Review.title)) == "Holds tea"
    assert "Holds tea" in browser.get("/products/mug").text


def test_what_is_in_no_request_reads_the_primary(shop):
    assert db.session.scalar(db.select(Product.title)) == OURS


@pytest.mark.parametrize("table", ["products", "settings"])
def test_broken_replica_is_no_error(shop, browser, second_shop, table):
    """Settings that cannot be read count as none, so that a page must be made again for them."""
    settings.save(shop_name="Larkhill")
    db.session.commit()
    with second_shop.app_context():
        rename(table, "away")
        try:
            answer = browser.get("/products/mug")
        finally:
            rename("away", table)
    assert answer.status_code == 200
    assert OURS in answer.text
    assert "Larkhill" in answer.text


def rename(table, name):
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
        connection.commit()


def test_broken_replica_is_left_alone_for_a_while(shop, browser, second_shop):
    with second_shop.app_context():
        rename("products", "away")
        browser.get("/products/mug")
        rename("away", "products")
    assert OURS in browser.get("/products/mug").text
    shop.extensions["replica"].away_until = 1.0  # over
    assert THEIRS in browser.get("/products/mug").text
    assert shop.extensions["replica"].away_until == 0.0


def test_what_any_database_refuses_is_not_the_replicas_fault(shop, browser):
    assert browser.get("/products?q=%00").status_code < 500
    assert shop.extensions["replica"].away_until == 0.0


def test_replica_that_is_away_is_no_error(shop, environ, replica_url):
    url = make_url(replica_url).set(database="/nowhere/replica.sqlite3")
    if not replica_url.startswith("sqlite"):
        url = make_url(replica_url).set(port=1)
    gone = create_app(
        environ
        | {
            "DATABASE_REPLICA_URL": url.render_as_string(hide_password=False),
            "SHOP_PAGE_CACHE": "0",
        },
        TESTING=True,
    )
    with gone.app_context():
        assert OURS in gone.test_client().get("/products/mug").text
        assert gone.extensions["replica"].away_until > 0
        db.session.remove()
        db.engine.dispose()


def test_replica_that_is_behind_is_not_read(browser, monkeypatch):
    asked = []
    monkeypatch.setattr(replica, "has_replayed", lambda *of: asked.append(of))
    assert OURS in browser.get("/products/mug").text
    assert asked


def test_without_redis_nobody_knows_whether_it_is_behind(shop, browser, monkeypatch):
    """But SQLite, which has no log: there is nothing that Redis could know."""
    own = shop.extensions["replica"]
    monkeypatch.setattr(own, "client", redis.connect("redis://127.0.0.1:1"))
    is_sqlite = db.engine.dialect.name == "sqlite"
    assert (THEIRS if is_sqlite else OURS) in browser.get("/products/mug").text


def test_only_a_later_position_is_remembered(shop):
    own = shop.extensions["replica"]
    far = 2**50  # beyond where a real log is, which has been noted already
    for position in (far + 10, far + 30, far + 20):
        own.remember(position)
    assert own.client.zscore(replica.KEY, replica.MEMBER) == far + 30


def test_unknown_position_has_the_primary_asked(shop):
    own = shop.extensions["replica"]
    own.remember(30)
    own.remember(None)
    now = own._newest()
    if db.engine.dialect.name == "sqlite":
        assert now is None
    else:
        assert now > 30
        assert own.client.zscore(replica.KEY, replica.MEMBER) == now


def test_every_connection_that_was_opened_is_given_back(shop, browser):
    browser.get("/products/mug")
    browser.get("/products/nothing-here")
    db.session.remove()
    assert shop.extensions["replica"].engine.pool.checkedout() == 0
