from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from buying import ADDRESS, filled, order_at
from sqlalchemy import func

from shop import clock
from shop.checkout.models import BegunCheckout, NoReminders
from shop.extensions import db
from shop.mail import mailbox
from tasks.checkout import post_reminders


def begun():
    db.session.rollback()
    return db.session.scalars(db.select(BegunCheckout)).all()


def wait(**delta):
    clock.travel_to(clock.now() + timedelta(**delta))


def reminders_to(address="ada@example.com"):
    return [m for m in mailbox.mails() if address in m.to and "cart is still here" in m.subject]


@pytest.fixture
def stopped(client):
    """A shopper who gave an address, and then stopped."""
    mailbox.empty()
    filled(client)
    client.post("/checkout", data=ADDRESS | {"email": "ada@example.com", "action": "update"})


def opt_out_path():
    (mail,) = reminders_to()
    return urlsplit(next(link for link in mail.links if "/reminders/" in link)).path


def test_address_is_kept_from_a_form_that_could_not_be_taken(client):
    filled(client)
    answer = client.post("/checkout", data={"email": "Ada@Example.com"})
    assert answer.status_code == 400
    assert [row.email for row in begun()] == ["ada@example.com"]


def test_text_that_is_no_address_is_not_kept(client):
    filled(client)
    client.post("/checkout", data={"email": "ada@"})
    assert begun() == []


def test_corrected_address_takes_the_place_of_the_first(client):
    filled(client)
    for email in ("ada@example.org", "ada@example.com"):
        client.post("/checkout", data={"email": email})
    assert [row.email for row in begun()] == ["ada@example.com"]


def test_one_reminder_comes_after_four_hours(stopped, run_jobs):
    wait(hours=3, minutes=50)
    assert post_reminders() == 0
    wait(minutes=20)
    assert (post_reminders(), post_reminders()) == (1, 0)
    run_jobs()
    (mail,) = reminders_to()
    assert "Harbour mug" in mail.text
    wait(hours=30)
    assert post_reminders() == 0


def test_no_reminder_after_an_order(stopped, client, run_jobs):
    order_at(client)
    wait(hours=5)
    assert post_reminders() == 0


def test_no_reminder_where_the_order_came_from_another_browser(stopped, other_client):
    filled(other_client)
    order_at(other_client)
    wait(hours=5)
    assert post_reminders() == 0


def test_no_reminder_where_the_order_came_just_before_it_was_sent(stopped, client, run_jobs):
    wait(hours=5)
    assert post_reminders() == 1
    order_at(client)
    run_jobs()
    assert reminders_to() == []


def test_no_reminder_of_an_emptied_cart(stopped, client):
    from shop.cart.models import CartLine

    db.session.execute(db.delete(CartLine))
    db.session.commit()
    wait(hours=5)
    assert post_reminders() == 0


def test_old_ones_are_left_alone(stopped):
    wait(days=4)
    assert post_reminders() == 0


def test_link_in_the_mail_ends_reminders_for_good(stopped, client, other_client, run_jobs):
    wait(hours=5)
    post_reminders()
    run_jobs()
    path = opt_out_path()
    assert "Shall we stop" in other_client.get(path).text
    assert db.session.scalar(db.select(func.count()).select_from(NoReminders)) == 0
    for _ in range(2):
        assert other_client.post(path).status_code == 303
    assert "No more reminders" in other_client.get(path).text
    mailbox.empty()
    filled(other_client)
    other_client.post("/checkout", data={"email": "ada@example.com"})
    wait(hours=5)
    post_reminders()
    run_jobs()
    assert reminders_to() == []


def test_address_is_kept_as_a_digest_alone(stopped, other_client, run_jobs):
    wait(hours=5)
    post_reminders()
    run_jobs()
    other_client.post(opt_out_path())
    db.session.rollback()
    assert "ada" not in db.session.scalars(db.select(NoReminders.email_hash)).one()


@pytest.mark.parametrize("token", ["junk", "ImFkYUBleGFtcGxlLmNvbSI.forged", "%00"])
def test_link_that_the_shop_did_not_make_is_404(client, token):
    assert client.get(f"/checkout/reminders/{token}").status_code == 404
    assert client.post(f"/checkout/reminders/{token}").status_code == 404
