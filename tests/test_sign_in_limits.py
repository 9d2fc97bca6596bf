"""How often passwords, mails and registrations may be tried."""

import pytest
from factories import PASSWORD, UserFactory
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter

import config
from shop.auth import tokens, tries
from shop.auth.models import User
from shop.auth.tokens import Purpose
from shop.extensions import db, limiter
from shop.outbox import OutboxJob
from shop.redis import connect

WRONG = "wrong horse battery"


def try_password(client, email, password=WRONG, address="198.51.100.7"):
    return client.post(
        "/auth/login",
        data={"email": email, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def spend(client, email, times=40, **where):
    return [try_password(client, email, **where).status_code for _ in range(times)]


@pytest.fixture
def set_limits(app):
    """Set some of RATE_LIMITS for one test."""
    before = dict(app.config["RATE_LIMITS"])
    yield app.config["RATE_LIMITS"].update
    app.config["RATE_LIMITS"].update(before)


class TestWrongPasswords:
    def test_forty_meet_a_429_that_says_how_long_to_wait(self, client):
        user = UserFactory()
        statuses = spend(client, user.email)
        assert statuses[0] == 400
        assert statuses[-1] == 429
        answer = try_password(client, user.email)
        assert 1 <= int(answer.headers["Retry-After"]) <= 3600
        assert 'href="/auth/forgot"' in answer.text

    def test_are_counted_alike_for_an_unknown_address(self, client):
        user = UserFactory()
        assert spend(client, user.email, 15) == spend(client, "nobody@example.com", 15)

    def test_a_right_one_is_refused_as_well_while_they_are_too_many(self, client):
        user = UserFactory()
        spend(client, user.email)
        assert try_password(client, user.email, PASSWORD).status_code == 429

    def test_right_ones_do_not_count(self, client):
        user = UserFactory()
        assert {try_password(client, user.email, PASSWORD).status_code for _ in range(40)} == {303}

    def test_keep_nobody_out_who_comes_from_elsewhere(self, client, other_client):
        user = UserFactory()
        spend(client, user.email)
        answer = try_password(other_client, user.email, PASSWORD, address="203.0.113.9")
        assert answer.status_code == 303

    def test_keep_no_other_account_out(self, client):
        spend(client, UserFactory().email)
        assert try_password(client, UserFactory().email, PASSWORD).status_code == 303

    def test_from_one_ipv6_subscriber_count_together(self, client):
        user = UserFactory()
        for host in range(20):
            answer = try_password(client, user.email, address=f"2001:db8:1:2::{host:x}")
        assert answer.status_code == 429

    def test_are_a_problem_document_for_a_json_client(self, client):
        user = UserFactory()
        spend(client, user.email)
        answer = client.post(
            "/auth/login",
            data={"email": user.email, "password": PASSWORD},
            headers={"Accept": "application/json"},
            environ_base={"REMOTE_ADDR": "198.51.100.7"},
        )
        assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
        assert answer.headers["Retry-After"]

    def test_at_an_accounts_own_forms_count_too(self, client, customer):
        data = {"current_password": "wrong horse battery", "password": "staple battery horse"}
        statuses = [client.post("/account/password", data=data).status_code for _ in range(12)]
        assert statuses[0] == 400
        assert statuses[-1] == 429
        assert client.get("/account").status_code == 200


class TestTheOwner:
    def test_resets_the_password_and_signs_in(self, client, other_client):
        user = UserFactory()
        spend(client, user.email)
        where = {"REMOTE_ADDR": "198.51.100.7"}
        asked = client.post("/auth/forgot", data={"email": user.email}, environ_base=where)
        assert asked.status_code == 303
        secret = tokens.issue(user, Purpose.RESET)
        db.session.commit()
        data = {"password": "staple battery horse"}
        answer = client.post(f"/auth/reset/{secret}", data=data, environ_base=where)
        assert answer.status_code == 303
        again = try_password(other_client, user.email, "staple battery horse")
        assert again.status_code == 303

    def test_gets_in_where_they_are_known_whatever_others_try(
        self, client, other_client, set_limits
    ):
        set_limits({"password by account": "5/hour"})
        user = UserFactory()
        at_home = "203.0.113.9"
        assert try_password(client, user.email, PASSWORD, at_home).status_code == 303
        for number in range(8):
            try_password(other_client, user.email, address=f"198.51.100.{number}")
        elsewhere = try_password(other_client, user.email, PASSWORD, "198.51.100.200")
        assert elsewhere.status_code == 429
        assert try_password(client, user.email, PASSWORD, at_home).status_code == 303


class TestMails:
    def test_to_one_address_are_five_an_hour_and_the_answer_stays_the_same(self, client):
        user = UserFactory()
        answers = [client.post("/auth/forgot", data={"email": user.email}) for _ in range(8)]
        assert {(a.status_code, a.location) for a in answers} == {(303, "/auth/forgot/sent")}
        assert len(db.session.scalars(db.select(OutboxJob)).all()) == 5

    def test_asked_from_one_address_meet_a_429(self, client, set_limits):
        set_limits({"reset by address": "3/hour"})
        data = [{"email": f"somebody{number}@example.com"} for number in range(4)]
        statuses = [client.post("/auth/forgot", data=one).status_code for one in data]
        assert statuses == [303, 303, 303, 429]

    def test_that_confirm_an_address_meet_a_429(self, client, sign_in):
        sign_in(UserFactory(confirmed_at=None))
        statuses = [client.post("/account/confirmation").status_code for _ in range(6)]
        assert statuses == [303] * 5 + [429]


class TestRegistrations:
    def test_from_one_address_meet_a_429(self, client, set_limits):
        set_limits({"registration by address": "2/hour"})
        for number, status in enumerate([303, 303, 429]):
            data = {"name": "A", "email": f"a{number}@example.com", "password": PASSWORD}
            assert client.post("/auth/register", data=data).status_code == status
        assert len(db.session.scalars(db.select(User)).all()) == 2

    def test_with_mistakes_do_not_count(self, client, set_limits):
        set_limits({"registration by address": "2/hour"})
        assert {client.post("/auth/register", data={}).status_code for _ in range(5)} == {400}


class TestWithoutRedis:
    @pytest.fixture(autouse=True)
    def without_redis(self, app, monkeypatch, tmp_path):
        tries.init_app(app)
        pool = connect(f"unix://{tmp_path}/nobody.sock").connection_pool
        gone = FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool))
        monkeypatch.setattr(limiter, "_limiter", gone)

    def test_wrong_passwords_are_counted_in_memory(self, client):
        user = UserFactory()
        statuses = spend(client, user.email, 15)
        assert statuses[0] == 400
        assert statuses[-1] == 429

    def test_right_ones_sign_in(self, client):
        assert try_password(client, UserFactory().email, PASSWORD).status_code == 303


def test_production_counts_addresses_more_strictly(tmp_path):
    base = {"SHOP_INSTANCE": str(tmp_path), "SECRET_KEY": "k" * 32}
    loose = config.load(base)["RATE_LIMITS"]
    strict = config.load({**base, "SHOP_ENV": "production", "PUBLIC_URL": "https://shop.example"})[
        "RATE_LIMITS"
    ]
    assert strict["registration by address"] == "30/hour"
    assert loose["registration by address"] == "600/minute"
