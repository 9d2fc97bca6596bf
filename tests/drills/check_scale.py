"""What `make scale CHECK=1` proves of the cluster that `make scale` starts, in this order.

Not collected with the suite: it needs nginx and PostgreSQL, and minutes. Each proof ends with a
line that says what was seen.
"""

import html
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
import requests
from forms import filled
from PIL import Image
from ports import free_ports
from processes import wait_until
from scale_load import Load
from scale_visitors import Visitor, cache_says, is_ended, mails, slow_client
from shoppers import ADDRESS, HIDDEN, NUMBER, VARIANT

from shop.dev.redis_server import RedisServer
from shop.dev.scale import programs
from shop.dev.scale.cluster import PORTS, Cluster
from shop.redis import RedisError

HEADERS = 10  # seconds, of deploy/nginx.conf
S_MAXAGE = 60  # seconds, of shop/headers.py
KEPT = "/de/collections"  # asked for at the beginning, and nevermore till the end


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    programs.check()
    first = int(os.environ.get("PORT") or free_ports(PORTS))
    with tempfile.TemporaryDirectory(prefix="shop-scale-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's user has to get through
        with Cluster(Path(folder) / "scale", first, say=print) as cluster:
            yield cluster


@pytest.fixture(scope="module")
def kept(cluster: Cluster) -> tuple[requests.Response, float]:
    """A stranger's page of the beginning, and when on time.monotonic() it was made."""
    return Visitor(cluster).go(KEPT), time.monotonic()


@pytest.fixture
def ok(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print what was seen."""

    def ok(seen: str) -> None:
        with capsys.disabled():
            print(f"\n  ok  {seen}", end="", flush=True)

    return ok


def test_a_stranger_gets_the_copy_and_a_visitor_with_cookies_never(cluster, kept, ok):
    stranger, shopper = Visitor(cluster), Visitor(cluster)
    first, second = stranger.go("/products"), stranger.go("/products?utm_source=letter&x=1")
    assert (cache_says(first), cache_says(second)) == ("MISS", "HIT")
    assert first.content == second.content
    assert cache_says(stranger.go("/products?page=2")) == "MISS"
    assert not stranger.cookies
    for cookie in ("session", "remember_token", "cart"):
        answer = shopper.get(cluster.url + "/products", headers={"Cookie": f"{cookie}=x"})
        assert cache_says(answer) is None
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert cache_says(stranger.go("/products?page=2")) == "HIT"
    stranger.go("/metrics", status=404)
    ok("a stranger's second page is nginx's copy; with session, remember_token or cart it never is")


def test_one_shopper_is_served_by_both_nodes_in_turn(cluster, ok):
    shopper = Visitor(cluster)
    page = shopper.go("/products?in_stock=1")
    slug = re.search(r'href="/products/([\w-]+)"', page.text)
    variant = VARIANT.search(shopper.go(f"/products/{slug[1]}").text)
    shopper.go("/cart/items", variant=variant[1], quantity="1", status=303)
    for _ in range(4):
        assert slug[1] in shopper.go("/cart").text
    shopper.sign_in("shopper@example.com")
    for _ in range(4):
        assert slug[1] in shopper.go("/cart").text
        shopper.go("/account")
    fields = {
        key: html.unescape(value) for key, value in HIDDEN.findall(shopper.go("/checkout").text)
    }
    form = ADDRESS | fields | {"email": "shopper@example.com"}
    placed = shopper.go("/checkout", **form, status=303).headers["Location"]
    number = NUMBER.search(placed)[1]
    for _ in range(4):
        assert number in shopper.go(f"/orders/{number}").text
    nodes = {node: count for node, count in shopper.nodes.items() if node != "a copy"}
    assert set(nodes) == {f"127.0.0.1:{port}" for port in cluster.node_ports}
    assert min(nodes.values()) >= 5
    ok(f"one shopper's cart, sign-in and order {number} came from both nodes: {shown(nodes)}")
    wait_until(lambda: number in mails(cluster), 60)
    ok(f"a worker took its mail to the mail server, from either node's outbox: order {number}")


def shown(nodes: dict[str, int]) -> str:
    return ", ".join(f"{node} {count} times" for node, count in sorted(nodes.items()))


def test_a_picture_uploaded_at_one_node_is_seen_at_the_other(cluster, ok):
    first, second = (f"http://127.0.0.1:{port}" for port in cluster.node_ports)
    administrator = Visitor(cluster, first)
    administrator.sign_in("admin@example.com")
    page = administrator.go("/admin/settings").text
    picture = BytesIO()
    Image.new("RGB", (320, 80), "navy").save(picture, "PNG")
    answer = administrator.post(
        first + "/admin/settings",
        data=filled(page, "/admin/settings"),
        files={"logo": ("logo.png", picture.getvalue(), "image/png")},
        allow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    key = re.search(r'src="(/media/[^"]+\.png)"', administrator.go("/admin/settings").text)[1]
    seen = requests.get(second + key, timeout=10)
    assert seen.headers["Content-Type"] == "image/png"
    through = [requests.get(cluster.url + key, timeout=10) for _ in range(2)]
    assert [answer.content for answer in through] == [seen.content] * 2
    assert cache_says(through[1]) == "HIT"
    assert key in Visitor(cluster, second).go("/cart").text
    ok(f"{key}, uploaded at {first}, is S3's, {second} shows it, and nginx keeps it")


def test_valkey_fails_over_and_no_page_fails(cluster, ok):
    with Load(cluster.url) as load:
        load.let(100)
        cluster.valkey.primary.process.kill()
        wait_until(lambda: role(cluster.valkey.replica) == "master", 30)
        load.let(200)
    assert not load.failures
    ok(f"Valkey's primary was killed, its replica took over: {load}, none failed")
    visitor = Visitor(cluster)
    wait_until(lambda: visitor.get(cluster.url + "/readyz").json()["redis"] == "ok", 30)
    wait_until(lambda: visitor.get(cluster.url + "/readyz").json()["workers"] == 2, 60)
    ok("both workers and the scheduler have found the new primary")


def role(server: RedisServer) -> str:
    try:
        return str(server.client().info()["role"])
    except RedisError:
        return "away"


def test_a_node_is_killed_under_load_and_no_request_fails(cluster, ok):
    node, other = (f"127.0.0.1:{port}" for port in cluster.node_ports)
    with Load(cluster.url) as load:
        load.let(200)
        assert {node, other} <= set(load.nodes)
        cluster.nodes[0].kill()
        load.let(50)  # those that were under way
        load.nodes.clear()
        wait_until(lambda: load.nodes[other] > 100)
        assert node not in load.nodes
        killed = len(load)
        cluster.nodes[0].start()
        cluster.nodes[0].wait()
        wait_until(lambda: load.nodes[node] > 50, 30)
    assert not load.failures
    ok(f"{node} was killed under load and came back: {load}, none failed ({killed} before it did)")


def test_nodes_are_replaced_one_after_the_other_and_no_request_fails(cluster, ok):
    with Load(cluster.url) as load:
        for node, port in zip(cluster.nodes, cluster.node_ports, strict=True):
            load.let(100)
            node.stop()
            node.start()
            node.wait()
            load.nodes.clear()
            wait_until(lambda port=port: load.nodes[f"127.0.0.1:{port}"] > 20, 30)
    assert not load.failures
    ok(f"both nodes were told to stop and started anew, in turn: {load}, none failed")


def test_slow_clients_are_cut_off_and_nobody_waits_for_them(cluster, ok):
    with ExitStack() as stack:
        slow = [stack.enter_context(slow_client(cluster)) for _ in range(200)]
        Visitor(cluster).go("/cart")
        assert all(is_ended(client) for client in slow)
    ok(f"200 clients that never ended their headers were cut off after {HEADERS} seconds")


def test_pages_are_shown_while_no_node_answers(cluster, kept, ok):
    stranger, (page, made_at) = Visitor(cluster), kept
    time.sleep(max(0.0, made_at + S_MAXAGE + 2 - time.monotonic()))
    for node in cluster.nodes:
        node.kill()
    stale = stranger.go(KEPT)
    assert cache_says(stale) in ("STALE", "UPDATING")
    assert stale.content == page.content
    away = stranger.go("/cart", status=503)
    assert away.headers["Retry-After"]
    assert "Back in a moment" in away.text
    problem = requests.get(cluster.url + "/cart", headers={"Accept": "application/json"}, timeout=9)
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 503
    for node in cluster.nodes:
        node.start()
    for node in cluster.nodes:
        node.wait()
    wait_until(lambda: stranger.get(cluster.url + "/cart").ok, 20)
    ok("with both nodes gone strangers saw pages past their time, and the rest an honest 503")
