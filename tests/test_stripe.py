import time
from datetime import timedelta

import fake_stripe
import pytest
from buying import filled, order_at, the_order

import config
from shop import clock
from shop.checkout import payments
from shop.checkout.payments.stripe import Stripe
from shop.extensions import db
from shop.orders import services
from shop.orders.models import Payment, Refund
from tasks.payments import reconcile


@pytest.fixture
def stripe(app):
    """Stripe's stand-in, which the shop takes payments through."""
    usual = payments.providers_in(app)
    with fake_stripe.running() as server:
        payments.use(app, {"stripe": Stripe("sk_test_x", fake_stripe.SECRET, server.url)})
        yield server
    payments.use(app, usual)


@pytest.fixture
def pay_url(client, stripe):
    filled(client)
    answer, _order = order_at(client, payment_method="stripe")
    return answer.headers["Location"]


@pytest.fixture
def session(client, stripe, pay_url):
    """The session of an order that the shopper went to pay."""
    assert client.post(pay_url).status_code == 303
    return stripe.only_session()


def tell(client, *args, **kwargs):
    body, headers = fake_stripe.event(*args, **kwargs)
    headers["Sec-Fetch-Site"] = "cross-site"
    return client.post("/webhooks/stripe", data=body, headers=headers)


class TestPaying:
    def test_shopper_is_led_to_stripes_page(self, client, stripe, pay_url):
        page = client.get(pay_url)
        assert f"form-action 'self' {stripe.url};" in page.headers["Content-Security-Policy"]
        answer = client.post(pay_url)
        assert answer.headers["Location"] == stripe.only_session()["url"]
        (payment,) = the_order().payments
        assert (payment.reference, payment.amount) == (stripe.only_session()["id"], 2900)

    def test_stripe_is_told_the_amount_and_the_way_back(self, client, stripe, session):
        _method, _path, form, key = stripe.requests[0]
        order = the_order()
        assert form["line_items[0][price_data][unit_amount]"] == "2900"
        assert form["line_items[0][price_data][currency]"] == "usd"
        assert form["success_url"].startswith(f"http://localhost/orders/{order.number}/paid?key=")
        assert form["cancel_url"].startswith(f"http://localhost/orders/{order.number}/pay?key=")
        assert key == f"{order.number}-payment-{order.payments[0].id}"

    def test_pressing_pay_twice_is_one_payment(self, client, stripe, pay_url, session):
        assert client.post(pay_url).headers["Location"] == session["url"]
        assert len(stripe.sessions) == len(the_order().payments) == 1

    def test_order_is_there_and_payable_when_stripe_is_away(self, client, stripe, pay_url):
        stripe.away = True
        answer = client.post(pay_url)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "does not answer" in answer.text
        assert the_order().status == "pending"
        stripe.away = False
        assert client.post(pay_url).status_code == 303
        assert len(the_order().payments) == 1


class TestMessages:
    def test_completed_session_pays_the_order(self, client, stripe, session):
        assert tell(client, "completed", stripe.pay(session)).status_code == 200
        assert the_order().status == "paid"

    def test_session_that_is_completed_but_not_paid_yet_waits(self, client, stripe, session):
        pending = stripe.pay(session, payment_status="unpaid")
        assert tell(client, "completed", pending).status_code == 200
        assert the_order().status == "pending"
        tell(client, "async_payment_succeeded", stripe.pay(session), id_="evt_2")
        assert the_order().status == "paid"

    def test_expired_session_fails_the_payment(self, client, session):
        tell(client, "expired", session | {"status": "expired"})
        assert [payment.status for payment in the_order().payments] == ["failed"]

    @pytest.mark.parametrize("wrong", [{"amount_total": 1}, {"currency": "eur"}])
    def test_other_amount_or_currency_pays_nothing(self, client, stripe, session, wrong):
        tell(client, "completed", stripe.pay(session, **wrong))
        assert the_order().status == "pending"
        assert the_order().payments[0].problem

    def test_unknown_session_is_kept_without_an_order(self, client, stripe, session):
        stray = stripe.pay(session) | {"id": "cs_stray", "metadata": {}}
        assert tell(client, "completed", stray).status_code == 200
        assert the_order().status == "pending"
        assert db.session.scalars(db.select(Payment.order_id)).all().count(None) == 1

    def test_message_before_the_reference_is_kept_finds_its_payment(self, client, stripe, session):
        db.session.query(Payment).update({"reference": "new-lost"})
        db.session.commit()
        tell(client, "completed", stripe.pay(session))
        assert the_order().payments[0].reference == session["id"]
        assert the_order().status == "paid"

    def test_forged_and_stale_messages_are_400(self, client, stripe, session):
        paid = stripe.pay(session)
        assert tell(client, "completed", paid, secret="whsec_other").status_code == 400
        assert tell(client, "completed", paid, timestamp=int(time.time()) - 400).status_code == 400
        assert client.post("/webhooks/stripe", data=b"{}").status_code == 400
        assert the_order().status == "pending"

    def test_message_of_another_kind_is_taken_and_ignored(self, client, session):
        assert tell(client, "new_kind", session).status_code == 200
        assert the_order().status == "pending"


class TestReconciler:
    def test_lost_message_is_asked_for(self, client, stripe, session):
        stripe.pay(session)
        clock.travel_to(clock.now() + timedelta(minutes=11))
        assert reconcile() == 1
        assert the_order().status == "paid"
        tell(client, "completed", session)
        assert len(the_order().events) == 2

    def test_stripe_that_is_away_is_asked_again_later(self, client, stripe, session):
        stripe.pay(session)
        stripe.away = True
        clock.travel_to(clock.now() + timedelta(minutes=11))
        assert reconcile() == 0
        stripe.away = False
        clock.travel_to(clock.now() + timedelta(minutes=11))
        assert reconcile() == 1


class TestRefunds:
    @pytest.fixture
    def cancelled(self, client, stripe, session):
        tell(client, "completed", stripe.pay(session))
        services.cancel(the_order())
        db.session.commit()
        return session

    def test_money_goes_back_once(self, stripe, cancelled, run_jobs):
        run_jobs()
        (refund,) = stripe.refunds.values()
        assert (refund["payment_intent"], refund["amount"]) == (f"pi_{cancelled['id']}", "2900")
        db.session.rollback()
        kept = db.session.scalars(db.select(Refund)).one()
        assert (kept.status, kept.reference) == ("done", refund["id"])
        key = stripe.requests[-1][3]
        assert key == f"{the_order().number}-refund-{kept.id}"

    def test_refund_waits_while_stripe_is_away(self, stripe, cancelled, run_jobs):
        stripe.away = True
        with pytest.raises(payments.ProviderAway):
            run_jobs()
        assert db.session.scalars(db.select(Refund.status)).all() == ["asked"]

    def test_refund_that_stripe_refuses_is_noted(self, stripe, cancelled, run_jobs):
        stripe.refuses_refunds = True
        run_jobs()
        db.session.rollback()
        assert db.session.scalars(db.select(Refund.status)).all() == ["failed"]
        assert the_order().events[-1].kind == "refund_failed"


def test_keys_belong_together():
    with pytest.raises(config.ConfigError, match="STRIPE_WEBHOOK_SECRET"):
        config.load({"SHOP_ENV": "test", "SECRET_KEY": "x" * 40, "STRIPE_SECRET_KEY": "sk"})


def test_cards_are_offered_where_the_keys_are_set(client, stripe):
    filled(client)
    page = client.get("/checkout").text
    assert 'value="stripe"' in page
    assert 'value="test"' not in page
