"""The development mailbox, and the page of every letter."""

import re
from urllib.parse import urlsplit

import pytest
from factories import UserFactory

from shop import outbox
from shop.app import create_app
from shop.extensions import db
from shop.mail import letters, mailbox
from shop.outbox import Job
from tasks import mail as mail_tasks


@pytest.fixture
def mailed(app):
    """The address of a page that shows a mail just sent."""
    mailbox.empty()
    mail_tasks.send_password_reset(UserFactory(name="Ada", email="ada@example.com").id)
    db.session.rollback()
    return f"/dev/mailbox/{mailbox.mails()[0].id}"


class TestMailbox:
    def test_says_so_when_it_is_empty(self, client):
        mailbox.empty()
        assert "No mail yet" in client.get("/dev/mailbox").text

    def test_lists_mails_with_subject_and_address(self, client, mailed):
        page = client.get("/dev/mailbox").text
        assert "Choose a new password" in page
        assert "ada@example.com" in page
        assert mailed in page

    def test_shows_the_text_the_source_and_links_that_work(self, client, mailed):
        page = client.get(mailed).text
        assert "Hello Ada," in page
        assert "Content-Type: multipart/mixed" in page
        link = re.search(r'href="(http://localhost/auth/reset/[^"]+)"', page)[1]
        assert client.get(urlsplit(link).path).status_code == 200

    def test_shows_the_html_in_a_frame_that_runs_nothing(self, client, mailed):
        page = client.get(mailed)
        assert f'src="{mailed}/html"' in page.text
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        frame = client.get(f"{mailed}/html")
        assert "Hello Ada," in frame.text
        policy = frame.headers["Content-Security-Policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_is_emptied_by_its_button(self, client, mailed):
        answer = client.post("/dev/mailbox/empty", follow_redirects=True)
        assert "No mail yet" in answer.text
        assert mailbox.mails() == []
        assert client.get(mailed).status_code == 404

    @pytest.mark.parametrize(
        "mail_id",
        ["nothing", "..%2f..%2fsecret_key", "%00", "20260101T000000000000-abc", "a" * 3000],
    )
    def test_has_nothing_at_made_up_addresses(self, client, mail_id):
        assert client.get(f"/dev/mailbox/{mail_id}").status_code == 404
        assert client.get(f"/dev/mailbox/{mail_id}/html").status_code == 404

    def test_leaves_out_what_is_only_half_written(self, app, mailed):
        (mailbox.folder() / "20990101T000000000000-abc.part").write_bytes(b"Subject: half")
        assert len(mailbox.mails()) == 1


class TestLetters:
    def test_lists_every_letter(self, client):
        page = client.get("/dev/mails").text
        for name in letters.SAMPLES:
            assert f"mail/{name}.md" in page

    @pytest.mark.parametrize("name", sorted(letters.SAMPLES))
    def test_shows_each_in_both_forms(self, client, name):
        page = client.get(f"/dev/mails/{name}")
        assert "Hello Ada Brook," in page.text
        assert f'src="/dev/mails/{name}/html"' in page.text
        assert "Hello Ada Brook," in client.get(f"/dev/mails/{name}/html").text

    def test_every_template_has_a_sample(self, app):
        templates = app.jinja_env.list_templates(["md"])
        letters_written = {name for name in templates if not name.startswith("mail/_")}
        assert letters_written == {f"mail/{name}.md" for name in letters.SAMPLES}

    def test_has_nothing_at_made_up_names(self, client):
        assert client.get("/dev/mails/layout").status_code == 404
        assert client.get("/dev/mails/..%2flayout/html").status_code == 404


def test_production_has_no_development_pages(environ, tmp_path):
    production = environ | {
        "SHOP_ENV": "production",
        "SECRET_KEY": "x" * 32,
        "PUBLIC_URL": "https://shop.example",
        "SHOP_INSTANCE": str(tmp_path),
    }
    rules = {rule.rule for rule in create_app(production).url_map.iter_rules()}
    assert not any(rule.startswith("/dev") for rule in rules)


def test_mail_that_was_asked_for_is_there_after_the_worker_ran(client, run_jobs):
    mailbox.empty()
    outbox.post(Job.SEND_WELCOME, user_id=UserFactory().id)
    db.session.commit()
    run_jobs()
    assert "Welcome to Wrenfield" in client.get("/dev/mailbox").text
