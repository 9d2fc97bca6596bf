"""Letters and how they are sent."""

import smtplib
import ssl
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from factories import UserFactory, make_product
from rq.utils import import_attribute
from smtp_server import smtp_server

from shop import clock, outbox
from shop.auth.models import AuthToken
from shop.extensions import db
from shop.mail import delivery, letters, mailbox, markdown
from shop.mail.letters import Letter
from shop.outbox import Job, OutboxJob
from tasks import mail as mail_tasks
from tasks import reports

LETTER = Letter("Hello", "<p>Hello</p>", "Hello\n")
MORE = {Job.SEND_INVITATION: {"by": "Ada"}, Job.SEND_SECOND_FACTOR_CHANGED: {"what": "on"}}


@pytest.fixture(autouse=True)
def _empty_mailbox(app):
    mailbox.empty()


@pytest.fixture
def mail_url(app, monkeypatch):
    """Have the shop send its mail to the server at a URL."""

    def set_url(url, **settings):
        parts = urlsplit(url)
        monkeypatch.setitem(app.config, "MAIL_URL", url)
        state = app.extensions["mail"]
        values = {"server": parts.hostname, "port": parts.port, "suppress": False} | settings
        for name, value in values.items():
            monkeypatch.setattr(state, name, value)

    return set_url


def last_mail():
    return mailbox.mails()[0]


class TestLetters:
    @pytest.mark.parametrize("name", sorted(letters.SAMPLES))
    def test_has_subject_html_and_text_without_markdown_left_over(self, app, name):
        letter = letters.sample(name)
        assert letter.subject
        assert "\n" not in letter.subject
        assert "Ada Brook" in letter.html
        assert "Ada Brook" in letter.text
        for leftover in ("\\", "](", "{{", "{%", "&amp;"):
            assert leftover not in letter.text + letter.subject

    @pytest.mark.parametrize("name", sorted(letters.SAMPLES))
    def test_has_lines_that_every_mail_server_takes(self, app, name):
        letter = letters.sample(name)
        assert max(len(line.encode()) for line in letter.html.splitlines()) < 998  # RFC 5322

    def test_has_the_link_in_html_and_in_text(self, app):
        url = "http://localhost/auth/confirm/a_b-c~d"
        letter = letters.write("confirm_address", to_name="Ada", url=url, lifetime="3 days")
        assert f'href="{url}"' in letter.html
        assert f"\n{url}\n" in letter.text

    def test_shows_a_value_as_it_is_and_makes_no_markup_of_it(self, app):
        value = "[click](http://evil.example) <b>*bold*</b> # `x` &amp; ![i](j)"
        letter = letters.write("email_changed", to_name="Ada", email=value)
        assert "<b>" not in letter.html
        assert 'href="http://evil' not in letter.html
        assert "<img" not in letter.html
        assert " ".join(value.split()) in " ".join(letter.text.split())

    def test_keeps_a_value_on_its_line(self, app):
        letter = letters.write(
            "email_changed", to_name="Ada", email="a@b.c\r\n\r\n# Big\r\nBcc: x@y.z"
        )
        assert letter.html.count("<h1") == 1  # the subject's
        assert "\n# Big" not in letter.text

    def test_subject_cannot_be_broken_into_headers(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "SHOP_NAME", "Shop\r\nBcc: x@y.z")
        letter = letters.write("welcome", to_name="Ada", url="http://localhost/")
        assert letter.subject == "Welcome to Shop Bcc: x@y.z"

    @pytest.mark.parametrize("name", ["José Núñez", "J. R. Brook", "O\u2019Neil-Smith", "李雷"])
    def test_greets_by_name(self, app, name):
        assert letters.greeting(name) == f"Hello {name},"

    @pytest.mark.parametrize(
        "name",
        [
            "Win at www.evil.example",
            "http://evil.example",
            "a.b",
            "",
            "X" * 80,
            "<b>Ann</b>",
            "5 €",
        ],
    )
    def test_does_not_repeat_a_name_that_is_a_message(self, app, name):
        assert letters.greeting(name) == "Hello,"

    def test_lone_link_is_a_button_and_others_are_links(self):
        assert "inline-block" in markdown.to_html("[Go](http://a.example)")
        assert "inline-block" not in markdown.to_html("Please [go](http://a.example).")
        assert markdown.to_text("Please [go](http://a.example).") == (
            "Please go (http://a.example).\n"
        )

    def test_leads_nowhere_by_a_dangerous_scheme(self):
        assert "<a" not in markdown.to_html("[Go](javascript:alert%281%29)")


class TestJobs:
    def test_every_job_has_its_function(self):
        for job in Job:
            assert callable(import_attribute(job))

    def test_confirmation_carries_a_link_that_confirms(self, app, client):
        user = UserFactory(confirmed_at=None)
        mail_tasks.send_confirmation(user.id)
        mail = last_mail()
        assert mail.to == user.email
        assert client.get(urlsplit(mail.links[0]).path).status_code == 200
        assert db.session.scalar(db.select(AuthToken.purpose)) == "confirm"

    def test_confirmation_is_not_sent_where_the_address_is_confirmed(self, app):
        mail_tasks.send_confirmation(UserFactory().id)
        assert mailbox.mails() == []

    def test_reset_carries_a_link_that_resets(self, app, client):
        mail_tasks.send_password_reset(UserFactory().id)
        assert client.get(urlsplit(last_mail().links[0]).path).status_code == 200

    def test_change_of_address_is_mailed_to_the_new_one(self, app):
        mail_tasks.send_email_change(UserFactory().id, "new@example.com")
        assert last_mail().to == "new@example.com"
        assert db.session.scalar(db.select(AuthToken.email)) == "new@example.com"

    def test_changed_address_is_told_to_the_old_one(self, app):
        user = UserFactory()
        mail_tasks.send_email_changed(user.id, "old@example.com")
        assert last_mail().to == "old@example.com"
        assert user.email in last_mail().text

    def test_changed_password_and_welcome_are_mailed(self, app):
        user = UserFactory()
        mail_tasks.send_password_changed(user.id)
        mail_tasks.send_welcome(user.id)
        assert {mail.subject for mail in mailbox.mails()} == {
            "Welcome to Wrenfield",
            "Your password was changed",
        }

    @pytest.mark.parametrize("job", [job for job in Job if job.startswith("tasks.mail.")])
    def test_nothing_is_sent_to_an_account_that_is_gone(self, app, job):
        values = {"email": "a@example.com"} if "email_change" in job else MORE.get(job, {})
        import_attribute(job)(user_id=4711, **values)
        assert mailbox.mails() == []

    def test_no_transaction_is_open_while_the_server_is_talked_to(self, app, monkeypatch):
        open_ones = []
        monkeypatch.setattr(
            delivery, "send", lambda *_: open_ones.append(db.session().in_transaction())
        )
        user = UserFactory()
        mail_tasks.send_email_change(user.id, "new@example.com")
        mail_tasks.send_password_reset(user.id)
        assert open_ones == [False, False]

    def test_links_are_built_without_a_request(self, app):
        """Jobs run in an application context alone."""
        user_id = UserFactory().id
        db.session.commit()
        in_thread(app, lambda: mail_tasks.send_password_reset(user_id))
        assert last_mail().links[0].startswith("http://localhost/auth/reset/")


def in_thread(app, action):
    """Call `action` where no test's request context is, as in a worker."""
    import threading

    failures = []

    def run():
        try:
            with app.app_context():
                action()
        except BaseException as error:  # handed to the test's own thread
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


class TestLowStock:
    def test_report_goes_to_each_administrator(self, app, run_jobs):
        make_product("Stoneware Mug", stock=2, colours=("Sage", "Oat"))
        make_product("Oak Board", stock=0)
        make_product("Linen Throw", stock=50)
        make_product("Draft", stock=0, is_published=False)
        administrator = UserFactory(is_administrator=True)
        UserFactory()
        reports.report_low_stock()
        assert run_jobs() == [Job.SEND_LOW_STOCK]
        mail = last_mail()
        assert mail.to == administrator.email
        text = " ".join(mail.text.split())
        assert "Oak Board (http://localhost/products/" in text
        assert "Sage (SKU-" in text
        assert "2 left" in text
        assert "Linen Throw" not in text
        assert "Draft" not in text

    def test_nothing_is_reported_while_all_is_well(self, app):
        make_product(stock=50)
        UserFactory(is_administrator=True)
        reports.report_low_stock()
        assert db.session.scalar(db.select(OutboxJob)) is None

    def test_long_report_is_cut_and_says_so(self, app, monkeypatch):
        monkeypatch.setattr(mail_tasks, "MOST_LINES", 1)
        make_product(stock=0, colours=("Sage", "Oat", "Ink"))
        mail_tasks.send_low_stock(UserFactory(is_administrator=True).id)
        assert "And 2 more." in last_mail().text


class TestDelivery:
    def test_reaches_the_server_in_both_forms(self, app, mail_url):
        with smtp_server() as server:
            mail_url(server.url)
            delivery.send(letters.sample("welcome"), "ada@example.com")
        (message,) = server.taken
        assert message["To"] == "ada@example.com"
        assert message["Subject"] == "Welcome to Wrenfield"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "Ada Brook" in message.get_body(("html",)).get_content()
        assert "Ada Brook" in message.get_body(("plain",)).get_content()

    def test_message_id_is_the_jobs_own(self, app, run_jobs):
        row = outbox.post(Job.SEND_WELCOME, user_id=UserFactory().id)
        db.session.commit()
        job_id = row.id
        run_jobs()
        assert last_mail().message["Message-ID"] == f"<{job_id}@localhost>"

    def test_server_that_hangs_up_is_an_error(self, app, mail_url):
        with smtp_server() as server:
            url = server.url
        mail_url(url)
        with pytest.raises(ConnectionRefusedError):
            delivery.send(LETTER, "ada@example.com")

    def test_silent_server_is_given_up(self, app, mail_url, monkeypatch):
        monkeypatch.setattr(delivery, "TIMEOUT", 0.2)
        with smtp_server() as server:
            server.takes = 0.6
            mail_url(server.url)
            with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
                delivery.send(LETTER, "ada@example.com")

    def test_certificate_of_a_stranger_is_refused(self, app, mail_url, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        with smtp_server(tls_context=context) as server:
            mail_url(server.url, use_tls=True)
            with pytest.raises(ssl.SSLCertVerificationError):
                delivery.send(LETTER, "ada@example.com")
        assert server.taken == []

    def test_goodbye_that_fails_does_not_send_again(self, app, mail_url, monkeypatch):
        def fail(_self):
            raise smtplib.SMTPServerDisconnected("gone")

        monkeypatch.setattr(smtplib.SMTP, "quit", fail)
        with smtp_server() as server:
            mail_url(server.url)
            delivery.send(LETTER, "ada@example.com")
        assert len(server.taken) == 1

    def test_production_without_a_server_keeps_the_mail_in_the_outbox(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "SHOP_ENV", "production")
        with pytest.raises(delivery.NoMailServer):
            delivery.send(LETTER, "ada@example.com")
        assert mailbox.mails() == []

    def test_mailbox_lists_the_newest_first(self, app):
        delivery.send(LETTER, "first@example.com")
        clock.travel_to(clock.now() + timedelta(seconds=1))
        delivery.send(LETTER, "second@example.com")
        assert [mail.to for mail in mailbox.mails()] == ["second@example.com", "first@example.com"]


@pytest.fixture
def certificate(tmp_path):
    """A certificate that nobody has vouched for, and its key."""
    import subprocess

    names = (str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "1", "-subj", "/CN=127.0.0.1", "-out", names[0]]
    subprocess.run([*command, "-keyout", names[1]], check=True, capture_output=True)
    return names
