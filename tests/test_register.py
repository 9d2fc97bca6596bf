"""Making an account, and confirming its address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from factories import PASSWORD, UserFactory
from mails import link_mailed_to

from shop import clock
from shop.auth import tokens
from shop.auth.models import AuthToken, SignIn, User
from shop.auth.tokens import Purpose
from shop.extensions import db
from shop.outbox import Job, OutboxJob

ADA = {"name": "Ada Brook", "email": "ada@example.com", "password": PASSWORD}


def jobs() -> list[str]:
    return list(db.session.scalars(db.select(OutboxJob.name).order_by(OutboxJob.created_at)))


def issued(user: User, purpose: Purpose, email: str | None = None) -> str:
    secret = tokens.issue(user, purpose, email)
    db.session.commit()
    return secret


class TestRegistering:
    def test_makes_the_account_signs_in_and_asks_for_the_mail(self, client):
        answer = client.post("/auth/register", data=ADA)
        assert (answer.status_code, answer.location) == (303, "/account")
        user = db.session.scalars(db.select(User)).one()
        assert (user.name, user.email, user.confirmed_at) == ("Ada Brook", "ada@example.com", None)
        assert PASSWORD not in user.password_hash
        assert not user.is_administrator
        assert jobs() == [Job.SEND_CONFIRMATION]
        page = client.get("/account").text
        assert "Open the link" not in page
        assert "open the link that we have mailed to you" in page
        assert "Not confirmed yet" in page

    def test_leads_to_next(self, client):
        assert client.post("/auth/register", data={**ADA, "next": "/cart"}).location == "/cart"

    def test_never_leads_out_of_the_shop(self, client):
        answer = client.post("/auth/register", data={**ADA, "next": "//evil.example"})
        assert answer.location == "/account"

    def test_keeps_the_address_in_one_spelling(self, client):
        data = {**ADA, "email": " Ada@EXAMPLE.com "}
        client.post("/auth/register", data=data)
        assert db.session.scalars(db.select(User.email)).one() == "ada@example.com"

    def test_takes_an_international_domain_in_both_spellings_for_one(self, client, other_client):
        first = client.post("/auth/register", data={**ADA, "email": "ada@bücher.example"})
        second = other_client.post(
            "/auth/register", data={**ADA, "email": "ada@xn--bcher-kva.example"}
        )
        assert (first.status_code, second.status_code) == (303, 400)

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("name", "", "Enter your name."),
            ("name", " \0\t ", "Enter your name."),
            ("name", "x" * 101, "Use at most 100 characters."),
            ("email", "", "Enter your e-mail address."),
            ("email", "ada", "Enter an e-mail address such as"),
            ("email", "ada@example.com, bob@example.com", "Enter an e-mail address such as"),
            ("email", "ada\r\nBcc: x@example.com", "Enter an e-mail address such as"),
            ("email", "a" * 250 + "@example.com", "Enter an e-mail address such as"),
            ("email", "ada@" + "a." * 50_000 + "com", "Enter an e-mail address such as"),
            ("email", "a\0da@example.com", "Enter an e-mail address such as"),
            ("password", "", "Choose a password."),
            ("password", "short horse", "Use 12 characters or more."),
            ("password", "long horse " * 100, "Use at most 1024 bytes."),
            ("password", "password1234", "easy to guess"),
            ("password", "P@ssw0rd!2024", "easy to guess"),
            ("password", "qwertyuiop123", "easy to guess"),
            ("password", "aaaaaaaaaaaaaaa", "easy to guess"),
            ("password", "horsehorsehorse", "easy to guess"),
            ("password", "ada@example.com", "easy to guess"),
            ("password", "Ada Brook 1984", "easy to guess"),
            ("password", "wrenfield2024", "easy to guess"),
        ],
    )
    def test_bad_data_is_a_400_beside_its_field_with_the_rest_kept(
        self, client, field, value, says
    ):
        answer = client.post("/auth/register", data={**ADA, field: value})
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        assert says in answer.text
        assert "Ada Brook" in answer.text or field == "name"
        assert PASSWORD not in answer.text
        assert db.session.scalars(db.select(User)).all() == []

    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery",
            "demo-shop-password",
            "839201749273",
            "ünïcödé wörds",
            "\U0001f40e\U0001f40e horses of mine",
            "x9#kL2m!Qw8z",
            "  spaces  at  both ends  ",
        ],
    )
    def test_takes_any_characters(self, client, other_client, password):
        assert client.post("/auth/register", data={**ADA, "password": password}).status_code == 303
        data = {"email": ADA["email"], "password": password}
        assert other_client.post("/auth/login", data=data).status_code == 303

    def test_a_taken_address_is_said_with_the_ways_on(self, client):
        UserFactory(email="ada@example.com")
        answer = client.post("/auth/register", data=ADA)
        assert answer.status_code == 400
        assert "There is an account with this address already." in answer.text
        assert 'href="/auth/forgot"' in answer.text
        assert db.session.scalars(db.select(SignIn)).all() == []
        assert jobs() == []

    def test_two_at_once_make_one_account(self, app):
        def register(_number: int) -> int:
            headers = {"Sec-Fetch-Site": "same-origin"}
            with app.app_context():
                answer = app.test_client().post("/auth/register", data=ADA, headers=headers)
            return answer.status_code

        with ThreadPoolExecutor(4) as pool:
            statuses = sorted(pool.map(register, range(4)))
        assert statuses == [303, 400, 400, 400]
        assert len(db.session.scalars(db.select(User)).all()) == 1

    def test_a_forged_form_is_refused(self, client):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/auth/register", data=ADA, headers=headers).status_code == 400
        assert db.session.scalars(db.select(User)).all() == []


class TestConfirming:
    def test_the_mailed_link_confirms_and_the_welcome_follows(self, client, run_jobs):
        client.post("/auth/register", data={**ADA, "email": "confirming@example.com"})
        run_jobs()
        answer = client.get(link_mailed_to("confirming@example.com"))
        assert answer.status_code == 200
        assert "confirming@example.com" in answer.text
        assert db.session.scalars(db.select(User)).one().confirmed_at
        assert run_jobs() == [Job.SEND_WELCOME]

    def test_works_in_a_browser_that_is_not_signed_in(self, client):
        user = UserFactory(confirmed_at=None)
        answer = client.get(f"/auth/confirm/{issued(user, Purpose.CONFIRM)}")
        assert answer.status_code == 200
        db.session.refresh(user)
        assert user.confirmed_at

    def test_a_second_time_says_the_same_and_changes_nothing(self, client):
        user = UserFactory(confirmed_at=None)
        link = f"/auth/confirm/{issued(user, Purpose.CONFIRM)}"
        client.get(link)
        db.session.refresh(user)
        first = user.confirmed_at
        assert client.get(link).status_code == 200
        db.session.refresh(user)
        assert user.confirmed_at == first
        assert jobs() == [Job.SEND_WELCOME]

    def test_a_link_is_kept_as_a_digest_alone(self, client):
        secret = issued(UserFactory(), Purpose.CONFIRM)
        assert secret not in db.session.scalars(db.select(AuthToken.token_hash)).one()

    @pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "%ff%fe", "%ED%A0%80", "😀"])
    def test_an_unknown_link_is_a_404_with_a_way_on(self, client, token):
        answer = client.get(f"/auth/confirm/{token}")
        assert answer.status_code == 404
        assert "no longer works" in answer.text

    def test_an_old_link_is_a_404(self, client):
        user = UserFactory(confirmed_at=None)
        secret = issued(user, Purpose.CONFIRM)
        clock.travel_to(clock.now() + timedelta(days=3, minutes=1))
        assert client.get(f"/auth/confirm/{secret}").status_code == 404
        db.session.refresh(user)
        assert user.confirmed_at is None

    def test_a_link_for_another_purpose_is_a_404(self, client):
        secret = issued(UserFactory(), Purpose.RESET)
        assert client.get(f"/auth/confirm/{secret}").status_code == 404

    def test_an_unconfirmed_customer_may_have_the_link_mailed_again(self, client, sign_in):
        sign_in(UserFactory(confirmed_at=None))
        assert client.post("/account/confirmation").status_code == 303
        assert jobs() == [Job.SEND_CONFIRMATION]


class TestAdministratorCommand:
    def test_promotes_an_account(self, app):
        user = UserFactory(email="ada@example.com")
        result = app.test_cli_runner().invoke(args=["admin", "Ada@example.com"])
        assert result.exit_code == 0
        db.session.refresh(user)
        assert user.is_administrator

    def test_makes_an_account_and_prints_a_link_that_sets_its_password(self, app, client):
        result = app.test_cli_runner().invoke(args=["admin", "boss@example.com"])
        assert result.exit_code == 0
        link = result.output.split()[-1]
        assert link.startswith("http://localhost/auth/reset/")
        answer = client.post(link.removeprefix("http://localhost"), data={"password": PASSWORD})
        assert answer.status_code == 303
        user = db.session.scalars(db.select(User)).one()
        assert (user.email, user.is_administrator) == ("boss@example.com", True)

    def test_refuses_what_is_no_address(self, app):
        result = app.test_cli_runner().invoke(args=["admin", "boss"])
        assert result.exit_code == 2
        assert "no e-mail address" in result.output
