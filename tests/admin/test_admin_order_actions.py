"""Taking an order through its steps in the back office."""

import pytest
from factories import UserFactory, make_order, make_product
from paid_orders import again, paid_order, url

from shop.admin.audit.models import AuditEntry
from shop.catalog.models import Variant
from shop.extensions import db
from shop.mail import mailbox
from shop.orders.models import Invoice, Refund
from shop.outbox import OutboxJob
from shop.rights import Role


def jobs():
    db.session.rollback()
    return sorted(db.session.scalars(db.select(OutboxJob.name)))


def noted():
    """The changes that the audit log has of orders, by field."""
    db.session.rollback()
    entries = db.session.scalars(db.select(AuditEntry).where(AuditEntry.target_kind == "order"))
    return {
        change["field"]: (change["before"], change["after"])
        for entry in entries
        for change in entry.changes
        if not change.get("table")
    }


class TestPacking:
    def test_pack(self, client, administrator):
        order = paid_order()
        answer = client.post(url(order, "/pack"))
        assert answer.status_code == 303
        assert answer.headers["Location"] == url(order)
        order = again(order)
        assert order.status == "packed"
        assert order.events[-1].actor == administrator.name
        assert "Packed." in client.get(url(order)).text

    def test_second_press_does_nothing(self, client, administrator):
        order = paid_order()
        for _ in range(2):
            assert client.post(url(order, "/pack")).status_code == 303
        assert [event.kind for event in again(order).events].count("pack") == 1

    def test_unpaid_order_is_not_packed(self, client, administrator):
        order = make_order()
        answer = client.post(url(order, "/pack"))
        assert answer.status_code == 409
        assert url(order) in answer.text
        assert again(order).status == "pending"

    def test_audit_log_says_what_it_was_and_is(self, client, administrator):
        order = paid_order()
        client.post(url(order, "/pack"))
        assert noted()["status"] == ("paid", "packed")
        entry = db.session.scalars(db.select(AuditEntry)).one()
        assert (entry.action, entry.target) == ("admin.pack_order", order.number)

    def test_what_was_not_possible_leaves_no_entry(self, client, administrator):
        client.post(url(make_order(), "/pack"))
        assert noted() == {}


class TestShipping:
    TRACKING = {"tracking_number": "1Z 204", "tracking_url": "https://carrier.example/1Z"}

    def test_ship_keeps_the_tracking_and_writes_to_the_shopper(
        self, client, administrator, run_jobs
    ):
        order = paid_order()
        run_jobs()
        mailbox.empty()
        assert client.post(url(order, "/ship"), data=self.TRACKING).status_code == 303
        order = again(order)
        assert (order.status, order.tracking_number) == ("shipped", "1Z 204")
        assert "https://carrier.example/1Z" in client.get(url(order)).text
        run_jobs()
        [mail] = mailbox.mails()
        assert "1Z 204" in mail.text

    @pytest.mark.parametrize(
        "link",
        [
            "javascript:alert(1)",
            "carrier.example",
            "ftp://carrier.example",
            "https://",
            "http://[",
            "https://a b.example",
        ],
    )
    def test_link_that_is_no_web_address_is_refused(self, client, administrator, link):
        order = paid_order()
        data = {"tracking_number": "1Z 204", "tracking_url": link}
        answer = client.post(url(order, "/ship"), data=data)
        assert answer.status_code == 400
        assert "begins with https://" in answer.text
        assert 'value="1Z 204"' in answer.text
        assert again(order).status == "paid"

    def test_second_press_does_nothing(self, client, administrator):
        order = paid_order()
        for _ in range(2):
            assert client.post(url(order, "/ship"), data=self.TRACKING).status_code == 303
        assert jobs().count("tasks.orders.send_shipped") == 1

    def test_who_ships_second_with_another_number_is_told(self, client, administrator):
        order = paid_order()
        client.post(url(order, "/ship"), data=self.TRACKING)
        answer = client.post(url(order, "/ship"), data={"tracking_number": "other"})
        assert answer.status_code == 409
        assert again(order).tracking_number == "1Z 204"

    def test_deliver(self, client, administrator):
        order = paid_order(until="shipped")
        for _ in range(2):
            assert client.post(url(order, "/deliver")).status_code == 303
        assert again(order).status == "delivered"
        assert jobs().count("tasks.orders.send_delivered") == 1


class TestPaying:
    def test_invoice_is_marked_paid(self, client, administrator):
        order = make_order(payment_method="invoice")
        for _ in range(2):
            assert client.post(url(order, "/pay")).status_code == 303
        order = again(order)
        assert (order.status, len(order.payments)) == ("paid", 1)
        assert db.session.scalars(db.select(Invoice.order_id)).all() == [order.id]
        assert "paid_at" in noted()

    def test_cancelled_order_is_not_paid(self, client, administrator):
        order = make_order(payment_method="invoice")
        client.post(url(order, "/cancel"))
        assert client.post(url(order, "/pay")).status_code == 409


class TestCancelling:
    def test_cancel_restocks_and_refunds(self, client, administrator):
        product = make_product(stock=5)
        order = paid_order(product, quantity=2)
        for _ in range(2):
            answer = client.post(url(order, "/cancel"), data={"reason": "Broken on the shelf."})
            assert answer.status_code == 303
        order = again(order)
        assert (order.status, order.refunded) == ("cancelled", order.total)
        assert db.session.get(Variant, product.variants[0].id).stock == 5
        assert len(db.session.scalars(db.select(Refund)).all()) == 1
        assert noted()["status"] == ("paid", "cancelled")

    def test_order_that_has_left_is_not_cancelled(self, client, administrator):
        order = paid_order(until="shipped")
        answer = client.post(url(order, "/cancel"))
        assert answer.status_code == 409
        assert again(order).status == "shipped"


class TestMails:
    def test_letter_leaves_again_as_a_mail_of_its_own(self, client, administrator, run_jobs):
        order = paid_order()
        mailbox.empty()
        run_jobs()
        before = {mail.message["Message-ID"] for mail in mailbox.mails()}
        answer = client.post(url(order, "/mails"), data={"letter": "paid"})
        assert answer.status_code == 303
        assert run_jobs() == ["tasks.orders.send_paid"]
        mails = mailbox.mails()
        assert len(mails) == len(before) + 1
        assert len({mail.message["Message-ID"] for mail in mails}) == len(mails)
        assert "Mail sent again: Payment received" in client.get(url(order)).text

    def test_second_press_sends_no_second_mail(self, client, administrator):
        order = paid_order()
        for _ in range(2):
            client.post(url(order, "/mails"), data={"letter": "placed"})
        assert jobs().count("tasks.orders.send_placed") == 1

    @pytest.mark.parametrize("letter", ["shipped", "refund-1", "", "nonsense"])
    def test_letter_that_the_order_has_not_come_to_is_refused(self, client, administrator, letter):
        order = paid_order()
        before = jobs()
        answer = client.post(url(order, "/mails"), data={"letter": letter})
        assert answer.status_code == 400
        assert jobs() == before


@pytest.mark.parametrize("action", ["/cancel", "/pay", "/refund", "/mails", "/address"])
def test_packers_may_not_change_more_than_the_parcel(client, sign_in, action):
    sign_in(UserFactory(role=Role.PACKER))
    assert client.post(url(paid_order(), action)).status_code == 403


@pytest.mark.parametrize(
    "action",
    [
        "/pack",
        "/ship",
        "/deliver",
        "/pay",
        "/cancel",
        "/notes",
        "/mails",
        "/refund",
        "/address",
        "/refunds/1/again",
        "/refunds/1/settle",
        "/returns/1/receive",
        "/returns/1/refuse",
    ],
)
def test_steps_of_an_unknown_order_are_404(client, administrator, action):
    assert client.post(f"/admin/orders/W-00000-00000{action}").status_code == 404
