import pytest
from factories import make_order, make_product
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalog.models import Variant
from shop.checkout import payments
from shop.extensions import db
from shop.orders import refunds, services
from shop.orders.models import Order, Payment, Refund
from shop.outbox import OutboxJob


def paid_order(*products, **fields):
    order = make_order(*products, **fields)
    services.pay(order)
    db.session.commit()
    return order


def again(order):
    db.session.rollback()
    return db.session.get(Order, order.id)


def amounts():
    db.session.rollback()
    return list(db.session.scalars(db.select(Refund.amount).order_by(Refund.id)))


class TestUnits:
    def test_share_of_a_line_goes_back(self, app):
        order = paid_order(make_product(price=1000), quantity=3, discount=100)
        line = order.lines[0].id
        refunds.refund_units(order, {line: 1}, "broken")
        db.session.commit()
        assert amounts() == [967]
        order = again(order)
        assert (order.refunded, order.lines[0].refunded_quantity) == (967, 1)

    def test_restocked_units_can_be_sold_again(self, app):
        product = make_product(stock=5)
        order = paid_order(product, quantity=2)
        refunds.refund_units(order, {order.lines[0].id: 2}, restock=True)
        db.session.commit()
        assert db.session.get(Variant, product.variants[0].id).stock == 5

    def test_more_units_than_were_bought_are_refused(self, app):
        order = paid_order(quantity=2)
        line = order.lines[0].id
        refunds.refund_units(order, {line: 1})
        db.session.commit()
        with pytest.raises(refunds.TooMuch) as caught:
            refunds.refund_units(order, {line: 2})
        assert caught.value.left == 1
        assert len(amounts()) == 1

    def test_after_a_refund_by_amount_no_more_than_the_rest_goes_back(self, app):
        order = paid_order(make_product(price=1000), shipping=0)
        refunds.refund_amount(order, 700, "scratched")
        refunds.refund_units(order, {order.lines[0].id: 1}, "returned")
        db.session.commit()
        assert amounts() == [700, 300]


class TestAmount:
    @pytest.mark.parametrize("amount", [0, -1, 2901])
    def test_nothing_and_more_than_was_paid_are_refused(self, app, amount):
        order = paid_order()  # 24.00 and 5.00 for shipping
        with pytest.raises(refunds.TooMuch):
            refunds.refund_amount(order, amount)
        assert amounts() == []

    def test_unpaid_order_has_nothing_to_give_back(self, app):
        order = make_order()
        with pytest.raises(refunds.NotPaid):
            refunds.refund_amount(order, 1)
        with pytest.raises(refunds.NotPaid):
            refunds.refund_units(order, {order.lines[0].id: 1})


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_refunds_in_any_order_add_up_to_what_was_paid(app, data):
    prices = data.draw(st.lists(st.integers(1, 5000), min_size=1, max_size=3))
    quantity = data.draw(st.integers(1, 4))
    goods = sum(prices) * quantity
    order = paid_order(
        *(
            make_product(price=price, slug=f"p-{db.session.scalar(COUNT)}-{i}")
            for i, price in enumerate(prices)
        ),
        quantity=quantity,
        shipping=data.draw(st.integers(0, 900)),
        discount=data.draw(st.integers(0, goods)),
        tax=data.draw(st.integers(0, goods // 3)),
    )
    units = data.draw(st.permutations([line.id for line in order.lines] * quantity))
    for line_id in units:
        if data.draw(st.booleans()) and refunds.left(order) > 1:
            refunds.refund_amount(order, data.draw(st.integers(1, refunds.left(order))))
        refunds.refund_units(order, {line_id: 1})
        assert 0 <= order.refunded <= order.total
    refunds.refund_rest(order)
    db.session.commit()
    sent = db.session.scalars(db.select(Refund.amount).where(Refund.order_id == order.id)).all()
    assert all(amount > 0 for amount in sent)
    assert sum(sent) == again(order).refunded == order.total


COUNT = db.select(db.func.count()).select_from(Order)


class TestLineShares:
    def test_units_of_all_lines_and_shipping_are_all_of_it(self, app):
        products = [make_product(price=333), make_product(price=1)]
        order = paid_order(*products, quantity=3, discount=7, tax=11, shipping=499)
        for line in list(order.lines) * 3:
            refunds.refund_units(order, {line.id: 1})
        refunds.refund_rest(order)
        db.session.commit()
        assert sum(amounts()) == order.total
        assert amounts()[-1] == 499


class TestSending:
    def test_provider_is_asked_once_and_the_shopper_is_told_once(self, app, run_jobs, monkeypatch):
        asked = []
        monkeypatch.setattr(payments, "send_refund", lambda refund: asked.append(refund.id) or "r1")
        order = paid_order()
        run_jobs()
        refund = refunds.refund_amount(order, 500)
        db.session.commit()
        assert run_jobs() == ["tasks.orders.send_refund"]
        from tasks.orders import send_refund

        send_refund(refund.id)
        assert asked == [refund.id]
        assert run_jobs() == ["tasks.orders.send_refunded"]
        db.session.rollback()
        refund = db.session.get(Refund, refund.id)
        assert (refund.status, refund.reference) == ("done", "r1")

    def test_refund_that_the_provider_cannot_take_now_is_tried_again(
        self, app, run_jobs, monkeypatch
    ):
        def away(_refund):
            raise OSError("the provider is away")

        order = paid_order()
        run_jobs()
        refunds.refund_amount(order, 500)
        db.session.commit()
        monkeypatch.setattr(payments, "send_refund", away)
        with pytest.raises(OSError, match="away"):
            run_jobs()
        db.session.rollback()
        job = db.session.scalars(db.select(OutboxJob).where(OutboxJob.done_at.is_(None))).one()
        assert job.name == "tasks.orders.send_refund"
        assert db.session.scalars(db.select(Refund.status)).all() == ["asked"]

    def test_refund_that_is_refused_for_good_is_noted_for_somebody_to_see(
        self, app, run_jobs, monkeypatch
    ):
        def refuse(_refund):
            raise payments.RefundRefused("the card is gone")

        monkeypatch.setattr(payments, "send_refund", refuse)
        order = paid_order()
        refunds.refund_amount(order, 500)
        db.session.commit()
        run_jobs()
        assert db.session.scalars(db.select(Refund.status)).all() == ["failed"]
        event = again(order).events[-1]
        assert (event.kind, event.text) == ("refund_failed", "the card is gone")

    def test_money_that_an_order_cannot_take_goes_back_without_being_counted(self, app):
        order = make_order()
        services.cancel(order)
        late = Payment(provider="test", reference="x", status="paid", amount=2900, currency="USD")
        order.payments.append(late)
        db.session.flush()
        refunds.send_back(late, order, "paid after it was cancelled")
        db.session.commit()
        assert amounts() == [2900]
        assert again(order).refunded == 0
