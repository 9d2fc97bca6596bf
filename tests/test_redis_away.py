"""The shop without its Redis: stopped, frozen or wiped, it sells on and loses no mail."""

import socket
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import requests
from factories import PASSWORD, UserFactory, make_product
from ports import free_port
from processes import running, wait_until
from redis_faults import frozen, stopped, wiped

from shop import redis
from shop.auth.models import User
from shop.dev.redis_server import RedisServer
from shop.extensions import db
from shop.mail import mailbox
from shop.redis import RedisError


@pytest.fixture(scope="module")
def shop(migrated_app, environ, tmp_path_factory):
    """Web and worker as processes, with a Redis that tests may mistreat."""
    folder = tmp_path_factory.mktemp("redis")
    server = RedisServer(folder, socket=folder / "redis.sock")
    server.start()
    port = free_port()
    variables = environ | {"REDIS_URL": server.url, "SWEEP_INTERVAL": "1"}
    web = ("flask", "--app", "wsgi", "run", "--port", str(port))
    with running(variables, *web) as process, running(variables, "tasks.worker") as worker:
        shop = SimpleNamespace(server=server, url=f"http://127.0.0.1:{port}")
        wait_until(lambda: is_up(shop.url) or process.popen.poll())
        yield shop
        assert process.popen.poll() is None
        assert worker.popen.poll() is None
    server.stop()


def is_up(url):
    try:
        return requests.get(url + "/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


@contextmanager
def browser(shop):
    """Somebody who browses; a page that takes longer than 10 seconds is a failure."""
    with requests.Session() as session:
        session.headers["Sec-Fetch-Site"] = "same-origin"

        def ask(method, path, **data):
            answer = session.request(method, shop.url + path, data=data or None, timeout=10)
            assert answer.status_code == 200, answer.text
            return answer.text

        yield ask


@pytest.mark.slow
@pytest.mark.parametrize("mistreated", [stopped, frozen, wiped])
def test_shop_sells_on_and_every_mail_leaves_later(app, shop, mistreated):
    mailbox.empty()
    product = make_product("Stoneware Mug")
    path, variant_id = f"/products/{product.slug}", product.variants[0].id
    known = UserFactory(name="Bea Known").email
    db.session.rollback()
    with mistreated(shop.server):
        with browser(shop) as ask:
            for page in ("/", "/products", "/products?q=mug", path, "/collections"):
                ask("GET", page)
            assert "Stoneware Mug" in ask(
                "POST", "/cart/items", variant=str(variant_id), quantity="2"
            )
            ask("POST", "/auth/register", name="Ada", email="ada@example.com", password=PASSWORD)
            assert "Ada" in ask("GET", "/account")
        with browser(shop) as ask:
            ask("POST", "/auth/login", email=known, password=PASSWORD)
            assert "Bea Known" in ask("GET", "/account")
            ask("POST", "/auth/forgot", email=known)
            assert '"ready":true' in ask("GET", "/readyz")
        db.session.rollback()
        assert db.session.scalar(db.select(User).where(User.email == "ada@example.com"))
    wait_until(lambda: {mail.to for mail in mailbox.mails()} == {"ada@example.com", known})
    assert len(mailbox.mails()) == 2


@pytest.fixture
def silent_port():
    """A port at which connections are taken and nothing is ever said."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield server.getsockname()[1]


class TestClient:
    def test_gives_a_silent_redis_up(self, silent_port):
        client = redis.connect(f"redis://127.0.0.1:{silent_port}", timeout=0.05)
        with client, pytest.raises(RedisError, match=r"[Tt]imeout"):
            client.ping()

    def test_does_not_ask_a_silent_redis_again_at_once(self, silent_port):
        url = f"redis://127.0.0.1:{silent_port}"
        with redis.connect(url, timeout=0.2, pause=60) as client:
            with pytest.raises(RedisError, match=r"[Tt]imeout"):
                client.ping()
            for ask in (client.ping, client.pipeline().get("a").execute):
                with pytest.raises(RedisError, match="did not answer a moment ago"):
                    ask()

    def test_asks_again_after_the_pause(self, silent_port):
        url = f"redis://127.0.0.1:{silent_port}"
        with redis.connect(url, timeout=0.2, pause=0) as client:
            for _ in range(2):
                with pytest.raises(RedisError, match=r"[Tt]imeout"):
                    client.ping()

    def test_asks_a_redis_that_refused_again_at_once(self, tmp_path):
        """So that a restart is noticed by the next page."""
        server = RedisServer(tmp_path, socket=tmp_path / "redis.sock")
        with redis.connect(server.url, pause=60) as client:
            with pytest.raises(RedisError):
                client.ping()
            with server:
                assert client.ping()

    def test_heals_a_connection_that_was_lost_while_idle(self, tmp_path):
        server = RedisServer(tmp_path, socket=tmp_path / "redis.sock")
        with redis.connect(server.url) as client, server:
            client.set("a", 1)
            server.stop()
            server.start()
            assert client.get("a") == b"1"

    @pytest.mark.parametrize("url", ["sentinel://", "sentinel://host", "sentinel://a,,b/shop"])
    def test_refuses_an_address_that_names_no_sentinels(self, url):
        with pytest.raises(ValueError, match="sentinel"):
            redis.connect(url)
