"""Money that did not find its way by itself: who must see to what, and saying that it is done."""

import csv
import io

import pytest
from factories import UserFactory, make_order

from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.orders import refunds, services
from shop.orders.models import Payment, Refund


@pytest.fixture
def seller(sign_in):
    return sign_in(UserFactory(role="staff", name="Sam"))


def stray(order=None, amount=2300, **fields):
    payment = Payment(
        order_id=order.id if order else None,
        provider="test",
        reference=fields.pop("reference", "test-123"),
        status="wrong",
        amount=amount,
        currency="USD",
        **fields,
    )
    db.session.add(payment)
    db.session.commit()
    return payment


def refund_by_hand(order=None):
    """A refund of an order that was paid by transfer, after its job ran."""
    order = order or make_order(payment_method="invoice")
    services.pay(order)
    refund = refunds.refund_amount(order, 700)
    refunds.note_sent(refund, f"by-hand-{refund.id}")
    db.session.commit()
    return refund


def read(row):
    db.session.rollback()
    return db.session.get_one(type(row), row.id)


def test_shows_a_payment_for_no_order_and_what_to_do(client, seller):
    stray(problem="There is no such order.")
    page = client.get("/admin/payments").text
    assert "$23.00 for no order" in page
    assert "test-123" in page
    assert "Send it back" in page


def test_shows_a_payment_of_the_wrong_amount_with_its_order(client, seller):
    order = make_order()
    stray(order)
    page = client.get("/admin/payments").text
    assert f"/admin/orders/{order.number}" in page
    assert "The order asks for $29.00." in page


def test_shows_refunds_to_send_by_hand_and_refused_ones(client, seller):
    refund_by_hand()
    order = make_order()
    services.pay(order)
    refused = refunds.refund_amount(order, 500)
    refunds.note_failed(order, refused, "no funds")
    db.session.commit()
    page = client.get("/admin/payments").text
    assert "Refund of $7.00 to send by hand" in page
    assert "Refund of $5.00 was refused" in page


def test_what_goes_by_itself_is_not_shown(client, seller):
    order = make_order()
    services.pay(order)
    refunds.note_sent(refunds.refund_amount(order, 500), "re_1")
    db.session.commit()
    assert "All money is where it belongs" in client.get("/admin/payments").text


def test_settles_a_payment_with_a_note_of_who_did_what(client, seller):
    payment = stray(make_order())
    url = f"/admin/payments/{payment.id}/settle"
    assert client.post(url, data={"note": "Sent back at the bank"}).status_code == 303
    kept = read(payment)
    assert (kept.settled_by, kept.settled_note) == ("Sam", "Sent back at the bank")
    assert kept.settled_at
    assert kept.order.events[-1].is_internal
    assert "Sent back at the bank" not in client.get("/admin/payments").text
    assert "Sent back at the bank" in client.get("/admin/payments?state=settled").text
    entries = db.session.scalars(db.select(AuditEntry)).all()
    assert "Sent back at the bank" in str([entry.changes for entry in entries])


def test_settles_a_payment_of_no_order(client, seller):
    payment = stray()
    client.post(f"/admin/payments/{payment.id}/settle", data={"note": "Sent back"})
    assert read(payment).settled_at


def test_settles_a_refund_that_was_sent_by_hand(client, seller):
    refund = refund_by_hand()
    url = f"/admin/payments/refunds/{refund.id}/settle"
    assert client.post(url, data={"note": "Transferred"}).status_code == 303
    kept = read(refund)
    assert (kept.needs_person, kept.settled_by, kept.settled_note) == (False, "Sam", "Transferred")


def test_settled_twice_keeps_the_first_note(client, seller):
    payment, refund = stray(), refund_by_hand()
    for note in ("first", "second"):
        for url in (f"{payment.id}/settle", f"refunds/{refund.id}/settle"):
            assert client.post(f"/admin/payments/{url}", data={"note": note}).status_code == 303
    assert {read(payment).settled_note, read(refund).settled_note} == {"first"}


@pytest.mark.parametrize("note", ["", " ", "x" * 501])
def test_a_note_is_asked_for_and_what_was_typed_kept(client, seller, note):
    payment = stray()
    answer = client.post(f"/admin/payments/{payment.id}/settle", data={"note": note})
    assert answer.status_code == 400
    assert f'id="note-payment-{payment.id}-error"' in answer.text
    assert f'value="{note}"' in answer.text
    assert read(payment).settled_at is None


def test_unknown_ones_and_those_without_a_problem_are_404(client, seller):
    order = make_order()
    services.pay(order)
    db.session.commit()
    [good] = order.payments
    for url in (f"{good.id}/settle", "999999/settle", "refunds/999999/settle"):
        assert client.post(f"/admin/payments/{url}", data={"note": "x"}).status_code == 404


def test_the_csv_has_what_the_page_has(client, seller):
    stray(reference="=1+1")
    text = client.get("/admin/payments.csv").text
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["amount"], row["currency"], row["reference"]) == ("23.00", "USD", "'=1+1")


@pytest.mark.parametrize("query", ["q=%00", "state=%ff", "page=-1", "sort=x"])
def test_junk_in_the_query_is_left_out(client, seller, query):
    assert client.get(f"/admin/payments?{query}").status_code == 200


def test_more_of_them_need_no_more_queries(client, seller, count_queries):
    stray(make_order())
    few = count_queries(lambda: client.get("/admin/payments"))
    for number in range(3):
        stray(make_order(), reference=f"more-{number}")
        refund_by_hand()
    assert count_queries(lambda: client.get("/admin/payments")) == few
    assert db.session.scalar(db.select(db.func.count()).select_from(Refund)) == 3


def test_a_packer_settles_nothing(client, sign_in):
    sign_in(UserFactory(role="packer"))
    payment = stray()
    assert "Mark as settled" not in client.get("/admin/payments").text
    data = {"note": "mine"}
    assert client.post(f"/admin/payments/{payment.id}/settle", data=data).status_code == 403
