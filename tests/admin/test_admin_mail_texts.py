"""The pages on which letters are put into other words."""

import pytest
from examples_mail_texts import fields, put
from factories import UserFactory

from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.mail import letters, texts
from shop.rights import Role

URL = "/admin/mail-texts/welcome"


def own(name="welcome"):
    db.session.rollback()
    return texts.of(name)


def test_every_letter_is_listed_and_opens(client, administrator):
    listed = client.get("/admin/mail-texts").text
    for name in letters.SAMPLES:
        assert f'href="/admin/mail-texts/{name}"' in listed
        page = client.get(f"/admin/mail-texts/{name}")
        assert page.status_code == 200
        assert "How it looks" in page.text
        assert 'class="field-error"' not in page.text


def test_saves_own_words_and_sends_them(client, administrator):
    data = fields(subject="Come in", body="{{ greeting }}\r\n\r\nGood to see you.")
    assert client.post(URL, data=data).status_code == 303
    assert own().body == "{{ greeting }}\n\nGood to see you."
    assert letters.sample("welcome").subject == "Come in"
    assert "Your own words" in client.get(URL).text


def test_a_change_is_in_the_log_with_both_texts(client, administrator):
    client.post(URL, data=fields(subject="Come in"))
    client.post(URL, data=fields(subject="Come on in"))
    entry = list(db.session.scalars(db.select(AuditEntry)))[-1]
    assert (entry.target_kind, entry.target) == ("mail text", "welcome")
    assert (entry.changes[0]["before"], entry.changes[0]["after"]) == ("Come in", "Come on in")


def test_the_built_in_words_are_not_kept_as_own(client, administrator):
    assert client.post(URL, data=fields()).status_code == 303
    assert own() is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"subject": ""}, "Give it a subject."),
        ({"subject": "x" * 201}, "Use at most 200 characters."),
        ({"subject": "{{ nobody }}"}, "Line 1: There is no “nobody”."),
        ({"subject": "{% if 0 %}x{% endif %}"}, "The subject would be empty."),
        ({"body": " "}, "A letter needs words."),
        ({"body": "x" * 20_001}, "Use at most 20000 characters."),
        ({"body": "Dear\n\n{{ nobody }}"}, "Line 3: There is no “nobody”."),
        ({"body": "{% for x in %}"}, "Line 1:"),
        ({"body": "{{ &#39;&#39;.__class__ }}"}, "Line 1:"),
        ({"body": "{{ greeting.__class__ }}"}, "“__class__” cannot be asked for."),
        ({"body": "a\0b"}, "no text has"),
    ],
)
def test_bad_words_are_400_with_the_reason_and_what_was_typed(
    client, administrator, changes, error
):
    answer = client.post(URL, data=fields(**({"subject": "As I typed it"} | changes)))
    assert answer.status_code == 400
    assert error in answer.text
    assert "subject" in changes or "As I typed it" in answer.text
    assert own() is None


def test_preview_shows_both_forms_and_saves_nothing(client, administrator):
    data = fields(subject="Hi {{ shop_name }}", body="Good **day**, [go]({{ url }}).", preview="1")
    page = client.post(URL, data=data)
    assert page.status_code == 200
    assert "Hi Wrenfield" in page.text
    assert "&lt;strong&gt;day&lt;/strong&gt;" in page.text  # in the frame's srcdoc
    assert "Good day, go (http://localhost/products)." in page.text
    assert "Good **day**, [go]({{ url }}).</textarea>" in page.text
    assert own() is None


def test_a_frame_runs_nothing(client, administrator):
    page = client.get(URL)
    assert 'sandbox=""' in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy


def test_who_saves_second_sees_both_versions(client, administrator):
    mine = fields(subject="Mine")
    client.post(URL, data=fields(subject="Theirs"))
    answer = client.post(URL, data=mine)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert own().subject == "Theirs"


def test_resets_to_the_built_in_words_after_asking(client, administrator):
    put()
    assert "Throw your own words" in client.get(URL).text
    assert client.post(f"{URL}/reset").status_code == 303
    assert own() is None
    assert client.post(f"{URL}/reset").status_code == 303  # a repeat changes nothing


def test_words_that_have_become_unusable_say_why(client, administrator):
    put(body="{{ something_of_old }}")
    page = client.get(URL)
    assert page.status_code == 200
    assert "There is no “something_of_old”." in page.text


@pytest.mark.parametrize("name", ["nothing", "_order", "..%2Fbase", "x" * 3000, "%00"])
def test_an_unknown_letter_is_404(client, administrator, name):
    assert client.get(f"/admin/mail-texts/{name}").status_code == 404
    assert client.post(f"/admin/mail-texts/{name}").status_code == 404
    assert client.post(f"/admin/mail-texts/{name}/reset").status_code == 404


def test_list_is_searched_and_filtered(client, administrator):
    put(subject="Zebra")
    assert "Order placed" not in client.get("/admin/mail-texts?q=zebra").text
    assert "Zebra" in client.get("/admin/mail-texts?words=own").text
    assert "Order placed" not in client.get("/admin/mail-texts?words=own").text
    assert "Zebra" not in client.get("/admin/mail-texts?words=built-in").text
    assert "No such letter" in client.get("/admin/mail-texts?q=qqq").text
    first = client.get("/admin/mail-texts?sort=changed").text
    assert first.index("Zebra") < first.index("Order placed")


def test_file_has_every_letter(client, administrator):
    put(subject="=cmd")
    text = client.get("/admin/mail-texts.csv").text
    assert text.startswith("name,title,subject,is_own,changed_at,body")
    assert "welcome,Welcome,'=cmd,1," in text
    for name in letters.SAMPLES:
        assert f"\n{name}," in text


def test_readers_see_and_do_not_touch(client, sign_in):
    sign_in(UserFactory(role=Role.READER))
    page = client.get(URL).text
    assert "disabled" in page
    assert ">Save</button>" not in page
    assert client.post(URL, data=fields()).status_code == 403
