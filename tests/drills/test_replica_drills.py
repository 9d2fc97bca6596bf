"""A streaming replica of PostgreSQL that falls behind, dies and comes back while pages are read."""

import flask_migrate
import pytest
from factories import make_product
from postgresql import standby
from processes import wait_until
from sqlalchemy import NullPool, create_engine, event, text

from shop import replica
from shop.app import create_app
from shop.catalog.models import Product
from shop.extensions import db
from shop.redis import redis_client

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def follower(server):
    with standby(server) as follower:
        yield follower


@pytest.fixture(scope="module")
def shop(environ, server, follower):
    """In a module without the fixture `app`: pytest-flask would open a request for its tests."""
    shop = create_app(
        environ | {"DATABASE_URL": server.url, "DATABASE_REPLICA_URL": follower.url}, TESTING=True
    )
    with shop.app_context():
        flask_migrate.upgrade()
        make_product("Harbour mug", slug="mug", price=2400)
        yield shop
        db.session.remove()
        db.engine.dispose()
        redis_client().flushdb()
    shop.extensions["replica"].engine.dispose()


@pytest.fixture
def control(follower):
    """Say something to the follower itself."""
    engine = create_engine(follower.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def say(statement):
        with engine.connect() as connection:
            return connection.execute(text(statement)).scalar()

    yield say
    engine.dispose()


@pytest.fixture
def read_by(shop):
    """How many of the statements of a call each server was sent."""
    engines = {"primary": db.engine, "replica": shop.extensions["replica"].engine}
    seen = dict.fromkeys(engines, 0)

    def listener(name):
        def note(_connection, _cursor, statement, *_rest):
            seen[name] += "wal" not in statement and "alembic" not in statement

        return note

    listeners = {name: listener(name) for name in engines}
    for name, engine in engines.items():
        event.listen(engine, "before_cursor_execute", listeners[name])

    def count(action):
        seen.update(dict.fromkeys(engines, 0))
        answer = action()
        return answer, dict(seen)

    yield count
    for name, engine in engines.items():
        event.remove(engine, "before_cursor_execute", listeners[name])


def get(shop):
    """The page, in a context of its own as in a server; and after it nothing is open here."""
    db.session.rollback()
    with shop.app_context():
        answer = shop.test_client().get("/products/mug")
    assert answer.status_code == 200
    return answer.text


def set_price(price):
    product = db.session.scalar(db.select(Product))
    product.variants[0].price = product.price = price
    db.session.commit()


def is_in_step(shop, control):
    noted = redis_client().zscore(replica.KEY, replica.MEMBER) or 0
    return control("SELECT pg_last_wal_replay_lsn() - '0/0'") >= noted


def test_change_shows_at_once_while_the_replica_is_behind(shop, control, read_by):
    set_price(2500)
    wait_until(lambda: is_in_step(shop, control))
    page, seen = read_by(lambda: get(shop))
    assert "$25.00" in page
    assert seen["replica"]
    assert not seen["primary"]
    control("SELECT pg_wal_replay_pause()")
    set_price(2600)
    page, seen = read_by(lambda: get(shop))
    assert "$26.00" in page
    assert seen["primary"]
    assert not seen["replica"]
    control("SELECT pg_wal_replay_resume()")
    wait_until(lambda: is_in_step(shop, control))
    set_price(2700)
    wait_until(lambda: is_in_step(shop, control))
    page, seen = read_by(lambda: get(shop))
    assert "$27.00" in page
    assert not seen["primary"]


def test_death_of_the_replica_is_no_error(shop, follower, control, read_by):
    for stop in ("fast", "immediate"):
        set_price(2800)
        wait_until(lambda: is_in_step(shop, control))
        get(shop)  # so that there is a connection to lose
        follower.run("pg_ctl", "stop", "-w", "-m", stop)
        set_price(2900)
        page, seen = read_by(lambda: get(shop))
        assert "$29.00" in page
        assert seen["primary"]
        follower.start()
        shop.extensions["replica"].away_until = 1.0  # long over
        set_price(3000)
        wait_until(lambda: is_in_step(shop, control))
        page, seen = read_by(lambda: get(shop))
        assert "$30.00" in page
        assert not seen["primary"]


def test_replica_takes_no_writes(shop, control):
    with pytest.raises(Exception, match="read-only"):
        control("DELETE FROM products")
