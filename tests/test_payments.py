from datetime import timedelta

import pytest
from buying import filled, order_at, orders, the_order
from factories import make_product
from sqlalchemy import func, update

from shop import clock
from shop.catalog.models import Variant
from shop.checkout.payments import PaymentState, bank
from shop.extensions import db
from shop.orders import services
from shop.orders.models import Order, Payment, PaymentEvent, Refund
from shop.outbox import OutboxJob
from tasks.payments import reconcile


@pytest.fixture
def pay_url(client):
    """Where a guest's order of the test bank is paid."""
    filled(client)
    answer, _order = order_at(client, payment_method="test")
    return answer.headers["Location"]


def act(client, pay_url, scenario):
    path, _, query = pay_url.partition("?")
    return client.post(f"{path}/test?{query}", data={"scenario": scenario})


def payments():
    db.session.rollback()
    return db.session.scalars(db.select(Payment).order_by(Payment.id)).all()


def jobs(name):
    db.session.rollback()
    wanted = db.select(func.count()).select_from(OutboxJob).where(OutboxJob.name == name)
    return db.session.scalar(wanted)


def later(**delta):
    clock.travel_to(clock.now() + timedelta(**delta))


class TestPayPage:
    def test_shows_what_is_due_and_leaves_no_cookie(self, client, pay_url):
        page = client.get(pay_url)
        assert page.status_code == 200
        for text in ("$29.00", ">Pay<", ">Decline<"):
            assert text in page.text
        assert "Set-Cookie" not in page.headers
        assert page.headers["Referrer-Policy"] == "same-origin"

    def test_stranger_gets_404(self, other_client, pay_url):
        path = pay_url.partition("?")[0]
        for url in (path, f"{path}?key=wrong", path.replace("/pay", "/paid")):
            assert other_client.get(url).status_code == 404
        assert act(other_client, path, "pay").status_code == 404
        assert the_order().paid_at is None

    def test_invoice_order_has_none(self, client):
        filled(client)
        answer, _order = order_at(client)
        url = answer.headers["Location"].replace("?", "/pay?")
        assert client.get(url).headers["Location"] == answer.headers["Location"]
        assert client.post(url).status_code == 409

    def test_opening_the_return_page_pays_nothing(self, client, pay_url):
        page = client.get(pay_url.replace("/pay?", "/paid?"))
        assert "We wait for word of your payment" in page.text
        assert the_order().status == "pending"


class TestScenarios:
    @pytest.mark.parametrize("scenario", ["pay", "first", "twice", "shuffled"])
    def test_order_is_paid_once(self, client, pay_url, scenario):
        answer = act(client, pay_url, scenario)
        assert answer.status_code == (200 if scenario == "first" else 303)
        order = the_order()
        assert (order.status, order.hold_expires_at) == ("paid", None)
        assert [payment.status for payment in order.payments] == ["paid"]
        assert jobs("tasks.orders.send_paid") == 1
        done = client.get(pay_url.replace("/pay?", "/paid?"))
        assert done.headers["Location"].startswith(f"/orders/{order.number}?key=")

    def test_declined_payment_can_be_tried_again(self, client, pay_url):
        answer = act(client, pay_url, "decline")
        assert "declined" in client.get(answer.headers["Location"]).text
        assert the_order().status == "pending"
        act(client, pay_url, "pay")
        assert [payment.status for payment in the_order().payments] == ["failed", "paid"]
        assert the_order().status == "paid"

    @pytest.mark.parametrize("scenario", ["slow", "late"])
    def test_late_message_pays_when_it_comes(self, client, pay_url, run_jobs, scenario):
        answer = act(client, pay_url, scenario)
        assert "We wait for word" in client.get(answer.headers["Location"]).text
        assert the_order().status == "pending"
        run_jobs()
        assert the_order().status == "paid"

    def test_extra_step_leads_to_the_payment(self, client, pay_url):
        page = act(client, pay_url, "step")
        assert "It is me" in page.text
        assert the_order().status == "pending"

    def test_closed_browser_is_settled_by_the_reconciler(self, client, pay_url):
        act(client, pay_url, "closed")
        assert the_order().status == "pending"
        assert reconcile() == 0  # too early to ask
        later(minutes=11)
        assert reconcile() == 1
        assert the_order().status == "paid"
        later(minutes=11)
        assert reconcile() == 0

    def test_unknown_scenario_is_400(self, client, pay_url):
        assert act(client, pay_url, "rob").status_code == 400

    def test_pressing_pay_again_leads_to_the_paid_order(self, client, pay_url):
        act(client, pay_url, "pay")
        answer = act(client, pay_url, "pay")
        assert answer.status_code == 303
        assert len(payments()) == 1

    def test_cancelled_order_is_not_paid(self, client, pay_url):
        services.cancel(the_order())
        db.session.commit()
        assert act(client, pay_url, "pay").status_code == 409
        assert payments() == []


class TestLatePayment:
    def test_money_for_an_expired_order_goes_back(self, client, pay_url, run_jobs):
        act(client, pay_url, "closed")
        order = the_order()
        variant = order.lines[0].variant_id
        services.cancel(order)
        db.session.commit()
        later(minutes=11)
        reconcile()
        order = the_order()
        assert (order.status, order.paid_at, order.refunded) == ("cancelled", None, 0)
        assert [payment.status for payment in order.payments] == [PaymentState.SENT_BACK]
        run_jobs()
        assert db.session.scalars(db.select(Refund.status)).all() == ["done"]
        assert db.session.get(Variant, variant).stock == 10

    def test_hold_lasts_while_somebody_pays(self, client, pay_url):
        later(minutes=58)
        act(client, pay_url, "closed")
        assert the_order().hold_expires_at > clock.now() + timedelta(minutes=30)

    def test_hold_cannot_be_prolonged_for_ever(self, client, pay_url):
        placed = the_order().placed_at
        for _ in range(8):
            later(minutes=29)
            act(client, pay_url, "decline")
        assert the_order().hold_expires_at <= placed + timedelta(hours=3)


class TestReconciler:
    def test_payment_that_never_reached_the_provider_is_given_up(self, client, pay_url):
        order = the_order()
        db.session.add(
            Payment(
                order_id=order.id,
                provider="test",
                reference="new-1",
                status="started",
                amount=order.total,
                currency="USD",
            )
        )
        db.session.commit()
        later(minutes=11)
        assert reconcile() == 1
        assert [payment.status for payment in payments()] == ["failed"]

    def test_open_payment_is_asked_for_again_later(self, client, pay_url):
        act(client, pay_url, "closed")
        reference = payments()[0].reference
        bank._book(reference).unlink()
        later(minutes=11)
        assert reconcile() == 0
        assert payments()[0].checked_at is not None
        bank.decide(reference, "paid", 2900, "USD")
        assert reconcile() == 0
        later(minutes=11)
        assert reconcile() == 1
        assert the_order().status == "paid"


class TestRefund:
    def test_cancelled_paid_order_is_refunded_through_its_provider(self, client, pay_url, run_jobs):
        act(client, pay_url, "pay")
        client.post(pay_url.replace("/pay?", "/cancel?"))
        run_jobs()
        db.session.rollback()
        refund = db.session.scalars(db.select(Refund)).one()
        assert (refund.amount, refund.status) == (2900, "done")
        assert refund.reference.startswith("test-W-")


def test_paying_one_of_two_orders_leaves_the_other_alone(client):
    product = make_product(stock=5, price=1000)
    filled(client, product)
    answer, _ = order_at(client, payment_method="test")
    filled(client, product)
    order_at(client, payment_method="test")
    act(client, answer.headers["Location"], "pay")
    assert [order.status for order in orders()] == ["paid", "pending"]
    assert db.session.scalar(db.select(func.count()).select_from(PaymentEvent)) == 1


def test_expired_order_cannot_be_paid(client, pay_url):
    db.session.execute(update(Order).values(hold_expires_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    from tasks.orders import expire_holds

    assert expire_holds() == 1
    assert act(client, pay_url, "pay").status_code == 409
