"""Writing pages."""

import pytest
from examples_pages import fields, make_page
from factories import UserFactory

from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.pages.models import Page
from shop.rights import Role


def only_page():
    db.session.rollback()
    return db.session.scalars(db.select(Page)).one()


def test_adds_a_page_with_an_address_from_its_title(client, administrator):
    data = fields(title="Über uns & Co.", body="## Who\r\n\r\nWe.", is_published="y")
    assert client.post("/admin/pages", data=data).status_code == 303
    page = only_page()
    assert (page.slug, page.body, page.is_published) == ("uber-uns-and-co", "## Who\n\nWe.", True)
    assert "<h2>Who</h2>" in client.get(f"/pages/{page.slug}").text


def test_changes_a_page_and_says_so(client, administrator):
    page = make_page()
    answer = client.post(f"/admin/pages/{page.id}", data=fields(page, body="Be very kind."))
    assert answer.status_code == 303
    assert only_page().body == "Be very kind."
    assert "Saved." in client.get(answer.location).text
    [entry] = db.session.scalars(db.select(AuditEntry))
    assert (entry.target_kind, entry.target) == ("page", "Terms")
    assert entry.changes[0]["before"] == "Be kind."


def test_an_old_address_leads_to_the_new_one(client, administrator):
    page = make_page()
    client.post(f"/admin/pages/{page.id}", data=fields(page, slug="rules"))
    answer = client.get("/pages/terms")
    assert (answer.status_code, answer.location) == (301, "/pages/rules")


def test_an_address_can_come_back(client, administrator):
    page = make_page()
    for slug in ("rules", "terms"):
        page = db.session.get(Page, page.id)
        client.post(f"/admin/pages/{page.id}", data=fields(page, slug=slug))
    assert client.get("/pages/terms").status_code == 200
    assert client.get("/pages/rules").location == "/pages/terms"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": " "}, "Give it a title."),
        ({"title": "x" * 121}, "Use at most 120 characters."),
        ({"slug": "Über uns"}, "Use small letters"),
        ({"slug": "a--b"}, "Use small letters"),
        ({"slug": "a" * 81}, "Use small letters"),
        ({"slug": "other"}, "Another page has this address."),
        ({"position": "first"}, "Not a valid integer"),
        ({"position": "9" * 40}, "from 0 to 1000"),
        ({"body": "x" * 50_001}, "Use at most 50000 characters."),
        ({"body": "a\0b"}, "no text has"),
    ],
)
def test_bad_data_is_400_with_what_was_typed(client, administrator, changes, error):
    make_page(slug="other", title="Other")
    page = make_page()
    data = fields(page, **({"body": "Typed just now"} | changes))
    answer = client.post(f"/admin/pages/{page.id}", data=data)
    assert answer.status_code == 400
    assert error in answer.text
    assert "body" in changes or "Typed just now" in answer.text
    db.session.rollback()
    assert db.session.get(Page, page.id).body == "Be kind."
    assert client.post("/admin/pages", data=data).status_code == 400


def test_preview_shows_what_is_typed_and_saves_nothing(client, administrator):
    page = make_page()
    data = fields(page, body="# Hello *there*", preview="1")
    answer = client.post(f"/admin/pages/{page.id}", data=data)
    assert answer.status_code == 200
    assert "<h2>Hello <em>there</em></h2>" in answer.text
    assert "# Hello *there*</textarea>" in answer.text
    assert only_page().body == "Be kind."
    assert data["version"] in answer.text


def test_preview_of_a_new_page_saves_nothing(client, administrator):
    answer = client.post("/admin/pages", data=fields(title="Terms", body="*New*", preview="1"))
    assert answer.status_code == 200
    assert "<em>New</em>" in answer.text
    assert db.session.scalar(db.select(Page)) is None


def test_preview_does_not_hide_that_somebody_saved(client, administrator):
    page = make_page()
    mine = fields(page, body="Mine")
    client.post(f"/admin/pages/{page.id}", data=fields(page, body="Theirs"))
    seen = client.post(f"/admin/pages/{page.id}", data=mine | {"preview": "1"})
    assert f'value="{mine["version"]}"' in seen.text
    assert client.post(f"/admin/pages/{page.id}", data=mine).status_code == 409


def test_who_saves_second_sees_both_versions(client, administrator):
    page = make_page()
    mine = fields(page, body="Mine")
    client.post(f"/admin/pages/{page.id}", data=fields(page, body="Theirs"))
    answer = client.post(f"/admin/pages/{page.id}", data=mine)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine</textarea>" in answer.text
    assert only_page().body == "Theirs"


def test_a_preview_is_as_safe_as_the_page(client, administrator):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    page = make_page(body=body)
    shown = client.get(f"/admin/pages/{page.id}").text
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "<img src=x" not in shown


def test_deletes_a_page_after_asking(client, administrator):
    url = f"/admin/pages/{make_page().id}"
    assert "for good?" in client.get(url).text
    assert client.post(f"{url}/delete").status_code == 303
    assert db.session.scalar(db.select(Page)) is None
    assert client.get("/pages/terms").status_code == 404
    assert client.post(f"{url}/delete").status_code == 404


def test_list_is_searched_filtered_and_sorted(client, administrator):
    make_page(position=2)
    make_page(slug="about", title="About us", body="Zebra", position=1, is_published=False)
    page = client.get("/admin/pages").text
    assert page.index("About us") < page.index("Terms</strong>")
    assert "Terms</strong>" not in client.get("/admin/pages?q=zebra").text
    assert "About us" not in client.get("/admin/pages?state=published").text


def test_list_costs_the_same_for_many(client, administrator, count_queries):
    make_page()
    client.get("/admin/pages")
    one = count_queries(lambda: client.get("/admin/pages"))
    for number in range(10):
        make_page(slug=f"p-{number}", title=f"Page {number}")
    assert count_queries(lambda: client.get("/admin/pages")) == one


def test_file_has_the_same_pages(client, administrator):
    make_page(title="=Terms")
    lines = client.get("/admin/pages.csv").text.splitlines()
    assert lines[0] == "slug,title,published,in_footer,at_checkout,position,updated_at"
    assert lines[1].startswith("terms,'=Terms,1,1,0,0,")
    assert len(client.get("/admin/pages.csv?q=nothing").text.splitlines()) == 1


def test_readers_see_and_do_not_touch(client, sign_in):
    page = make_page()
    sign_in(UserFactory(role=Role.READER))
    shown = client.get(f"/admin/pages/{page.id}").text
    assert "disabled" in shown
    assert ">Save</button>" not in shown
    assert "Add a page" not in client.get("/admin/pages").text
    assert client.get("/admin/pages/new").status_code == 403
