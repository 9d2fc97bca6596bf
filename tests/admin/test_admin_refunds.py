"""Refunding parts of an order, seeing to refunds that failed, and deciding about returns."""

import re

import pytest
from factories import make_order, make_product
from paid_orders import again, paid_order, url, wished_back

from shop.admin.audit.models import AuditEntry
from shop.catalog.models import Variant
from shop.checkout import payments
from shop.extensions import db
from shop.mail import mailbox
from shop.orders import refunds
from shop.orders.models import Refund, ReturnRequest
from shop.outbox import OutboxJob


def amounts():
    db.session.rollback()
    return list(db.session.scalars(db.select(Refund.amount).order_by(Refund.id)))


def fields(client, order, **wanted):
    """What the refund form of the page would send."""
    page = client.get(url(order)).text
    hidden = dict(
        re.findall(r'<input id="refund-\w+" name="(token|seen)" type="hidden" value="(\w+)">', page)
    )
    assert set(hidden) == {"token", "seen"}
    return hidden | wanted


def units(order, count, line=0):
    return {f"units_{order.lines[line].id}": count}


@pytest.fixture
def order(administrator):
    """Three mugs at 10.00 and a bowl at 20.00, shipped for 5.00."""
    mug, bowl = make_product("Mug", price=1000, stock=9), make_product("Bowl", price=2000)
    order = paid_order(mug, bowl, quantity=3)
    assert order.total == 9500
    return order


class TestAsking:
    def test_first_press_shows_what_it_comes_to_and_changes_nothing(self, client, order):
        answer = client.post(url(order, "/refund"), data=fields(client, order, **units(order, 2)))
        assert answer.status_code == 200
        assert "Refund $20.00?" in answer.text
        assert "2 \N{MULTIPLICATION SIGN} Mug" in answer.text
        assert amounts() == []
        assert again(order).lines[0].refunded_quantity == 0

    def test_what_it_shows_can_be_confirmed(self, client, order):
        wanted = fields(
            client, order, **units(order, 2), amount="1.50", reason="Chipped", restock="y"
        )
        page = client.post(url(order, "/refund"), data=wanted).text
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        answer = client.post(url(order, "/refund"), data=sent)
        assert answer.status_code == 303
        [refund] = db.session.scalars(db.select(Refund))
        assert (refund.amount, refund.reason) == (2150, "Chipped")
        assert again(order).lines[0].refunded_quantity == 2

    @pytest.mark.parametrize(
        ("wanted", "said"),
        [
            ({}, "Say how many units"),
            ({"units": 4}, "from 0 to 3"),
            ({"units": -1}, "from 0 to 3"),
            ({"units": 10**30}, "from 0 to 3"),
            ({"units": "one"}, "Not a valid integer"),
            ({"amount": "95.01"}, "At most $95.00"),
            ({"amount": "-1"}, "such as 12.50"),
            ({"amount": "1.005"}, "such as 12.50"),
            ({"amount": "9" * 20}, "such as 12.50"),
            ({"amount": "70.00", "units": 3}, "At most $65.00"),
        ],
    )
    def test_what_cannot_be_refunded_is_400(self, client, order, wanted, said):
        data = dict(wanted)
        if "units" in data:
            data |= units(order, data.pop("units"))
        data = fields(client, order, confirmed="1", **data)
        answer = client.post(url(order, "/refund"), data=data)
        assert answer.status_code == 400
        assert said in answer.text
        assert amounts() == []


class TestRefunding:
    def refund(self, client, order, **wanted):
        return client.post(
            url(order, "/refund"), data=fields(client, order, confirmed="1", **wanted)
        )

    def test_units_of_one_line_go_back(self, client, order, administrator):
        assert self.refund(client, order, **units(order, 1, line=1)).status_code == 303
        assert amounts() == [2000]
        order = again(order)
        assert (order.refunded, order.lines[1].refunded_quantity) == (2000, 1)
        assert order.events[-1].actor == administrator.name
        assert "1 refunded" in client.get(url(order)).text

    def test_shipping_goes_back_as_an_amount(self, client, order):
        assert self.refund(client, order, amount="5.00").status_code == 303
        assert amounts() == [500]

    @pytest.mark.parametrize(("restock", "stock"), [("y", 7), ("", 6)])
    def test_units_go_back_on_the_shelf_where_asked(self, client, order, restock, stock):
        self.refund(client, order, restock=restock, **units(order, 1))
        assert db.session.get(Variant, order.lines[0].variant_id).stock == stock

    def test_all_that_is_left_can_be_refunded_and_then_no_more(self, client, order):
        self.refund(client, order, **units(order, 3), **units(order, 3, line=1), amount="5")
        assert amounts() == [9500]
        assert again(order).refunded == order.total
        answer = client.post(url(order, "/refund"), data={"amount": "1", "confirmed": "1"})
        assert answer.status_code == 409

    def test_second_press_refunds_nothing_more(self, client, order):
        data = fields(client, order, confirmed="1", **units(order, 1))
        for _ in range(2):
            assert client.post(url(order, "/refund"), data=data).status_code == 303
        assert amounts() == [1000]

    def test_who_refunds_second_is_told_that_something_changed(self, client, order):
        data = fields(client, order, confirmed="1", **units(order, 1))
        self.refund(client, order, **units(order, 1))
        answer = client.post(url(order, "/refund"), data=data)
        assert answer.status_code == 409
        assert url(order) in answer.text
        assert amounts() == [1000]

    def test_unpaid_order_has_nothing_to_refund(self, client, administrator):
        order = make_order()
        answer = client.post(url(order, "/refund"), data={"amount": "1", "confirmed": "1"})
        assert answer.status_code == 409

    def test_audit_log_has_the_amount(self, client, order):
        self.refund(client, order, **units(order, 1))
        [entry] = db.session.scalars(db.select(AuditEntry))
        changes = [(c["table"], c["field"], c["before"], c["after"]) for c in entry.changes]
        assert ("orders", "refunded", 0, 1000) in changes
        assert ("order_lines", "refunded_quantity", 0, 1) in changes


class TestFailed:
    @pytest.fixture
    def refund(self, order, run_jobs, monkeypatch):
        """One that the provider refused."""

        def refuse(_refund):
            raise payments.RefundRefused("the card is gone")

        refund = refunds.refund_amount(order, 500, "Late")
        db.session.commit()
        with monkeypatch.context() as patched:
            patched.setattr(payments, "send_refund", refuse)
            run_jobs()
        db.session.rollback()
        assert db.session.get(Refund, refund.id).status == "failed"
        return refund

    def test_is_shown_with_the_reason_and_found_in_the_list(self, client, order, refund):
        page = client.get(url(order)).text
        assert "the card is gone" in page
        assert f"/refunds/{refund.id}/again" in page
        assert order.number in client.get("/admin/orders?state=refunds").text

    def test_is_tried_again_once_as_a_new_one(self, client, order, refund, run_jobs):
        for _ in range(2):
            assert client.post(url(order, f"/refunds/{refund.id}/again")).status_code == 303
        assert amounts() == [500, 500]
        run_jobs()
        db.session.rollback()
        assert db.session.scalars(db.select(Refund.status).order_by(Refund.id)).all() == [
            "again",
            "done",
        ]
        assert again(order).refunded == 500

    def test_is_noted_as_sent_by_hand_and_the_shopper_told(
        self, client, order, refund, administrator, run_jobs
    ):
        mailbox.empty()
        for _ in range(2):
            assert client.post(url(order, f"/refunds/{refund.id}/settle")).status_code == 303
        assert "tasks.orders.send_refunded" in run_jobs()
        assert len(mailbox.mails()) == 1
        db.session.rollback()
        kept = db.session.get(Refund, refund.id)
        assert (kept.status, kept.needs_person, kept.settled_by) == (
            "done",
            False,
            administrator.name,
        )
        assert f"sent by hand by {administrator.name}" in client.get(url(order)).text

    def test_what_was_settled_is_not_tried_again(self, client, order, refund):
        client.post(url(order, f"/refunds/{refund.id}/settle"))
        assert client.post(url(order, f"/refunds/{refund.id}/again")).status_code == 409
        assert amounts() == [500]

    def test_refund_of_another_order_is_404(self, client, refund):
        other = paid_order()
        for action in ("again", "settle"):
            assert client.post(url(other, f"/refunds/{refund.id}/{action}")).status_code == 404


class TestReturns:
    def test_received_goods_are_refunded_and_restocked(self, client, administrator):
        order, wish = wished_back(quantity=2)
        stock = db.session.get(Variant, order.lines[0].variant_id).stock
        for _ in range(2):
            answer = client.post(url(order, f"/returns/{wish.id}/receive"), data={"restock": "y"})
            assert answer.status_code == 303
        assert amounts() == [2400]
        assert db.session.get(Variant, order.lines[0].variant_id).stock == stock + 1
        assert db.session.get(ReturnRequest, wish.id).status == "received"

    def test_broken_goods_stay_off_the_shelf(self, client, administrator):
        order, wish = wished_back()
        stock = db.session.get(Variant, order.lines[0].variant_id).stock
        client.post(url(order, f"/returns/{wish.id}/receive"))
        assert db.session.get(Variant, order.lines[0].variant_id).stock == stock

    def test_last_unit_makes_the_order_returned(self, client, administrator):
        order, wish = wished_back()
        client.post(url(order, f"/returns/{wish.id}/receive"))
        assert again(order).status == "returned"
        entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.target_kind == "order"))
        changes = [(c["field"], c["before"], c["after"]) for c in entry.one().changes]
        assert ("status", "delivered", "returned") in changes
        assert ("status", "asked", "received") in changes

    def test_refusal_needs_a_reason_which_the_shopper_reads(self, client, administrator):
        order, wish = wished_back()
        action = url(order, f"/returns/{wish.id}/refuse")
        answer = client.post(action, data={"reason": " "})
        assert answer.status_code == 400
        assert "Say why" in answer.text
        assert client.post(action, data={"reason": "It was used."}).status_code == 303
        order = again(order)
        assert order.returns[0].status == "refused"
        assert (order.events[-1].text, order.events[-1].is_internal) == ("It was used.", False)

    def test_what_was_received_cannot_be_refused(self, client, administrator):
        order, wish = wished_back(quantity=2)
        client.post(url(order, f"/returns/{wish.id}/receive"))
        answer = client.post(url(order, f"/returns/{wish.id}/refuse"), data={"reason": "No."})
        assert answer.status_code == 409

    def test_page_shows_what_the_shopper_wants_to_send_back(self, client, administrator):
        order, wish = wished_back()
        page = client.get(url(order)).text
        assert "It is too small." in page
        assert f"/returns/{wish.id}/receive" in page


def test_resent_mail_of_a_refund_is_about_that_refund(client, order, run_jobs):
    refunds.refund_amount(order, 700)
    db.session.commit()
    run_jobs()
    run_jobs()
    refund = db.session.scalars(db.select(Refund)).one()
    assert (
        client.post(url(order, "/mails"), data={"letter": f"refund-{refund.id}"}).status_code == 303
    )
    db.session.rollback()
    [job] = db.session.scalars(
        db.select(OutboxJob).where(
            OutboxJob.done_at.is_(None), OutboxJob.name == "tasks.orders.send_refunded"
        )
    )
    assert job.arguments == {"refund_id": refund.id}
