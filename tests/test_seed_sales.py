"""The invented orders of the demo shop: believable, and as sound as real ones."""

import pytest
from factories import UserFactory, make_product

from seeds import sales, selling
from shop.catalog.models import StockMovement, Variant
from shop.extensions import db
from shop.orders.models import Invoice, Order, OrderLine, OrderTax, Payment
from shop.orders.states import Status

OPEN = ("pending", "paid", "packed")


@pytest.fixture(autouse=True)
def _goods(app):
    selling.load()
    for number in range(6):
        make_product(f"Thing {number}", price=1900 + number, stock=0, colours=("Sage", "Clay"))
    for variant in db.session.scalars(db.select(Variant)):
        variant.stock = 40
        variant.movements.add(StockMovement(change=40, reason="new"))
    db.session.commit()


def orders():
    return list(db.session.scalars(db.select(Order).order_by(Order.id)))


def test_fills_up_to_so_many_orders_and_no_further():
    assert sales.fill_up(60) == 60
    assert sales.fill_up(60) == 0
    assert len(orders()) == 60


def test_every_order_adds_up():
    sales.fill_up(60)
    for order in orders():
        assert order.total == order.subtotal - order.discount + order.shipping  # taxes are in it
        assert order.discount == sum(row.amount for row in order.discounts)
        assert sum(line.total for line in order.lines) + order.shipping == order.total
        assert sum(row.amount for row in order.taxes) == order.tax
        assert 0 <= order.refunded <= order.total
    assert db.session.scalar(db.select(OrderTax.id).limit(1))


def test_what_waits_to_be_sent_holds_its_stock_and_the_ledger_says_so():
    sales.fill_up(120)
    held = sum(line.quantity for o in orders() if o.status in OPEN for line in o.lines)
    assert held
    left = db.session.scalars(db.select(Variant.stock)).all()
    moved = db.session.scalar(db.select(db.func.sum(StockMovement.change)))
    assert sum(left) == moved == 40 * len(left) - held


def test_paid_orders_have_their_payment_and_an_invoice_without_gaps():
    sales.fill_up(40)
    sales.fill_up(60)
    paid = [order.id for order in orders() if order.paid_at]
    invoices = db.session.scalars(db.select(Invoice).order_by(Invoice.number)).all()
    assert sorted(invoice.order_id for invoice in invoices) == sorted(paid)
    assert [invoice.number for invoice in invoices] == list(range(1, len(paid) + 1))
    assert db.session.scalar(db.select(db.func.count(Payment.id))) == len(paid)


def test_refunded_units_are_those_of_the_refunded_line():
    sales.fill_up(250)
    refunded = [order for order in orders() if order.refunded]
    assert refunded
    for order in refunded:
        [line] = [line for line in order.lines if line.refunded_quantity]
        assert order.refunded == line.total == order.refunds[0].amount
        assert order.status == Status.DELIVERED


def test_only_a_developers_shop_gets_a_past(app):
    assert sales.load() == 0  # these tests run as SHOP_ENV=test
    assert orders() == []


def test_a_shop_that_sells_already_is_left_alone(app, monkeypatch):
    monkeypatch.setitem(app.config, "SHOP_ENV", "development")
    assert sales.load() == sales.ORDERS
    assert sales.load() == 0


def test_lines_copy_what_was_sold():
    sales.fill_up(20)
    for line in db.session.scalars(db.select(OrderLine)):
        variant = db.session.get_one(Variant, line.variant_id)
        assert (line.sku, line.unit_price) == (variant.sku, variant.price)
        assert line.options in ("Sage", "Clay")


def test_customers_have_spent_what_their_orders_came_to():
    user = UserFactory(email="shopper@example.com")
    sales.fill_up(120)
    own = [order for order in orders() if order.user_id == user.id and order.paid_at]
    db.session.refresh(user)
    assert own
    assert user.spent == sum(order.total - order.refunded for order in own)
