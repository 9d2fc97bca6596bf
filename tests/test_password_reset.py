"""A forgotten password."""

from datetime import timedelta

import pytest
from factories import PASSWORD, UserFactory
from mails import link_mailed_to

from shop import clock
from shop.auth import tokens
from shop.auth.models import SignIn, User
from shop.auth.tokens import Purpose
from shop.extensions import db
from shop.outbox import Job, OutboxJob

NEW = "staple battery horse"


def issued(user: User, purpose: Purpose = Purpose.RESET) -> str:
    secret = tokens.issue(user, purpose)
    db.session.commit()
    return secret


def can_sign_in(client, user, password):
    data = {"email": user.email, "password": password}
    return client.post("/auth/login", data=data).status_code == 303


class TestAsking:
    def test_the_mailed_link_resets_the_password(self, client, other_client, run_jobs):
        user = UserFactory(email="forgetful@example.com")
        client.post("/auth/forgot", data={"email": "Forgetful@example.com"})
        run_jobs()
        link = link_mailed_to("forgetful@example.com")
        assert "forgetful@example.com" in client.get(link).text
        answer = client.post(link, data={"password": NEW})
        assert (answer.status_code, answer.location) == (303, "/account")
        assert can_sign_in(other_client, user, NEW)
        assert not can_sign_in(other_client, user, PASSWORD)

    def test_answers_the_same_for_an_unknown_address(self, client):
        UserFactory(email="known@example.com")
        known = client.post("/auth/forgot", data={"email": "known@example.com"})
        nobody = client.post("/auth/forgot", data={"email": "nobody@example.com"})
        assert known.status_code == nobody.status_code == 303
        assert known.location == nobody.location
        assert known.headers.getlist("Set-Cookie") == nobody.headers.getlist("Set-Cookie") == []
        assert "If there is an account" in client.get(known.location).text

    def test_does_the_same_work_for_an_unknown_address(self, client, count_queries):
        UserFactory(email="known@example.com")
        counts = {
            count_queries(lambda e=email: client.post("/auth/forgot", data={"email": e}))
            for email in ("known@example.com", "nobody@example.com")
        }
        assert len(counts) == 1

    def test_mails_nobody_for_an_unknown_address(self, client, run_jobs):
        client.post("/auth/forgot", data={"email": "nobody@example.com"})
        assert run_jobs() == [Job.SEND_PASSWORD_RESET]
        assert db.session.scalars(db.select(tokens.AuthToken)).all() == []

    def test_what_is_no_address_is_a_400(self, client):
        answer = client.post("/auth/forgot", data={"email": "forgetful"})
        assert answer.status_code == 400
        assert 'value="forgetful"' in answer.text


class TestResetting:
    def test_ends_every_session_but_the_new_one(self, client, other_client, sign_in):
        user = sign_in(UserFactory(), other_client, remember="1")
        old = db.session.scalars(db.select(SignIn.token_hash)).one()
        client.post(f"/auth/reset/{issued(user)}", data={"password": NEW})
        assert db.session.scalars(db.select(SignIn.token_hash)).one() != old
        assert other_client.get("/account").status_code == 302
        page = client.get("/account")
        assert page.status_code == 200
        assert "Your password is changed" in page.text

    def test_ends_this_browsers_old_session_too(self, client, sign_in):
        user = sign_in(UserFactory())
        before = db.session.scalars(db.select(SignIn.token_hash)).one()
        client.post(f"/auth/reset/{issued(user)}", data={"password": NEW})
        assert db.session.scalars(db.select(SignIn.token_hash)).one() != before

    def test_tells_the_customer_by_mail(self, client):
        user = UserFactory()
        client.post(f"/auth/reset/{issued(user)}", data={"password": NEW})
        job = db.session.scalars(db.select(OutboxJob)).one()
        assert (job.name, job.arguments) == (Job.SEND_PASSWORD_CHANGED, {"user_id": user.id})

    def test_confirms_the_address_that_received_the_link(self, client):
        user = UserFactory(confirmed_at=None)
        client.post(f"/auth/reset/{issued(user)}", data={"password": NEW})
        db.session.refresh(user)
        assert user.confirmed_at

    def test_opening_the_link_changes_nothing(self, client):
        user = UserFactory()
        link = f"/auth/reset/{issued(user)}"
        assert client.get(link).status_code == client.get(link).status_code == 200
        assert can_sign_in(client, user, PASSWORD)

    def test_a_bad_password_is_a_400_and_the_link_still_works(self, client):
        user = UserFactory()
        link = f"/auth/reset/{issued(user)}"
        answer = client.post(link, data={"password": "short"})
        assert answer.status_code == 400
        assert "Use 12 characters or more." in answer.text
        assert client.post(link, data={"password": NEW}).status_code == 303

    def test_a_link_works_once(self, client, other_client):
        user = UserFactory()
        link = f"/auth/reset/{issued(user)}"
        client.post(link, data={"password": NEW})
        assert other_client.get(link).status_code == 404
        assert other_client.post(link, data={"password": "horse of another"}).status_code == 404
        assert can_sign_in(other_client, user, NEW)

    def test_using_one_link_makes_the_others_worthless(self, client, other_client):
        user = UserFactory()
        first, second = issued(user), issued(user)
        client.post(f"/auth/reset/{second}", data={"password": NEW})
        assert other_client.get(f"/auth/reset/{first}").status_code == 404

    def test_a_link_works_for_an_hour(self, client):
        user = UserFactory()
        link = f"/auth/reset/{issued(user)}"
        start = clock.now()
        clock.travel_to(start + timedelta(minutes=59))
        assert client.get(link).status_code == 200
        clock.travel_to(start + timedelta(minutes=61))
        answer = client.post(link, data={"password": NEW})
        assert answer.status_code == 404
        assert 'href="/auth/forgot"' in answer.text

    def test_a_link_for_another_purpose_is_a_404(self, client):
        secret = issued(UserFactory(), Purpose.CONFIRM)
        assert client.get(f"/auth/reset/{secret}").status_code == 404

    @pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "%ff%fe", "%ED%A0%80"])
    def test_an_unknown_link_is_a_404(self, client, token):
        assert client.get(f"/auth/reset/{token}").status_code == 404
        assert client.post(f"/auth/reset/{token}", data={"password": NEW}).status_code == 404

    def test_an_unknown_link_is_a_problem_document_for_a_json_client(self, client):
        answer = client.get("/auth/reset/x", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")

    def test_dead_links_are_deleted(self, client):
        issued(UserFactory())
        clock.travel_to(clock.now() + timedelta(hours=2))
        assert tokens.delete_dead() == 1
