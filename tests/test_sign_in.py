"""Signing in and out, and the browsers that are signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import PASSWORD, UserFactory
from flask.testing import FlaskClient

from shop import clock
from shop.auth import sessions
from shop.auth.models import SignIn
from shop.extensions import db

GOOD = {"password": PASSWORD}


def forget_session(client: FlaskClient) -> None:
    """What closing the browser does."""
    client.delete_cookie("session")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


class TestSigningIn:
    def test_leads_home_and_keeps_a_row_with_a_digest_alone(self, client):
        user = UserFactory()
        answer = client.post("/auth/login", data={"email": user.email, **GOOD})
        assert (answer.status_code, answer.location) == (303, "/")
        with client.session_transaction() as session:
            token = session["_user_id"]
        row = db.session.scalars(db.select(SignIn)).one()
        assert row.user_id == user.id
        assert token not in (row.token_hash, "")
        assert user.name in client.get("/account").text

    def test_takes_the_address_in_any_case_and_with_spaces(self, client):
        UserFactory(email="ada@example.com")
        answer = client.post("/auth/login", data={"email": "  Ada@Example.COM ", **GOOD})
        assert answer.status_code == 303

    def test_leads_to_next(self, client):
        user = UserFactory()
        page = client.get("/account/addresses")
        assert (page.status_code, page.location) == (302, "/auth/login?next=%2Faccount%2Faddresses")
        assert 'value="/account/addresses"' in client.get(page.location).text
        data = {"email": user.email, "next": "/account/addresses", **GOOD}
        assert client.post("/auth/login", data=data).location == "/account/addresses"

    @pytest.mark.parametrize(
        "target",
        [
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "https:evil.example",
            "https://evil.example",
            "http:///evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "",
        ],
    )
    def test_never_leads_out_of_the_shop(self, client, target):
        user = UserFactory()
        answer = client.post("/auth/login", data={"email": user.email, "next": target, **GOOD})
        assert answer.location == "/"

    def test_an_administrator_signs_in_the_same_way(self, client, sign_in):
        sign_in(UserFactory(is_administrator=True))
        assert is_signed_in(client)

    def test_gives_the_browser_another_token_than_it_came_with(self, client, sign_in):
        user = UserFactory()
        sign_in(user)
        with client.session_transaction() as session:
            session["planted"] = "by somebody else"
            first = session["_user_id"]
        sign_in(user)
        with client.session_transaction() as session:
            assert session["_user_id"] != first
            assert "planted" not in session
        assert len(db.session.scalars(db.select(SignIn)).all()) == 1

    def test_a_customer_who_opens_the_page_goes_on(self, client, customer):
        answer = client.get("/auth/login?next=/cart")
        assert (answer.status_code, answer.location) == (302, "/cart")

    def test_costs_one_query_a_request(self, client, customer, count_queries):
        assert count_queries(lambda: client.get("/auth/login")) == 1


class TestWrongPassword:
    def test_is_400_with_the_address_kept_and_the_password_not(self, client):
        user = UserFactory()
        data = {"email": user.email, "password": "wrong horse battery"}
        answer = client.post("/auth/login", data=data)
        assert answer.status_code == 400
        assert "do not belong together" in answer.text
        assert user.email in answer.text
        assert "wrong horse battery" not in answer.text
        assert db.session.scalars(db.select(SignIn)).all() == []

    def test_reads_the_same_for_an_unknown_address(self, client, monkeypatch):
        UserFactory(email="known@example.com")
        data = {"password": "wrong horse battery"}
        known = client.post("/auth/login", data={"email": "known@example.com", **data})
        nobody = client.post("/auth/login", data={"email": "nobody@example.com", **data})
        assert known.status_code == nobody.status_code == 400
        assert known.text.replace("known@", "nobody@") == nobody.text

    def test_costs_one_comparison_for_an_unknown_address_too(self, client, monkeypatch):
        from shop.auth import passwords

        compared = []

        def compare(kept: str, text: str) -> bool:
            compared.append(kept.partition("$")[0])
            return False

        monkeypatch.setattr(passwords, "check_password_hash", compare)
        UserFactory(email="known@example.com")
        for email in ("known@example.com", "nobody@example.com", "no address at all"):
            client.post("/auth/login", data={"email": email, "password": "wrong horse battery"})
        assert len(compared) == 3
        assert len(set(compared)) == 1

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"email": "a\0b@example.com", "password": "\0" * 20},
            {"email": "x" * 100_000, "password": "y" * 100_000},
            {"email": ["a@example.com", "b@example.com"], "password": ["1", "2"]},
            {"email": "\ud800@example.com", "password": "\ud800" * 12},
        ],
    )
    def test_junk_is_a_400(self, client, data):
        encoded = {
            key: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
            for key, value in data.items()
        }
        assert client.post("/auth/login", data=encoded).status_code == 400

    @pytest.mark.parametrize("body", [b"[1, 2]", b'{"email": {"a": 1}}', b"null", b"\xff"])
    def test_a_json_body_is_a_400(self, client, body):
        answer = client.post("/auth/login", data=body, content_type="application/json")
        assert answer.status_code == 400

    def test_is_a_problem_document_for_a_json_client(self, client):
        answer = client.post("/auth/login", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        assert set(answer.json["errors"]) == {"email", "password"}


class TestUnauthorized:
    def test_a_post_is_a_401_with_the_sign_in_page_that_leads_back(self, client):
        answer = client.post(
            "/account/wishlist",
            data={"product": "bowl"},
            headers={"Referer": "http://localhost/products/bowl?variant=2"},
        )
        assert answer.status_code == 401
        assert 'name="password"' in answer.text
        assert 'value="/products/bowl?variant=2"' in answer.text

    def test_a_page_elsewhere_is_not_led_back_to(self, client):
        answer = client.post("/account/wishlist", headers={"Referer": "https://evil.example/x"})
        assert "evil" not in answer.text

    def test_is_a_problem_document_for_a_json_client(self, client):
        answer = client.post("/account/wishlist", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


class TestSigningOut:
    def test_deletes_the_row_and_leads_home(self, client, customer):
        answer = client.post("/auth/logout")
        assert (answer.status_code, answer.location) == (303, "/")
        assert db.session.scalars(db.select(SignIn)).all() == []
        assert not is_signed_in(client)

    def test_makes_a_copied_cookie_worthless(self, client, other_client, customer):
        copy = client.get_cookie("session").value
        client.post("/auth/logout")
        other_client.set_cookie("session", copy)
        assert not is_signed_in(other_client)

    def test_ends_a_remembered_browser(self, client, sign_in):
        sign_in(UserFactory(), remember="1")
        client.post("/auth/logout")
        assert client.get_cookie("remember_token") is None
        assert not is_signed_in(client)

    def test_by_get_is_refused(self, client, customer):
        assert client.get("/auth/logout").status_code == 405
        assert is_signed_in(client)

    def test_signed_out_already_leads_home(self, client):
        assert client.post("/auth/logout").status_code == 303


class TestRemembering:
    def test_a_remembered_browser_is_signed_in_after_it_was_closed(self, client, sign_in):
        user = sign_in(UserFactory(), remember="1")
        forget_session(client)
        assert user.name in client.get("/account").text
        assert len(db.session.scalars(db.select(SignIn)).all()) == 1

    def test_any_other_browser_is_not(self, client, customer):
        forget_session(client)
        assert not is_signed_in(client)

    def test_the_cookie_lasts_sixty_days_and_no_script_reads_it(self, client, sign_in):
        sign_in(UserFactory(), remember="1")
        cookie = client.get_cookie("remember_token")
        assert cookie.expires - datetime.now(UTC) > timedelta(days=59, hours=23)
        assert (cookie.http_only, cookie.same_site) == (True, "Lax")

    def test_being_seen_makes_the_cookie_last_sixty_days_more(self, client, sign_in):
        sign_in(UserFactory(), remember="1")
        clock.travel_to(clock.now() + timedelta(days=30))
        answer = client.get("/account")
        assert any(c.startswith("remember_token=") for c in answer.headers.getlist("Set-Cookie"))

    def test_a_forged_cookie_is_worth_nothing(self, client, sign_in):
        sign_in(UserFactory(), remember="1")
        value = client.get_cookie("remember_token").value
        forget_session(client)
        client.set_cookie("remember_token", "x" + value)
        assert not is_signed_in(client)


class TestAge:
    @pytest.mark.parametrize(
        ("fields", "days", "signed_in"),
        [
            ({}, 13, True),
            ({}, 15, False),
            ({"remember": "1"}, 59, True),
            ({"remember": "1"}, 61, False),
        ],
    )
    def test_a_browser_unseen_for_too_long_is_signed_out(
        self, client, sign_in, fields, days, signed_in
    ):
        sign_in(UserFactory(), **fields)
        clock.travel_to(clock.now() + timedelta(days=days))
        assert is_signed_in(client) is signed_in

    def test_being_seen_starts_the_time_anew(self, client, customer):
        for _ in range(3):
            clock.travel_to(clock.now() + timedelta(days=13))
            assert is_signed_in(client)

    def test_last_seen_is_written_every_ten_minutes_at_most(self, client, customer):
        start = db.session.scalars(db.select(SignIn.last_seen_at)).one()
        clock.travel_to(start + timedelta(minutes=9))
        client.get("/account")
        assert db.session.scalars(db.select(SignIn.last_seen_at)).one() == start
        clock.travel_to(start + timedelta(minutes=11))
        client.get("/account")
        assert db.session.scalars(db.select(SignIn.last_seen_at)).one() > start

    def test_a_page_does_not_fail_when_last_seen_cannot_be_written(
        self, client, customer, monkeypatch
    ):
        from sqlalchemy.exc import OperationalError

        def fail(*_args: object) -> None:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))

        clock.travel_to(clock.now() + timedelta(hours=1))
        monkeypatch.setattr("shop.auth.sessions._address", fail)
        assert is_signed_in(client)

    def test_a_page_does_not_fail_while_another_writes(self, client, customer):
        clock.travel_to(clock.now() + timedelta(hours=1))
        with db.engine.connect().execution_options(writes=True) as other, other.begin():
            other.execute(db.update(SignIn).values(agent="held by another"))
            assert is_signed_in(client)

    def test_the_dead_are_deleted_and_the_living_kept(self, client, other_client, sign_in):
        user = UserFactory()
        sign_in(user)
        sign_in(user, other_client, remember="1")
        clock.travel_to(clock.now() + timedelta(days=20))
        assert sessions.delete_dead() == 1
        db.session.commit()
        assert db.session.scalars(db.select(SignIn.is_remembered)).all() == [True]


class TestPagesForEverybody:
    @pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/auth/forgot"])
    def test_are_not_kept_by_caches(self, client, path):
        assert client.get(path).headers["Cache-Control"] == "no-store"
