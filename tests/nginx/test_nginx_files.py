"""How deploy/nginx.conf serves static files and pictures."""

import pytest
import requests
from nodes import Answer

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip, br", "brotli"), ("gzip", "gzip"), ("identity", "identity")],
)
def test_files_come_from_the_disk_in_the_smallest_form(nodes, url, accepted, expected):
    address = url + "/static/1/css/a.css"
    headers = {"Accept-Encoding": accepted}
    with requests.get(address, headers=headers, stream=True, timeout=9) as answer:
        assert answer.raw.read(decode_content=False) == expected.encode()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not nodes.seen()


def test_files_that_are_not_there_are_asked_for_once(nodes, get):
    year = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Type": "image/webp",
    }
    nodes.answer(lambda asked: Answer("a picture", headers=year))
    path = "/media/ab/ab12.webp"
    assert [get(path, Cookie="cart=x").text for _ in range(2)] == ["a picture"] * 2
    assert len(nodes.seen()) == 1


def test_files_of_another_release_come_from_the_node_that_has_it(nodes, get):
    nodes.first.answer = lambda asked: Answer(status=404, headers={"Cache-Control": "no-store"})
    nodes.second.answer = lambda asked: Answer("a newer sheet", headers={})
    paths = [f"/static/2/css/{number}.css" for number in range(4)]
    assert [get(path).text for path in paths] == ["a newer sheet"] * 4
    assert nodes.first.seen
