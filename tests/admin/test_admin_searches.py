"""Searches that found nothing, for the merchant to act on."""

from datetime import timedelta

import pytest
from factories import UserFactory

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.catalog.models import SearchMiss
from shop.extensions import db


def miss(words, count=1, days=0):
    row = SearchMiss(query=words, count=count, last_at=clock.now() - timedelta(days=days))
    db.session.add(row)
    db.session.commit()
    return row


def words_left():
    db.session.rollback()
    return list(db.session.scalars(db.select(SearchMiss.query)))


def test_lists_those_asked_for_most_often_first(client, administrator):
    miss("teal kettle", 2)
    miss("wok", 9)
    page = client.get("/admin/searches").text
    assert page.index("wok") < page.index("teal kettle")


def test_can_be_sorted_by_time_and_searched(client, administrator):
    miss("wok", 9, days=3)
    miss("teal kettle", 2)
    page = client.get("/admin/searches?sort=-last").text
    assert page.index("teal kettle") < page.index("wok")
    assert "wok" not in client.get("/admin/searches?q=KETTLE").text


def test_leads_to_the_search_itself(client, administrator):
    miss("wok & lid")
    assert 'href="/products?q=wok+%26+lid"' in client.get("/admin/searches").text


def test_one_that_is_dealt_with_goes_and_leaves_an_audit_row(client, administrator):
    row = miss("wok")
    miss("kettle")
    answer = client.post(f"/admin/searches/{row.id}/forget?sort=words")
    assert (answer.status_code, answer.location) == (303, "/admin/searches?sort=words")
    assert words_left() == ["kettle"]
    assert "is off the list" in client.get(answer.location).text
    [entry] = db.session.scalars(db.select(AuditEntry))
    assert (entry.target_kind, entry.target) == ("search", "wok")


def test_unknown_one_is_a_404(client, administrator):
    assert client.post("/admin/searches/4711/forget").status_code == 404


def test_a_reader_sees_them_and_may_not_forget_them(client, sign_in):
    row = miss("wok")
    sign_in(UserFactory(role="reader"))
    page = client.get("/admin/searches").text
    assert "wok" in page
    assert "/forget" not in page
    assert client.post(f"/admin/searches/{row.id}/forget").status_code == 403
    assert words_left() == ["wok"]


def test_the_file_has_defused_words(client, administrator):
    miss("=cmd()", 3)
    answer = client.get("/admin/searches.csv")
    assert answer.mimetype == "text/csv"
    header, row = answer.text.splitlines()
    assert header == "words,count,last_at"
    assert row.startswith("'=cmd(),3,20")


def test_asks_as_much_of_the_database_for_sixty_as_for_one(client, administrator, count_queries):
    miss("wok")
    client.get("/admin/searches")
    one = count_queries(lambda: client.get("/admin/searches"))
    for number in range(60):
        miss(f"wok {number}")
    assert count_queries(lambda: client.get("/admin/searches")) == one


@pytest.mark.parametrize("junk", ["%00", "9" * 400, "%ff", "'%_\\"])
def test_survives_junk(client, administrator, junk):
    miss("wok")
    assert client.get(f"/admin/searches?q={junk}&sort={junk}&page={junk}").status_code == 200


def test_says_so_when_there_are_none(client, administrator):
    assert "Every search found something" in client.get("/admin/searches").text
