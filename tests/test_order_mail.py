from collections import Counter

import pytest
from factories import make_order, make_product

from shop import clock
from shop.extensions import db
from shop.mail import letters, mailbox
from shop.orders import refunds, services
from shop.orders.keys import order_link
from tasks.orders import expire_holds


@pytest.fixture
def order(app):
    mailbox.empty()
    return make_order(make_product("Harbour mug", slug="harbour-mug", price=2400))


@pytest.fixture
def mails(run_jobs):
    """What is mailed once everything that waits is performed, by subject; twice over."""

    def mails():
        db.session.commit()
        while run_jobs():
            pass
        return {mail.subject: mail for mail in mailbox.mails()}

    return mails


def test_placed_order_is_confirmed_with_its_rows_address_and_link(order, mails):
    services.note_placed(order)
    mail = mails()[f"We have your order {order.number}"]
    assert mail.to == "ada@example.com"
    for part in (mail.text, mail.html):
        assert "1 \N{MULTIPLICATION SIGN} Harbour mug" in part
        assert "$29.00" in part
        assert "1 Mill Lane" in part
        assert order_link(order) in part
    assert "Hello Ada Brook," in mail.text


def test_invoice_order_is_told_how_to_pay(app, mails):
    mailbox.empty()
    order = make_order(payment_method="invoice")
    services.note_placed(order)
    mail = mails()[f"We have your order {order.number}"]
    assert "Please transfer $29.00" in " ".join(mail.text.split())


def test_paid_order_links_to_its_invoice(order, mails):
    services.pay(order)
    mail = mails()[f"Your payment for order {order.number} is here"]
    assert order_link(order, "orders.invoice") in mail.links


def test_shipped_order_links_to_the_carrier(order, mails):
    services.pay(order)
    services.ship(order, "1Z 204", "https://carrier.example/1Z204")
    mail = mails()[f"Your order {order.number} is on its way"]
    assert "https://carrier.example/1Z204" in mail.links
    assert "1Z 204" in mail.text


def test_shipped_order_without_tracking_links_to_its_page(order, mails):
    services.pay(order)
    services.ship(order)
    assert order_link(order) in mails()[f"Your order {order.number} is on its way"].links


def test_delivered_order_asks_for_reviews(order, mails):
    services.pay(order)
    services.ship(order)
    services.deliver(order)
    mail = mails()["How do you like what you ordered?"]
    assert "http://localhost/products/harbour-mug#write-review" in mail.links


def test_cancelled_order_names_the_money_that_goes_back(order, mails):
    services.pay(order)
    services.cancel(order)
    found = mails()
    text = " ".join(found[f"Your order {order.number} is cancelled"].text.split())
    assert "$29.00 go back to you" in text
    assert "$29.00" in found[f"A refund for your order {order.number}"].text


def test_expired_order_says_that_nothing_was_charged(order, mails):
    order.hold_expires_at = clock.now()
    db.session.commit()
    expire_holds()
    text = " ".join(mails()[f"Your order {order.number} is cancelled"].text.split())
    assert "no payment came in time" in text
    assert "Nothing was charged." in text


def test_refund_names_its_amount(order, mails):
    services.pay(order)
    refunds.refund_amount(order, 750, "scratched")
    assert "$7.50" in mails()[f"A refund for your order {order.number}"].text


def test_each_mail_of_an_order_leaves_once(order, mails):
    services.note_placed(order)
    services.pay(order)
    services.ship(order)
    services.deliver(order)
    refunds.refund_rest(order)
    mails()
    mails()
    subjects = Counter(mail.subject for mail in mailbox.mails())
    assert len(subjects) == 5
    assert set(subjects.values()) == {1}


def test_name_that_is_a_slogan_is_not_repeated(app, mails):
    mailbox.empty()
    order = make_order(name="Win at https://evil.example now")
    services.note_placed(order)
    mail = mails()[f"We have your order {order.number}"]
    assert "Hello,\n" in mail.text.replace("\r", "")
    assert "https://evil.example" not in mail.links


def test_markup_in_a_title_is_shown_as_text(app, mails):
    mailbox.empty()
    order = make_order(make_product("[click](https://evil.example) | **bold** <b>"))
    services.note_placed(order)
    mail = mails()[f"We have your order {order.number}"]
    assert not [link for link in mail.links if "evil" in link]
    assert "<b>" not in mail.html
    assert "$29.00" in mail.html


@pytest.mark.parametrize("name", [name for name in letters.SAMPLES if name.startswith("order_")])
def test_samples_have_both_parts(app, client, name):
    page = client.get(f"/dev/mails/{name}")
    assert page.status_code == 200
    assert "W-4K7Q2-9XMTB" in page.text
