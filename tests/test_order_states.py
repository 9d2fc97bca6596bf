from collections import Counter

import pytest
from at_once import at_once
from factories import make_order, make_product

from shop import clock
from shop.catalog.models import StockMovement, Variant
from shop.extensions import db
from shop.orders import services, states
from shop.orders.models import Invoice, Order, OrderEvent, Payment, Refund
from shop.orders.states import MOVES, MoneyState, NotPossible, Status, Step
from shop.outbox import OutboxJob
from shop.promotions.models import Kind, Promotion, PromotionUse
from shop.promotions.services import claim

VERBS = {
    Step.PAY: services.pay,
    Step.PACK: services.pack,
    Step.SHIP: services.ship,
    Step.DELIVER: services.deliver,
    Step.CANCEL: services.cancel,
}


def order_in(status, payment_method="test", *, is_paid=True):
    order = make_order(make_product(stock=10), quantity=2, payment_method=payment_method)
    order.status = status
    if is_paid and status not in (Status.PENDING, Status.CANCELLED):
        order.paid_at = clock.now()
    db.session.commit()
    return order


def again(order):
    db.session.rollback()
    return db.session.get(Order, order.id)


def jobs():
    return Counter(db.session.scalars(db.select(OutboxJob.name)))


def kinds(order):
    return [event.kind for event in again(order).events]


@pytest.mark.parametrize("payment_method", ["test", "invoice"])
@pytest.mark.parametrize("step", VERBS)
@pytest.mark.parametrize("status", Status)
def test_verbs_do_what_the_table_says_and_nothing_else(app, status, step, payment_method):
    order = order_in(status, payment_method, is_paid=step is not Step.PAY)
    moves = [
        move
        for move in MOVES
        if (move.step, move.before) == (step, status)
        and (payment_method == "invoice" or not move.on_invoice)
    ]
    assert states.can(order, step) == bool(moves)
    if moves:
        VERBS[step](order)
        db.session.commit()
        assert again(order).status == moves[0].after
        assert kinds(order)[0] == step
    else:
        with pytest.raises(NotPossible):
            VERBS[step](order)
        db.session.commit()
        assert again(order).status == status
        assert kinds(order) == []
        assert not jobs()


class TestPay:
    def test_notes_payment_invoice_mail_and_keeps_the_stock(self, app):
        order = make_order(hold_expires_at=clock.now())
        payment = Payment(
            provider="test", reference="t-1", status="started", amount=order.total, currency="USD"
        )
        order.payments.append(payment)
        services.pay(order, payment)
        db.session.commit()
        order = again(order)
        assert order.paid_at
        assert order.hold_expires_at is None
        assert order.payments[0].status == "paid"
        assert db.session.scalars(db.select(Invoice.order_id)).all() == [order.id]
        assert jobs() == {"tasks.orders.send_paid": 1}

    def test_second_payment_is_not_possible(self, app):
        order = make_order()
        services.pay(order)
        db.session.commit()
        with pytest.raises(NotPossible):
            services.pay(order)
        db.session.rollback()
        assert jobs() == {"tasks.orders.send_paid": 1}

    def test_invoice_is_paid_after_it_was_shipped(self, app):
        order = make_order(payment_method="invoice")
        services.note_placed(order)
        services.ship(order)
        services.pay(order, actor="Grace")
        db.session.commit()
        order = again(order)
        assert (order.status, states.money_state(order)) == (Status.SHIPPED, MoneyState.PAID)
        assert (order.payments[0].provider, order.payments[0].amount) == ("invoice", order.total)
        assert order.events[-1].actor == "Grace"

    def test_at_once_pays_once(self, app):
        order_id = make_order().id

        def pay():
            services.pay(db.session.get(Order, order_id))
            db.session.commit()

        answers = at_once(app, [pay] * 8)
        assert Counter(map(type, answers)) == {type(None): 1, NotPossible: 7}
        db.session.rollback()
        assert jobs() == {"tasks.orders.send_paid": 1}
        assert len(db.session.scalars(db.select(Payment)).all()) == 1


class TestCancel:
    def test_gives_back_stock_money_and_promotion_uses(self, app):
        product = make_product(stock=10)
        order = make_order(product, quantity=3)
        promotion = Promotion(title="Once", kind=Kind.PERCENT, percent=1000, total_limit=1)
        db.session.add(promotion)
        db.session.flush()
        claim(promotion.id, order.id, order.email, 100)
        services.pay(order)
        services.cancel(order, "shopper")
        db.session.commit()
        order = again(order)
        assert order.status == Status.CANCELLED
        assert order.cancelled_at
        assert db.session.get(Variant, product.variants[0].id).stock == 10
        refund = db.session.scalars(db.select(Refund)).one()
        assert refund.amount == order.refunded == order.total
        assert refund.payment_id == order.payments[0].id
        assert db.session.get(Promotion, promotion.id).used_count == 0
        assert db.session.scalars(db.select(PromotionUse)).all() == []

    def test_unpaid_order_refunds_nothing(self, app):
        order = make_order()
        services.cancel(order)
        db.session.commit()
        assert db.session.scalars(db.select(Refund)).all() == []
        assert jobs() == {"tasks.orders.send_cancelled": 1}

    def test_units_refunded_and_restocked_before_are_not_given_back_again(self, app):
        from shop.orders import refunds

        product = make_product(stock=10)
        order = make_order(product, quantity=3)
        services.pay(order)
        refunds.refund_units(order, {order.lines[0].id: 1}, restock=True)
        services.cancel(order)
        db.session.commit()
        assert db.session.get(Variant, product.variants[0].id).stock == 10
        assert again(order).refunded == order.total

    def test_at_once_restocks_and_refunds_once(self, app, client, customer):
        product = make_product(stock=10)
        order = make_order(product, quantity=4, user_id=customer.id)
        services.pay(order)
        db.session.commit()
        cookie, url = client.get_cookie("session").value, f"/orders/{order.number}/cancel"
        order_id, variant_id = order.id, product.variants[0].id

        def press():
            browser = app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            browser.set_cookie("session", cookie)
            return browser.post(url).status_code

        assert at_once(app, [press] * 10) == [303] * 10
        db.session.rollback()
        assert db.session.get(Variant, variant_id).stock == 10
        assert db.session.get(Order, order_id).refunded == order.total
        assert len(db.session.scalars(db.select(Refund)).all()) == 1
        back = db.select(StockMovement).where(StockMovement.change > 0)
        assert len(db.session.scalars(back).all()) == 1
        assert jobs()["tasks.orders.send_cancelled"] == 1


class TestExpire:
    def expire_all(self):
        from tasks.orders import expire_holds

        return expire_holds()

    def test_unpaid_order_past_its_hold_is_cancelled_and_its_stock_is_back(self, app):
        product = make_product(stock=1)
        order = make_order(product, hold_expires_at=clock.now())
        assert self.expire_all() == 1
        assert again(order).status == Status.CANCELLED
        assert db.session.get(Variant, product.variants[0].id).stock == 1
        assert kinds(order) == ["expire"]
        assert jobs() == {"tasks.orders.send_cancelled": 1}
        assert self.expire_all() == 0

    def test_hold_that_lasts_still_invoice_and_paid_orders_stay(self, app):
        from datetime import timedelta

        lasting = make_order(hold_expires_at=clock.now() + timedelta(minutes=5))
        invoice = make_order(payment_method="invoice")
        paid = make_order(hold_expires_at=clock.now())
        services.pay(paid)
        db.session.commit()
        assert self.expire_all() == 0
        assert [again(order).status for order in (lasting, invoice, paid)] == [
            "pending",
            "pending",
            "paid",
        ]

    def test_paying_and_expiring_at_once_does_one_of_them(self, app):
        product = make_product(stock=6)
        ids = [make_order(product, hold_expires_at=clock.now()).id for _ in range(6)]

        def pay(order_id):
            services.pay(db.session.get(Order, order_id))
            db.session.commit()

        def expire(order_id):
            services.expire(db.session.get(Order, order_id))
            db.session.commit()

        answers = at_once(app, [lambda i=i, do=do: do(i) for i in ids for do in (pay, expire)])
        assert Counter(map(type, answers)) == {type(None): 6, NotPossible: 6}
        db.session.rollback()
        orders = [db.session.get(Order, order_id) for order_id in ids]
        cancelled = sum(order.status == Status.CANCELLED for order in orders)
        assert all(bool(order.paid_at) != bool(order.cancelled_at) for order in orders)
        assert db.session.get(Variant, product.variants[0].id).stock == cancelled


def test_every_step_says_who_did_it(app):
    order = make_order()
    services.note_placed(order)
    services.pay(order)
    services.pack(order, actor="Grace")
    services.ship(order, "1Z", "https://carrier.example/1Z", actor="Grace")
    services.deliver(order)
    db.session.commit()
    events = db.session.scalars(db.select(OrderEvent).order_by(OrderEvent.id))
    assert [(event.kind, event.actor) for event in events] == [
        ("placed", "shopper"),
        ("pay", "shop"),
        ("pack", "Grace"),
        ("ship", "Grace"),
        ("deliver", "shop"),
    ]
