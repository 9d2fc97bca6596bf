"""A second factor: set up, asked for at sign-in, and wanted by the back office."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from at_once import at_once
from factories import PASSWORD, UserFactory
from mails import link_mailed_to

from shop import clock
from shop.auth.models import SecondFactor, SignIn, User
from shop.extensions import db
from shop.mail import mailbox
from shop.outbox import Job
from shop.rights import Role

TEN_SECONDS_INTO_A_STEP = datetime(2031, 5, 6, 9, 0, 10, tzinfo=UTC)  # so that none ends in a test
SECRET = "2T5J3DQ4YZGLRPW6NA6NTQG7FFCOE3GZ"
RIGHT = {"current_password": PASSWORD}


@pytest.fixture(autouse=True)
def _early_in_a_step(app):
    mailbox.empty()
    clock.travel_to(TEN_SECONDS_INTO_A_STEP)


def code(steps=0, secret=SECRET):
    """What the app shows, or showed that many times 30 seconds ago."""
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=steps)


def guarded(**fields):
    """A user with a second factor, none of whose codes was used yet."""
    user = UserFactory(**fields)
    db.session.add(SecondFactor(user_id=user.id, secret=SECRET, last_step=0))
    db.session.commit()
    return user


def give_password(client, user, **fields):
    return client.post("/auth/login", data={"email": user.email, "password": PASSWORD} | fields)


def give_code(client, text, **fields):
    return client.post("/auth/second-factor", data={"code": text} | fields)


def is_signed_in(client):
    return client.get("/account").status_code == 200


def set_up(client, **fields):
    """Fill in the form for setting it up as the app would have it."""
    page = client.get("/account/second-factor").text
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page).group(1)
    data = {"code": code(secret=secret), **RIGHT} | fields
    return client.post("/account/second-factor", data=data)


class TestSigningIn:
    def test_asks_for_the_code_before_anything_is_open(self, client):
        user = guarded()
        answer = give_password(client, user)
        assert answer.status_code == 303
        assert answer.location.startswith("/auth/second-factor")
        assert not is_signed_in(client)
        assert db.session.scalars(db.select(SignIn)).all() == []

    def test_goes_on_to_next_with_the_right_code(self, client):
        user = guarded()
        step = give_password(client, user, next="/account/addresses").location
        assert 'value="/account/addresses"' in client.get(step).text
        answer = give_code(client, code(), next="/account/addresses")
        assert (answer.status_code, answer.location) == (303, "/account/addresses")
        assert is_signed_in(client)

    def test_never_leads_out_of_the_shop(self, client):
        give_password(client, guarded())
        assert give_code(client, code(), next="https://evil.example").location == "/"

    def test_keeps_a_remembered_browser_remembered(self, client):
        give_password(client, guarded(), remember="1")
        give_code(client, code())
        assert db.session.scalars(db.select(SignIn.is_remembered)).one() is True

    def test_needs_the_password_all_the_same(self, client):
        user = guarded()
        answer = client.post("/auth/login", data={"email": user.email, "password": "wrong " * 3})
        assert answer.status_code == 400
        assert give_code(client, code()).status_code == 401

    @pytest.mark.parametrize("text", ["000000", "", "abc", "1" * 400, "\0\0\0\0\0\0", "\uff11" * 6])
    def test_refuses_what_is_not_the_code(self, client, text):
        give_password(client, guarded())
        answer = give_code(client, text)
        assert answer.status_code == 400
        assert 'id="code-error"' in answer.text
        assert not is_signed_in(client)

    def test_takes_a_code_with_a_space_in_it(self, client):
        give_password(client, guarded())
        text = code()
        assert give_code(client, f" {text[:3]} {text[3:]} ").status_code == 303

    @pytest.mark.parametrize("steps", [-1, 1])
    def test_forgives_a_clock_that_is_off_by_one_step(self, client, steps):
        give_password(client, guarded())
        assert give_code(client, code(steps)).status_code == 303

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_forgives_no_more_than_that(self, client, steps):
        give_password(client, guarded())
        assert give_code(client, code(steps)).status_code == 400

    def test_takes_a_code_once(self, client, other_client):
        user, text = guarded(), code()
        give_password(client, user)
        assert give_code(client, text).status_code == 303
        give_password(other_client, user)
        assert give_code(other_client, text).status_code == 400
        assert not is_signed_in(other_client)

    def test_takes_no_code_older_than_the_last(self, client, other_client):
        user = guarded()
        give_password(client, user)
        give_code(client, code())
        give_password(other_client, user)
        assert give_code(other_client, code(-1)).status_code == 400

    def test_lets_one_of_two_in_who_send_one_code_at_once(self, app, client, other_client):
        user, text = guarded(), code()
        for browser in (client, other_client):
            give_password(browser, user)
        answers = at_once(
            app, [lambda b=browser: give_code(b, text) for browser in (client, other_client)]
        )
        assert sorted(answer.status_code for answer in answers) == [303, 400]

    def test_waits_ten_minutes_for_the_code(self, client):
        give_password(client, guarded())
        clock.travel_to(clock.now() + timedelta(minutes=11))
        answer = give_code(client, code())
        assert answer.status_code == 401
        assert "Please sign in again" in answer.text

    def test_starts_anew_when_the_password_was_changed_meanwhile(self, client):
        user = guarded()
        give_password(client, user)
        user.password_hash = "pbkdf2:other"
        db.session.commit()
        assert give_code(client, code()).status_code == 401

    def test_is_limited(self, client):
        user = guarded()
        give_password(client, user)
        statuses = [give_code(client, "000000").status_code for _ in range(6)]
        assert statuses[0] == 400
        answer = give_code(client, code())
        assert (statuses[-1], answer.status_code) == (429, 429)
        assert int(answer.headers["Retry-After"]) > 0

    def test_page_without_a_password_before_it_is_the_sign_in_page(self, client):
        answer = client.get("/auth/second-factor?next=/account")
        assert answer.status_code == 200
        assert 'name="password"' in answer.text


class TestResettingThePassword:
    def test_asks_for_the_code_as_well(self, client, run_jobs):
        user = guarded(email="forgetful@example.com")
        client.post("/auth/forgot", data={"email": user.email})
        run_jobs()
        link = link_mailed_to(user.email)
        answer = client.post(link, data={"password": "staple battery horse"})
        assert answer.location.startswith("/auth/second-factor")
        assert not is_signed_in(client)
        assert give_code(client, code()).status_code == 303


class TestSettingItUp:
    def test_shows_a_qr_code_and_the_key_without_inline_styles(self, client, customer):
        page = client.get("/account/second-factor").text
        assert '<svg role="img"' in page
        assert "otpauth://totp/" in page
        assert " style=" not in page

    def test_shows_the_same_key_after_a_reload(self, client, customer):
        pages = [client.get("/account/second-factor").text for _ in range(2)]
        keys = [re.search(r'class="secret">(\w+)<', page).group(1) for page in pages]
        assert keys[0] == keys[1]

    def test_turns_it_on_with_the_code_and_the_password(self, client, customer):
        assert set_up(client).status_code == 303
        assert db.session.get(SecondFactor, customer.id).last_step > 0
        assert "On since" in client.get("/account/second-factor").text

    def test_the_code_that_set_it_up_signs_nobody_in(self, client, other_client, customer):
        set_up(client)
        secret = db.session.get(SecondFactor, customer.id).secret
        give_password(other_client, customer)
        assert give_code(other_client, code(secret=secret)).status_code == 400

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"current_password": "no such horse"}, "current_password"), ({"code": "000000"}, "code")],
    )
    def test_refuses_a_wrong_password_or_code(self, client, customer, wrong, field):
        answer = set_up(client, **wrong)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        assert db.session.get(SecondFactor, customer.id) is None

    def test_signs_every_other_device_out(self, client, other_client, sign_in, customer):
        sign_in(customer, other_client)
        set_up(client)
        assert is_signed_in(client)
        assert not is_signed_in(other_client)

    def test_is_told_by_mail(self, client, customer, run_jobs):
        set_up(client)
        assert Job.SEND_SECOND_FACTOR_CHANGED in run_jobs()
        assert mailbox.mails()[0].subject == "Your second factor is on"

    def test_sent_twice_is_done_once(self, client, customer):
        set_up(client)
        answer = client.post("/account/second-factor", data={"code": code(), **RIGHT})
        assert (answer.status_code, answer.location) == (303, "/account/second-factor")


class TestTurningItOff:
    def signed_in(self, client):
        user = guarded()
        give_password(client, user)
        give_code(client, code())
        return user

    def test_asks_the_password(self, client):
        user = self.signed_in(client)
        answer = client.post("/account/second-factor/remove", data={"current_password": "no"})
        assert answer.status_code == 400
        assert db.session.get(User, user.id).has_second_factor

    def test_lets_the_password_alone_sign_in(self, client, other_client, run_jobs):
        user = self.signed_in(client)
        assert client.post("/account/second-factor/remove", data=RIGHT).status_code == 303
        assert not db.session.get(User, user.id).has_second_factor
        run_jobs()
        assert mailbox.mails()[0].subject == "Your second factor is off"
        assert give_password(other_client, user).location == "/"


class TestWhatTheBackOfficeWants:
    @pytest.fixture
    def required(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "REQUIRE_SECOND_FACTOR", True)

    def test_opens_without_one_unless_it_is_required(self, client, administrator):
        assert client.get("/admin/").status_code == 200

    def test_leads_to_setting_it_up_and_back(self, client, required, administrator):
        answer = client.get("/admin/")
        assert answer.location == "/account/second-factor?next=%2Fadmin%2F"
        assert "once this is done" in client.get(answer.location).text
        done = set_up(client, next="/admin/")
        assert 'href="/admin/"' in client.get(done.location).text
        assert client.get("/admin/").status_code == 200

    def test_refuses_a_change_with_the_way_to_set_it_up(self, client, required, administrator):
        answer = client.post("/collections", data={"title": "Kitchen"})
        assert answer.status_code == 403
        assert 'href="/account/second-factor"' in answer.text

    def test_lets_administrators_shop_meanwhile(self, client, required, administrator):
        assert client.get("/cart").status_code == 200
        assert is_signed_in(client)

    def test_says_no_more_than_403_to_customers(self, client, required, customer):
        assert client.get("/admin/").status_code == 403

    def test_counts_one_that_is_set_up(self, client, required):
        give_password(client, guarded(role=Role.READER))
        give_code(client, code())
        assert client.get("/admin/").status_code == 200
