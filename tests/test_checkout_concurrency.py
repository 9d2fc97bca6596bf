"""Many shoppers at the same time, each with a browser and a cart of their own.

Twenty at once is what the connection pool of one process has room for; the others wait in line.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from at_once import at_once
from buying import fields_of, filled, orders, put_in_cart, ship_to, the_order
from factories import make_product
from selling import make_promotion
from sqlalchemy import func

from shop.catalog.models import Product, StockMovement, Variant
from shop.extensions import db
from shop.orders import services
from shop.orders.models import Invoice
from shop.outbox import OutboxJob
from shop.promotions.models import Promotion, PromotionUse

THREADS = 20


@pytest.fixture
def browser(app):
    """Makes clients that behave as browsers do."""

    def make():
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return make


def press_all(presses):
    """Press all of them, THREADS at a time; (status, location, text) of each answer."""
    db.session.rollback()
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(_press, presses))


def _press(press):
    client, fields = press
    with client.application.app_context():
        answer = client.post("/checkout", data=fields)
    return answer.status_code, answer.headers.get("Location", ""), answer.text


def left(product):
    db.session.rollback()
    return db.session.get(Product, product.id).variants[0].stock


def moved(product):
    wanted = db.select(func.sum(StockMovement.change)).where(
        StockMovement.variant_id == product.variants[0].id
    )
    return db.session.scalar(wanted) or 0


@pytest.mark.slow
def test_two_hundred_buyers_of_ten_units_are_ten_orders(app, browser):
    mug = make_product("Harbour mug", stock=10)
    ship_to("GB")
    presses = []
    for number in range(200):
        client = browser()
        put_in_cart(client, mug)
        presses.append((client, fields_of(client, email=f"buyer{number}@example.com")))
    answers = press_all(presses)
    assert Counter(status for status, _, _ in answers) == {303: 10, 409: 190}
    assert all("Harbour mug" in text for status, _, text in answers if status == 409)
    assert len(orders()) == len({location for status, location, _ in answers if status == 303})
    assert (left(mug), moved(mug)) == (0, -10)


@pytest.mark.slow
def test_two_things_in_either_order_never_deadlock(app, browser):
    mug, bowl = make_product("Mug", stock=200), make_product("Bowl", stock=200)
    ship_to("GB")
    presses = []
    for pair in [(mug, bowl), (bowl, mug)] * 50:
        client = browser()
        put_in_cart(client, *pair)
        presses.append((client, fields_of(client)))
    answers = press_all(presses)
    assert Counter(status for status, _, _ in answers) == {303: 100}
    assert (left(mug), left(bowl)) == (100, 100)


def test_same_form_twenty_times_at_once_is_one_order(app, client):
    mug = make_product(stock=5)
    fields = filled(client, mug)
    cookie = client.get_cookie("cart")
    barrier = Barrier(THREADS)

    def press():
        again = app.test_client()
        again.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        again.set_cookie("cart", cookie.value)
        barrier.wait()
        return _press((again, fields))

    db.session.rollback()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [pressed.result() for pressed in [pool.submit(press) for _ in range(THREADS)]]
    order = the_order()
    assert {(status, location.partition("?")[0]) for status, location, _ in answers} == {
        (303, f"/orders/{order.number}")
    }
    assert left(mug) == 4
    wanted = db.select(func.count()).select_from(OutboxJob)
    assert db.session.scalar(wanted.where(OutboxJob.name == "tasks.orders.send_placed")) == 1


def test_code_for_one_use_is_used_once_by_twenty_orders_at_once(app, browser):
    mug = make_product("Harbour mug", price=2400, stock=100)
    ship_to("GB")
    make_promotion("First come", code="ONCE", total_limit=1)
    presses = []
    for number in range(THREADS):
        client = browser()
        put_in_cart(client, mug)
        client.post("/cart/codes", data={"code": "ONCE"})
        presses.append((client, fields_of(client, email=f"buyer{number}@example.com")))
    answers = press_all(presses)
    assert Counter(status for status, _, _ in answers) == {303: 1, 409: THREADS - 1}
    order = the_order()
    assert order.discount == 240
    assert db.session.scalars(db.select(Promotion.used_count)).one() == 1
    assert db.session.scalar(db.select(func.count()).select_from(PromotionUse)) == 1
    assert left(mug) == 99


def test_one_customers_limit_holds_for_orders_at_once(app, browser):
    mug = make_product(stock=100)
    ship_to("GB")
    make_promotion(code="MINE", per_customer_limit=1)
    presses = []
    for _ in range(10):
        client = browser()
        put_in_cart(client, mug)
        client.post("/cart/codes", data={"code": "MINE"})
        presses.append((client, fields_of(client)))
    answers = press_all(presses)
    assert Counter(status for status, _, _ in answers) == {303: 1, 409: 9}
    assert db.session.scalar(db.select(func.count()).select_from(PromotionUse)) == 1


def test_order_cancelled_ten_times_at_once_restocks_once(app, client):
    mug = make_product(stock=5)
    answer = client.post("/checkout", data=filled(client, mug, quantity=3))
    url = answer.headers["Location"].replace("?", "/cancel?")

    def cancel():
        again = app.test_client()
        return again.post(url, headers={"Sec-Fetch-Site": "same-origin"}).status_code

    assert at_once(app, [cancel] * 10) == [303] * 10
    assert (left(mug), moved(mug)) == (5, 0)
    assert [event.kind for event in the_order().events].count("cancel") == 1


def test_invoices_of_orders_at_once_have_no_gap(app, browser):
    mug = make_product(stock=100)
    ship_to("GB")
    presses = []
    for _ in range(12):
        client = browser()
        put_in_cart(client, mug)
        presses.append((client, fields_of(client)))
    press_all(presses)
    db.session.rollback()
    assert sorted(db.session.scalars(db.select(Invoice.number))) == list(range(1, 13))


def test_payment_and_expiry_at_once_keep_either_the_money_or_the_stock(app, client):
    from test_payments import act

    mug = make_product(stock=1)
    answer = client.post("/checkout", data=filled(client, mug) | {"payment_method": "test"})
    pay_url, order_id = answer.headers["Location"], the_order().id

    def pay():
        again = app.test_client()
        again.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return act(again, pay_url, "pay").status_code

    def cancel():
        from shop.orders.models import Order

        services.cancel(db.session.get_one(Order, order_id))
        db.session.commit()

    at_once(app, [pay, cancel])
    order = the_order()
    assert order.status == "cancelled"
    assert left(mug) == 1
    kept = [p.amount for p in order.payments if p.status in ("paid", "sent_back")]
    assert sum(refund.amount for refund in order.refunds) == sum(kept)
    assert db.session.get(Variant, order.lines[0].variant_id).stock == 1
