"""Recovery codes, for who has lost the phone."""

import re

import pytest
from factories import PASSWORD, UserFactory
from test_second_factor import code, give_code, give_password, guarded, is_signed_in, set_up

from shop.auth import second_factor
from shop.auth.models import RecoveryCode
from shop.extensions import db
from shop.mail import mailbox

RIGHT = {"current_password": PASSWORD}


@pytest.fixture(autouse=True)
def _empty_mailbox(app):
    mailbox.empty()


def with_codes(user):
    """Ten recovery codes of `user`."""
    codes = second_factor._make_codes(user)
    db.session.commit()
    return codes


def shown(page):
    return re.findall(r"<li>((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})</li>", page)


def test_are_shown_once_and_kept_as_digests(client, customer):
    answer = set_up(client)
    codes = shown(client.get(answer.location).text)
    assert len(set(codes)) == 10
    kept = db.session.scalars(db.select(RecoveryCode.code_hash)).all()
    assert len(kept) == 10
    assert not set(codes) & set(kept)
    again = client.get("/account/second-factor/codes")
    assert (again.status_code, again.location) == (302, "/account/second-factor")


def test_sign_in_in_the_place_of_the_phone(client, run_jobs):
    user = guarded()
    codes = with_codes(user)
    give_password(client, user)
    answer = give_code(client, codes[0].lower().replace("-", " "))
    assert answer.status_code == 303
    page = client.get("/account").text
    assert "9 are left" in page
    run_jobs()
    assert mailbox.mails()[0].subject == "A recovery code was used"


def test_work_once_each(client, other_client):
    user = guarded()
    codes = with_codes(user)
    give_password(client, user)
    give_code(client, codes[0])
    give_password(other_client, user)
    assert give_code(other_client, codes[0]).status_code == 400
    assert not is_signed_in(other_client)
    assert give_code(other_client, codes[1]).status_code == 303


def test_open_nobody_elses_account(client):
    codes = with_codes(UserFactory())
    give_password(client, guarded())
    assert give_code(client, codes[0]).status_code == 400


def test_new_ones_replace_the_old(client, other_client):
    user = guarded()
    old = with_codes(user)
    give_password(client, user)
    give_code(client, code())
    answer = client.post("/account/second-factor/codes", data=RIGHT)
    new = shown(client.get(answer.location).text)
    assert len(new) == 10
    give_password(other_client, user)
    assert give_code(other_client, old[0]).status_code == 400
    assert give_code(other_client, new[0]).status_code == 303


def test_new_ones_need_the_password(client):
    user = guarded()
    with_codes(user)
    give_password(client, user)
    give_code(client, code())
    answer = client.post("/account/second-factor/codes", data={"current_password": "no"})
    assert answer.status_code == 400
    assert 'id="codes-current_password-error"' in answer.text


def test_go_when_the_second_factor_is_turned_off(client):
    user = guarded()
    with_codes(user)
    give_password(client, user)
    give_code(client, code())
    client.post("/account/second-factor/remove", data=RIGHT)
    assert db.session.scalars(db.select(RecoveryCode)).all() == []
