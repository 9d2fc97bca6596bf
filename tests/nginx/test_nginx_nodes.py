"""What deploy/nginx.conf lets through to the nodes, and what when one of them fails."""

from pathlib import Path

import pytest
import requests
from nodes import Answer

from shop.dev.scale import front

pytestmark = pytest.mark.slow


def test_nodes_are_told_who_asks_and_how(nodes, get):
    get("/cart", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https", Host="shop.example:1")
    (asked,) = nodes.seen()
    assert asked.headers["X-Forwarded-For"] == "127.0.0.1"
    assert asked.headers["X-Forwarded-Proto"] == "http"
    assert asked.headers["Host"] == "shop.example:1"


def test_nodes_stand_in_for_one_that_dies_over_a_page(nodes, get):
    nodes.first.answer = lambda asked: Answer(cuts=True)
    assert {get("/cart").status_code for _ in range(4)} == {200}
    assert nodes.first.seen


def test_nodes_are_not_asked_twice_for_what_changes_something(nodes, url):
    nodes.answer(lambda asked: Answer(cuts=True))
    answer = requests.post(url + "/cart/items", data={"variant": "1"}, timeout=10)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert len(nodes.seen()) == 1


def test_nodes_are_asked_twice_for_an_order_which_its_token_makes_one(nodes, url):
    nodes.answer(lambda asked: Answer(cuts=True))
    nodes.second.answer = lambda asked: Answer()
    answers = [
        requests.post(f"{url}{path}", data={"checkout_token": "x"}, timeout=10)
        for path in ("/checkout", "/de/checkout", "/webhooks/stripe") * 2
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert {asked.body for asked in nodes.first.seen} == {b"checkout_token=x"}


def test_nodes_that_are_there_get_everything_when_one_is_away(nodes, url):
    nodes.first.go_away()
    sent = [requests.post(url + "/cart/items", data={"n": n}, timeout=9) for n in range(6)]
    assert [answer.status_code for answer in sent] == [200] * 6
    assert len(nodes.second.seen) == 6


def test_nodes_are_not_asked_for_metrics(nodes, ask):
    for path in ("/metrics", "//metrics", "/%6detrics", "/x/../metrics"):
        assert ask(path).status == 404
    assert not nodes.seen()


def test_nodes_do_not_see_bodies_that_no_page_takes(nodes, url):
    large = b"x" * (13 * 1024 * 1024)
    assert requests.post(url + "/cart/items", data=large, timeout=20).status_code == 413
    assert not nodes.seen()
    assert requests.post(url + "/admin/products/new", data=large, timeout=20).status_code == 200


def test_nodes_do_not_see_more_sign_ins_of_one_address_than_people_make(nodes, url):
    with requests.Session() as session:
        session.headers["Accept"] = "application/json"
        tries = [session.post(url + "/auth/login", data={}, timeout=9) for _ in range(60)]
    refused = [answer for answer in tries if answer.status_code == 429]
    assert refused
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert len(nodes.seen()) == 60 - len(refused)


def test_nginx_finds_the_file_sound(tmp_path: Path):
    """nginx's own test of the file, in which any warning counts."""
    settings = front.lay_out(tmp_path / "place", tmp_path, 8080, (1, 2))
    tested = front.test(tmp_path / "place", settings)
    assert tested.returncode == 0
    assert "warn" not in tested.stderr
