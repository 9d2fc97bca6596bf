"""Which answers deploy/nginx.conf keeps copies of, for whom, and how long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from nodes import PAGE, Answer
from processes import wait_until

pytestmark = pytest.mark.slow

BRIEF = PAGE | {"Cache-Control": "public, s-maxage=1"}  # nginx counts whole seconds: gone after two


def test_copies_answer_strangers_without_a_node(nodes, get, path):
    answers = [get(path) for _ in range(3)]
    assert [answer.text for answer in answers] == ["a page"] * 3
    assert [answer.headers["X-Cache"] for answer in answers] == ["MISS", "HIT", "HIT"]
    assert len(nodes.seen()) == 1
    assert answers[2].headers["Cache-Control"] == PAGE["Cache-Control"]


def test_copies_are_made_once_however_many_ask_at_once(nodes, get, path):
    def slowly(asked):
        time.sleep(0.3)
        return Answer()

    nodes.answer(slowly)
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(get, [path] * 8))
    assert {answer.text for answer in answers} == {"a page"}
    assert len(nodes.seen()) == 1


@pytest.mark.parametrize("cookie", ["session=x", "remember_token=x", "a=b; cart=x"])
def test_copies_are_neither_given_to_visitors_with_cookies_nor_made_of_their_pages(
    nodes, get, path, cookie
):
    get(path)
    nodes.answer(lambda asked: Answer("their own"))
    assert get(path, Cookie=cookie).text == "their own"
    assert get(path).text == "a page"


def test_copies_are_given_to_who_has_only_the_cookies_of_others(nodes, get, path):
    get(path)
    assert get(path, Cookie="_ga=1; language=de").headers["X-Cache"] == "HIT"


def test_copies_of_the_front_page_are_not_given_to_who_chose_a_language(nodes, get):
    get("/")
    assert "X-Cache" not in get("/", Cookie="language=de").headers


def test_copies_are_shared_by_addresses_that_differ_in_junk(nodes, get, path):
    junk = ("", "?utm_source=a&utm_medium=b", "?x=1", "?fbclid=a.b-c", "?a&b=")
    assert {get(path + query).text for query in junk} == {"a page"}
    (asked,) = nodes.seen()
    assert asked.path == path


def test_copies_are_shared_by_a_page_of_a_list_and_the_same_from_a_letter(nodes, get, path):
    get(path + "?page=2&sort=price")
    assert get(path + "?page=2&sort=price&utm_source=a&gclid=b").headers["X-Cache"] == "HIT"


@pytest.mark.parametrize("query", ["?page=2", "?q", "?%70age=2", "?x=1&q=a", "?p%61ge=2&x=1"])
def test_copies_are_not_shared_by_what_a_page_may_heed(nodes, ask, path, query):
    ask(path)
    assert ask(path + query).getheader("X-Cache") == "MISS"
    assert {asked.path for asked in nodes.seen()} == {path, path + query}


@pytest.mark.parametrize("odd", ["/%70roducts", "//products", "/products/", "/./products"])
def test_copies_are_not_made_of_addresses_that_are_spelt_oddly(nodes, ask, odd):
    assert [ask(odd).getheader("X-Cache") for _ in range(2)] == [None, None]
    assert len(nodes.seen()) == 2


def test_copies_are_one_for_each_encoding_however_it_is_asked_for(nodes, get, path):
    asked = {
        "gzip, deflate, br, zstd": "br",
        "br;q=1.0, *;q=0.1": "br",
        "deflate, gzip": "gzip",
        "gzip, br;q=0": "gzip",
        "zstd": None,
        "identity": None,
    }
    for accepted in asked:
        get(path, Accept_Encoding=accepted)
    got = sorted(str(each.headers["Accept-Encoding"]) for each in nodes.seen())
    assert got == ["None", "br", "gzip"]


def test_copies_are_not_given_to_who_wants_json(nodes, get, path):
    get(path)
    nodes.answer(lambda asked: Answer("{}", headers=PAGE | {"Content-Type": "application/json"}))
    assert get(path, Accept="application/json").text == "{}"
    assert get(path, Accept="text/html, application/json").text == "{}"
    assert get(path).text == "a page"


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, no-cache"},
        {"Set-Cookie": "session=secret"},
        {"Vary": "Cookie, User-Agent"},
        {"Vary": "*"},
    ],
)
def test_copies_are_not_made_of_what_the_shop_keeps_back(nodes, get, path, headers):
    nodes.answer(lambda asked: Answer(headers=PAGE | headers))
    assert [get(path).headers["X-Cache"] for _ in range(2)] == ["MISS", "MISS"]


def test_copies_are_not_made_of_pages_that_are_nobody_elses(nodes, get):
    for path in ("/cart", "/account", "/orders/1?key=a", "/admin/", "/api/products"):
        assert ["X-Cache" in get(path).headers for _ in range(2)] == [False, False]


def test_copies_past_their_time_are_given_once_more_while_a_new_one_is_fetched(nodes, get, path):
    nodes.answer(lambda asked: Answer("old", headers=BRIEF))
    get(path)
    time.sleep(2.1)
    nodes.answer(lambda asked: Answer("new"))
    late = get(path)
    assert (late.text, late.headers["X-Cache"]) == ("old", "STALE")
    wait_until(lambda: get(path).text == "new", 10)


@pytest.mark.parametrize("trouble", [Answer(status=503), Answer(status=500), Answer(cuts=True)])
def test_copies_past_their_time_are_given_while_the_nodes_are_in_trouble(nodes, get, path, trouble):
    nodes.answer(lambda asked: Answer("old", headers=BRIEF))
    get(path)
    nodes.answer(lambda asked: trouble)
    time.sleep(2.1)
    late = [get(path) for _ in range(3)]
    assert [answer.text for answer in late] == ["old"] * 3
    assert {answer.headers["X-Cache"] for answer in late} <= {"STALE", "UPDATING"}
