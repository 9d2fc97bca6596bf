"""What a kept page does when many want it at once, and when Redis is away, slow or lost."""

import json
import threading
from contextlib import ExitStack

import pytest
from at_once import at_once
from factories import make_product
from flask import request_started
from page_sources import forget_in_memory, page_sources
from redis_faults import frozen, stopped
from sqlalchemy import create_engine, update
from sqlalchemy.exc import OperationalError

from shop.app import create_app
from shop.catalog import stock
from shop.catalog.models import Product
from shop.dev.redis_server import RedisServer
from shop.extensions import db
from shop.headers import RENDERING
from shop.pagecache import changes
from shop.pagecache import store as stores
from shop.pagecache.token import KEY
from shop.redis import RedisError, connect, redis_client


@pytest.fixture(autouse=True)
def bowl(app):
    return make_product("Bowl", slug="bowl")


def rename(title):
    db.session.execute(update(Product).values(title=title))
    db.session.commit()


class Renderings:
    """Counts the requests that render pages to keep, and holds them up where it is told to."""

    def __init__(self):
        self.number = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self.has_begun = threading.Event()

    def note(self, _app, **_more):
        from flask import request

        if RENDERING in request.environ:
            self.number += 1
            self.has_begun.set()
            assert self.go_on.wait(20)


@pytest.fixture
def renderings(app):
    found = Renderings()
    with request_started.connected_to(found.note, app):
        yield found
        found.go_on.set()


def get(app, address="/products"):
    return lambda: app.test_client().get(address)


def in_a_context(app, action):
    with app.app_context():
        action()


def test_of_twenty_at_once_one_renders(app, renderings):
    answers = at_once(app, [get(app)] * 20)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert renderings.number == 1


def test_of_several_processes_one_renders(app, environ, renderings):
    other = create_app(environ, TESTING=True)
    assert other.wsgi_app.store.release == app.wsgi_app.store.release
    with request_started.connected_to(renderings.note, other):
        answers = at_once(app, [get(app), get(other)] * 4)
    assert {answer.status_code for answer in answers} == {200}
    assert renderings.number == 1


def test_of_several_processes_one_renders_what_is_over(app, environ, client, renderings):
    client.get("/products")
    (slot,) = list(redis_client().scan_iter("shop:pages:*:*"))
    head, _, blocks = redis_client().hget(slot, "page").partition(b"\n")
    old = json.dumps(json.loads(head) | {"made_at": 0}).encode()
    redis_client().hset(slot, "page", old + b"\n" + blocks)
    forget_in_memory(app)
    others = [create_app(environ, TESTING=True) for _ in range(3)]
    renderings.number = 0
    with ExitStack() as listening:
        for other in others:
            listening.enter_context(request_started.connected_to(renderings.note, other))
        answers = at_once(app, [get(each) for each in (app, *others)])
    assert {answer.status_code for answer in answers} == {200}
    assert renderings.number == 1


def test_a_change_while_a_page_is_rendered_is_not_lost(app, client, renderings):
    """What was read before it is shown to who asked before it, and to nobody after."""
    renderings.go_on.clear()
    early = threading.Thread(target=in_a_context, args=(app, get(app)))
    early.start()
    assert renderings.has_begun.wait(20)
    rename("Changed")
    renderings.go_on.set()
    early.join(20)
    assert "Changed" in client.get("/products").text


def test_who_renders_for_ever_is_not_waited_for(app, client, monkeypatch):
    monkeypatch.setattr(stores, "PATIENCE", 0.05)
    page = client.get("/products").data
    forget_in_memory(app)
    (slot,) = list(redis_client().scan_iter("shop:pages:*:*"))
    redis_client().delete(slot)
    redis_client().set(slot.decode() + ":lock", "of a process that was killed", px=60_000)
    assert client.get("/products").data == page
    assert redis_client().exists(slot.decode() + ":lock")  # it was not this one's to take away


def test_a_page_that_fails_is_not_kept_and_lets_others_try(app, client, monkeypatch):
    from shop.catalog import listing

    page = client.get("/products").data
    rename("Changed")
    with monkeypatch.context() as broken:
        broken.setattr(listing, "find", None)
        assert client.get("/products").status_code == 500
    assert list(redis_client().scan_iter("shop:pages:*:lock")) == []
    again = client.get("/products")
    assert "Changed" in again.text
    assert again.data != page


@pytest.fixture
def server(instance, tmp_path):
    with RedisServer(tmp_path / "redis", socket=tmp_path / "redis.sock") as server:
        yield server


@pytest.fixture
def fragile(app, server, monkeypatch):
    """The shop, its pages kept in a Redis that may go away."""
    client = connect(server.url, timeout=0.2)
    monkeypatch.setattr(app.wsgi_app.store, "client", client)
    monkeypatch.setattr(app.extensions["page_token"], "client", client)
    forget_in_memory(app)
    yield app
    client.close()


@pytest.mark.parametrize("fault", [stopped, frozen])
def test_without_redis_each_page_is_rendered_and_true(fragile, server, fault):
    client = fragile.test_client()
    assert "Bowl" in client.get("/products").text
    with fault(server), page_sources(fragile) as seen:
        rename("Changed")
        assert "Changed" in client.get("/products").text
        assert seen == []
    assert "Changed" in client.get("/products").text


@pytest.mark.parametrize("fault", [stopped, frozen])
def test_a_change_that_redis_did_not_hear_of_shows_when_it_is_back(fragile, server, fault):
    client = fragile.test_client()
    assert "Bowl" in client.get("/products").text
    with fault(server):
        rename("Changed")
    with page_sources(fragile) as seen:
        assert "Changed" in client.get("/products").text
        assert "Changed" in client.get("/products").text
    assert seen == ["rendered", "memory"]


def test_a_full_redis_takes_no_page_and_each_process_keeps_its_own(fragile, server):
    client = fragile.test_client()
    client.get("/products")
    with server.client() as redis:
        redis.delete(*redis.scan_iter("shop:pages:*:*"))
        redis.config_set("maxmemory", 1)
    forget_in_memory(fragile)
    with page_sources(fragile) as seen:
        assert "Bowl" in client.get("/products").text
        assert "Bowl" in client.get("/products").text
    assert seen == ["rendered", "memory"]
    with server.client() as redis:
        assert list(redis.scan_iter("shop:pages:*:*")) == []


def test_a_wiped_redis_is_begun_anew(fragile, server):
    client = fragile.test_client()
    client.get("/products")
    with server.client() as redis:
        redis.flushall()
    rename("Changed")
    assert "Changed" in client.get("/products").text


def test_a_redis_that_forgot_the_latest_change_is_not_believed(fragile, server):
    """As after a failover to a replica that had not heard of it yet."""
    client = fragile.test_client()
    client.get("/products")
    with server.client() as redis:
        old = redis.get("shop:pages:token")
    with stopped(server):
        rename("Changed")
    with server.client() as redis:
        redis.set("shop:pages:token", old)
    assert "Changed" in client.get("/products").text


def test_what_is_no_page_is_not_rendered_to_be_kept_again(app, client, renderings):
    for _ in range(3):
        assert client.get("/products/nothing").status_code == 404
    assert renderings.number == 1


@pytest.mark.parametrize("broken", ["shop.catalog.navigation.fetch", "shop.settings._pairs"])
def test_a_page_that_lacks_something_is_kept_by_nobody(app, client, monkeypatch, broken):
    def fail(*_args, **_more):
        raise OperationalError("SELECT", {}, Exception("passing"))

    with monkeypatch.context() as failing, page_sources(app) as seen:
        failing.setattr(broken, fail)
        answer = client.get("/products/bowl")
        assert "public" not in answer.headers["Cache-Control"]
    whole = client.get("/products/bowl")
    assert "public" in whole.headers["Cache-Control"]
    assert seen == []


def test_a_commit_whose_answer_is_lost_drops_pages_too(app, client, monkeypatch):
    client.get("/products")
    dropped = []
    engine = create_engine("sqlite://")
    monkeypatch.setattr(engine.dialect, "do_commit", lambda _connection: 1 / 0)
    changes.watch(engine, lambda: dropped.append(True))
    with engine.connect() as connection:
        connection.info[changes.CHANGED] = True
        with pytest.raises(ZeroDivisionError):
            engine.dialect.do_commit(connection.connection)
    assert dropped == [True]


def test_a_full_redis_drops_the_pages_all_the_same(app, client, monkeypatch):
    client.get("/products")
    token = app.extensions["page_token"]
    with monkeypatch.context() as full:
        full.setattr(token, "_set", refuse)
        rename("Changed")
        token.mended = token.failures  # as in another process
    assert "Changed" in client.get("/products").text


def test_a_change_that_fails_to_drop_pages_while_another_drops_them_stays_in_doubt(
    app, monkeypatch
):
    token = app.extensions["page_token"]
    with monkeypatch.context() as failing:
        whole = token.client.set

        def fail_for_another(*args, **options):
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(token, "_set", refuse)
                token.renew()
            return whole(*args, **options)

        failing.setattr(token.client, "set", fail_for_another)
        token.renew()
    kept = token.client.get(KEY).decode()
    renewed = token.current()
    assert renewed != kept
    assert token.current() == renewed


def refuse():
    raise RedisError("OOM command not allowed")


def test_what_was_changed_before_is_not_judged_by_who_judges(client, bowl):
    client.get("/products")
    bowl.title = "Changed"
    stock.take({bowl.variants[0].id: 1}, "order")
    db.session.commit()
    assert "Changed" in client.get("/products").text
