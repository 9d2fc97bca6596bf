import json
from datetime import timedelta

import pytest
from at_once import at_once
from buying import filled, order_at, the_order
from sqlalchemy import func

from shop import clock
from shop.checkout.payments import bank
from shop.extensions import db
from shop.orders.models import Payment, PaymentEvent
from shop.outbox import OutboxJob


@pytest.fixture
def order(client):
    filled(client)
    _answer, order = order_at(client, payment_method="test")
    return order


@pytest.fixture
def say(app, other_client):
    """Bring a message to the shop's door, as the bank would: from elsewhere, signed."""

    def say(signature=None, **fields):
        message = {"id": "m-1", "kind": "paid", "reference": "ref-1", "amount": 2900}
        body, headers = bank.message(**message | {"currency": "USD"} | fields)
        if signature is not None:
            headers = {bank.HEADER: signature}
        headers["Sec-Fetch-Site"] = "cross-site"
        return other_client.post(
            "/webhooks/test", data=body, headers=headers, content_type="application/json"
        )

    return say


def count(model, **where):
    db.session.rollback()
    return db.session.scalar(db.select(func.count()).select_from(model).filter_by(**where))


def paid_mails():
    return count(OutboxJob, name="tasks.orders.send_paid")


def test_signed_message_pays_the_order(order, say):
    assert say(order_number=order.number).status_code == 200
    assert the_order().status == "paid"
    assert paid_mails() == 1


@pytest.mark.parametrize("signature", ["", "junk", "t=1,v1=00", "t=99999999999999,v1=é", "t=,v1="])
def test_forged_message_is_400_and_pays_nothing(order, say, signature):
    assert say(signature, order_number=order.number).status_code == 400
    assert the_order().status == "pending"
    assert count(Payment) == count(PaymentEvent) == 0


def test_signature_of_another_body_is_400(order, say, app):
    _body, headers = bank.message(id="x")
    assert say(headers[bank.HEADER], order_number=order.number).status_code == 400


def test_stale_message_is_400(client, order):
    said = {"id": "m-1", "kind": "paid", "reference": "r", "amount": 2900, "currency": "USD"}
    body, headers = bank.message(**said, order_number=order.number)
    clock.travel_to(clock.now() + timedelta(minutes=6))
    assert client.post("/webhooks/test", data=body, headers=headers).status_code == 400
    assert the_order().status == "pending"


def test_replayed_message_has_one_effect(order, say):
    for _ in range(4):
        assert say(order_number=order.number).status_code == 200
    assert (paid_mails(), count(Payment), count(PaymentEvent)) == (1, 1, 1)


def test_other_messages_of_the_same_payment_have_no_second_effect(order, say):
    for id_ in ("m-1", "m-2", "m-3"):
        say(id=id_, order_number=order.number)
    assert (paid_mails(), count(Payment), count(OutboxJob, name="tasks.orders.send_refund")) == (
        1,
        1,
        0,
    )


def test_messages_at_the_same_time_have_one_effect(app, order):
    number = order.number

    def post(id_):
        body, headers = bank.message(
            id=id_,
            kind="paid",
            reference="ref-1",
            amount=2900,
            currency="USD",
            order_number=number,
        )
        return app.test_client().post("/webhooks/test", data=body, headers=headers).status_code

    answers = at_once(app, [lambda i=i: post(f"m-{i % 2}") for i in range(8)])
    assert answers == [200] * 8
    assert the_order().status == "paid"
    assert (paid_mails(), count(Payment), count(OutboxJob, name="tasks.orders.send_refund")) == (
        1,
        1,
        0,
    )


def test_failure_after_the_payment_changes_nothing(order, say):
    say(order_number=order.number)
    say(id="m-0", kind="failed", order_number=order.number)
    assert the_order().status == "paid"
    assert the_order().payments[0].status == "paid"


def test_payment_after_a_failure_pays(order, say):
    say(id="m-0", kind="failed", order_number=order.number)
    assert the_order().status == "pending"
    say(order_number=order.number)
    assert the_order().status == "paid"


@pytest.mark.parametrize("wrong", [{"amount": 1}, {"amount": 29000}, {"currency": "EUR"}])
def test_wrong_amount_is_kept_for_a_person_and_pays_nothing(order, say, wrong):
    assert say(order_number=order.number, **wrong).status_code == 200
    assert the_order().status == "pending"
    (payment,) = the_order().payments
    assert payment.status == "wrong"
    assert "2900 USD was asked" in payment.problem


def test_money_for_an_unknown_order_is_kept_once_without_one(app, say):
    for id_ in ("m-1", "m-2"):
        assert say(id=id_, order_number="W-00000-00000").status_code == 200
    payment = db.session.scalars(db.select(Payment)).one()
    assert (payment.order_id, payment.amount, payment.status) == (None, 2900, "wrong")
    assert payment.problem


def test_second_payment_of_a_paid_order_goes_back(order, say):
    say(order_number=order.number)
    say(id="m-2", reference="ref-2", order_number=order.number)
    assert [payment.status for payment in the_order().payments] == ["paid", "sent_back"]
    assert count(OutboxJob, name="tasks.orders.send_refund") == 1
    assert the_order().refunded == 0


def test_unknown_provider_is_404(client):
    assert client.post("/webhooks/nobody", data=b"{}").status_code == 404
    assert client.post("/webhooks/invoice", data=b"{}").status_code == 404


@pytest.mark.parametrize("body", [b"", b"\x00", b"[" * 5000, b"\xff\xfe", b'{"id": 1}'])
def test_junk_is_400(client, body):
    assert client.post("/webhooks/test", data=body).status_code == 400


def test_signed_junk_is_400(app, client):
    for body in (b"[]", b"{}", b"no json", json.dumps({"id": "x", "kind": "odd"}).encode()):
        headers = {bank.HEADER: bank.sign(body, int(clock.now().timestamp()))}
        assert client.post("/webhooks/test", data=body, headers=headers).status_code == 400
