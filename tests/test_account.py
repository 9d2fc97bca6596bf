"""A customer's account: the page, the name, the address, the password, the devices."""

import pytest
from factories import PASSWORD, UserFactory
from mails import link_mailed_to

from shop.account.agents import described
from shop.auth import tokens
from shop.auth.models import SignIn, User
from shop.auth.tokens import Purpose
from shop.extensions import db
from shop.outbox import Job, OutboxJob

NEW = "staple battery horse"
RIGHT = {"current_password": PASSWORD}
WRONG = {"current_password": "wrong horse battery"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"

PAGES = ["/account", "/account/addresses", "/account/wishlist", "/account/export"]
FORMS = [
    "/account/profile",
    "/account/password",
    "/account/email",
    "/account/confirmation",
    "/account/delete",
    "/account/addresses",
    "/account/addresses/1",
    "/account/addresses/1/delete",
    "/account/wishlist",
    "/account/sign-ins/1/end",
    "/account/sign-ins/end-others",
]


class TestAStranger:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_led_to_sign_in_by_every_page(self, client, path):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/auth/login?next=%2Faccount")

    @pytest.mark.parametrize("path", FORMS)
    def test_gets_a_401_of_every_form_whatever_was_sent(self, client, path):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(path, data={"junk": "\0"}, headers=headers).status_code == 401


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_are_not_kept_by_caches(self, client, customer, path):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("path", FORMS)
    def test_refuse_a_form_from_elsewhere(self, client, customer, path):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(path, data=RIGHT, headers=headers).status_code == 400

    def test_show_another_customers_name_never(self, client, other_client, sign_in):
        sign_in(UserFactory(name="Ada Brook"))
        sign_in(UserFactory(name="Ben Marsh"), other_client)
        assert "Ada Brook" not in other_client.get("/account").text

    def test_cost_few_queries(self, client, customer, count_queries):
        assert count_queries(lambda: client.get("/account")) <= 7


class TestName:
    def test_is_changed(self, client, customer):
        answer = client.post("/account/profile", data={"name": "  Ada   Brook "})
        assert (answer.status_code, answer.location) == (303, "/account")
        assert db.session.get(User, customer.id).name == "Ada Brook"
        assert "Your name is saved." in client.get("/account").text

    def test_is_escaped_where_it_is_shown(self, client, customer):
        client.post("/account/profile", data={"name": "<script>alert(1)</script>"})
        assert "<script>alert(1)" not in client.get("/account").text

    @pytest.mark.parametrize("name", ["", " ", "\0", "x" * 101])
    def test_that_cannot_be_is_a_400(self, client, customer, name):
        answer = client.post("/account/profile", data={"name": name})
        assert answer.status_code == 400
        assert 'id="profile-name-error"' in answer.text


class TestPassword:
    def test_is_changed_and_ends_every_other_session(self, client, other_client, sign_in):
        user = sign_in(UserFactory())
        sign_in(user, other_client)
        answer = client.post("/account/password", data={**RIGHT, "password": NEW})
        assert (answer.status_code, answer.location) == (303, "/account")
        assert "Your password is changed" in client.get("/account").text
        assert other_client.get("/account").status_code == 302
        again = other_client.post("/auth/login", data={"email": user.email, "password": NEW})
        assert again.status_code == 303

    def test_change_is_told_by_mail_and_ends_reset_links(self, client, customer):
        tokens.issue(customer, Purpose.RESET)
        db.session.commit()
        client.post("/account/password", data={**RIGHT, "password": NEW})
        assert db.session.scalars(db.select(OutboxJob.name)).all() == [Job.SEND_PASSWORD_CHANGED]
        assert db.session.scalars(db.select(tokens.AuthToken)).all() == []

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({**WRONG, "password": NEW}, "password-current_password"),
            ({"password": NEW}, "password-current_password"),
            ({**RIGHT, "password": "short"}, "password-password"),
            ({**RIGHT}, "password-password"),
        ],
    )
    def test_that_cannot_be_is_a_400_beside_its_field(self, client, customer, data, field):
        before = customer.password_hash
        answer = client.post("/account/password", data=data)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        assert NEW not in answer.text
        assert db.session.get(User, customer.id).password_hash == before


class TestEmail:
    def test_is_changed_by_the_link_that_was_mailed_to_the_new_one(
        self, client, customer, run_jobs
    ):
        old = customer.email
        answer = client.post("/account/email", data={**RIGHT, "email": "Newer@example.com"})
        assert answer.status_code == 303
        assert "newer@example.com" in client.get("/account").text
        assert db.session.get(User, customer.id).email == old
        run_jobs()
        assert client.get(link_mailed_to("newer@example.com")).status_code == 200
        assert db.session.get(User, customer.id).email == "newer@example.com"
        job = db.session.scalars(db.select(OutboxJob).where(OutboxJob.done_at.is_(None))).one()
        assert (job.name, job.arguments["email"]) == (Job.SEND_EMAIL_CHANGED, old)

    def test_is_changed_in_another_browser_by_a_button(self, client, customer, other_client):
        secret = tokens.issue(customer, Purpose.EMAIL, "newer@example.com")
        db.session.commit()
        link = f"/auth/confirm/{secret}"
        for answer in (other_client.get(link), other_client.head(link)):
            assert answer.status_code == 200
        assert db.session.get(User, customer.id).email == customer.email
        assert other_client.post(link).status_code == 303
        assert "is confirmed" in other_client.get(link).text
        db.session.refresh(customer)
        assert customer.email == "newer@example.com"

    def test_link_is_dead_where_another_account_took_the_address(self, client, customer):
        secret = tokens.issue(customer, Purpose.EMAIL, "newer@example.com")
        UserFactory(email="newer@example.com")
        db.session.commit()
        assert client.get(f"/auth/confirm/{secret}").status_code == 404
        assert db.session.get(User, customer.id).email != "newer@example.com"

    def test_change_makes_reset_links_to_the_old_address_worthless(self, client, customer):
        reset = tokens.issue(customer, Purpose.RESET)
        secret = tokens.issue(customer, Purpose.EMAIL, "newer@example.com")
        db.session.commit()
        client.get(f"/auth/confirm/{secret}")
        assert client.get(f"/auth/reset/{reset}").status_code == 404

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({**WRONG, "email": "newer@example.com"}, "email-current_password"),
            ({**RIGHT, "email": "newer"}, "email-email"),
            ({**RIGHT, "email": "taken@example.com"}, "email-email"),
            ({}, "email-email"),
        ],
    )
    def test_that_cannot_be_is_a_400_beside_its_field(self, client, customer, data, field):
        UserFactory(email="taken@example.com")
        answer = client.post("/account/email", data=data)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        assert db.session.scalars(db.select(OutboxJob)).all() == []


class TestDevices:
    def test_are_listed_with_this_one_marked(self, client, other_client, sign_in):
        other_client.environ_base["HTTP_USER_AGENT"] = FIREFOX
        user = sign_in(UserFactory())
        sign_in(user, other_client)
        page = client.get("/account").text
        assert "Firefox on Linux" in page
        assert page.count("This device") == 1

    def test_one_is_ended(self, client, other_client, sign_in):
        user = sign_in(UserFactory())
        sign_in(user, other_client)
        other = max(db.session.scalars(db.select(SignIn.id)))
        assert client.post(f"/account/sign-ins/{other}/end").status_code == 303
        assert other_client.get("/account").status_code == 302
        assert client.get("/account").status_code == 200

    def test_all_others_are_ended(self, app, client, sign_in):
        user = sign_in(UserFactory())
        others = [app.test_client() for _ in range(2)]
        for browser in others:
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            sign_in(user, browser)
        assert client.post("/account/sign-ins/end-others").status_code == 303
        assert {browser.get("/account").status_code for browser in others} == {302}
        assert client.get("/account").status_code == 200

    def test_of_another_customer_are_a_404(self, client, other_client, sign_in):
        sign_in(UserFactory())
        sign_in(UserFactory(), other_client)
        other = max(db.session.scalars(db.select(SignIn.id)))
        assert client.post(f"/account/sign-ins/{other}/end").status_code == 404
        assert other_client.get("/account").status_code == 200

    @pytest.mark.parametrize("number", ["0", "99999999999999999999", "x", "-1"])
    def test_that_are_not_there_are_a_404(self, client, customer, number):
        assert client.post(f"/account/sign-ins/{number}/end").status_code == 404

    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (FIREFOX, "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/129.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "An unknown browser"),
            ("", "An unknown browser"),
        ],
    )
    def test_are_named_in_plain_words(self, app, agent, words):
        with app.test_request_context():
            assert described(agent) == words
