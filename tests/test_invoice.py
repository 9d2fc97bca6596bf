import io
import re

import pytest
from at_once import at_once
from factories import UserFactory, make_order, make_product
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader
from test_pricing import CARTS

from shop.extensions import db
from shop.mail import mailbox
from shop.orders import documents, invoices, services
from shop.orders.models import Counter, Invoice, Order, OrderDiscount, OrderLine, OrderTax
from shop.orders.receipt import receipt
from shop.pricing import price


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def numbers():
    db.session.rollback()
    return list(db.session.scalars(db.select(Invoice.number).order_by(Invoice.number)))


def minor(amount):
    sign = -1 if amount.startswith("\N{MINUS SIGN}") else 1
    return sign * int(re.sub(r"\D", "", amount))


AMOUNT = r"(\N{MINUS SIGN}?\$[\d,]+\.\d\d)".replace(r"\N{MINUS SIGN}", "\N{MINUS SIGN}")


@pytest.fixture
def order(app, customer):
    goods = [
        make_product("Mug", price=2400),
        make_product("Za\u017c\u00f3\u0142\u0107 bowl", price=999),
    ]
    order = make_order(
        *goods, quantity=2, discount=501, tax=307, user_id=customer.id, name="Jürgen Groß \u20ac"
    )
    services.note_placed(order)
    services.pay(order)
    db.session.commit()
    return order


class TestPdf:
    def test_owner_gets_it(self, client, order):
        answer = client.get(f"/orders/{order.number}/invoice")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Cache-Control"] == "no-store"
        text = text_of(answer.data)
        for words in (
            "Invoice 1",
            order.number,
            "Jürgen Groß \u20ac",
            "Za\u017c\u00f3\u0142\u0107",
            "SKU-",
        ):
            assert words in text

    def test_key_opens_it(self, other_client, order):
        from shop.orders.keys import order_link

        url = order_link(order, "orders.invoice").removeprefix("http://localhost")
        assert other_client.get(url).status_code == 200

    def test_unpaid_order_has_none_yet(self, client, customer):
        order = make_order(user_id=customer.id)
        answer = client.get(f"/orders/{order.number}/invoice")
        assert answer.status_code == 404
        assert "It gets one when it is paid." in answer.text

    def test_long_order_goes_on_over_the_page(self, app):
        order = make_order(*(make_product(f"Product {n} " + "word " * 20) for n in range(30)))
        services.pay(order)
        text = text_of(documents.invoice_pdf(order, invoices.of(order)))
        assert all(f"Product {n} " in text for n in range(30))
        assert "Page 2 of" in text

    def test_letters_that_the_font_has_not_do_no_harm(self, app):
        order = make_order(
            name="\u5c71\u7530 \U0001f600 \u05d0\u05d1 \ud83d".encode("utf-8", "replace").decode()
        )
        services.pay(order)
        assert documents.invoice_pdf(order, invoices.of(order)).startswith(b"%PDF")

    def test_packing_slip_has_units_and_no_prices(self, order):
        text = text_of(documents.packing_slip_pdf(order))
        assert "Mug" in text
        assert "Jürgen Groß" in text
        assert "$" not in text


class TestPrintedRows:
    def rows_add_up(self, amounts, order):
        """Lines add up to the subtotal; with the rows after it, to the total."""
        lines = [minor(a) for a in amounts[: len(order.lines)]]
        subtotal, *rows, total = (minor(a) for a in amounts[len(order.lines) :])
        assert sum(lines) == subtotal
        assert subtotal + sum(rows) == total == order.total

    def test_on_the_page(self, client, order):
        page = client.get(f"/orders/{order.number}").text
        lines = re.findall(rf'class="order-line-amount">{AMOUNT}<', page)
        self.rows_add_up([*lines, *re.findall(rf"<dd>{AMOUNT}</dd>", page)], order)

    def test_in_the_mail(self, order, run_jobs):
        run_jobs()
        letter = next(m for m in mailbox.mails() if f"your order {order.number}" in m.subject)
        table = letter.text[letter.text.index("Item ") :]
        self.rows_add_up(re.findall(rf" {AMOUNT}\s", table), order)

    def test_on_the_invoice(self, order):
        text = text_of(documents.invoice_pdf(order, invoices.of(order)))
        goods = re.findall(rf"\d \$[\d.]+ {AMOUNT}", text)
        sums = re.findall(AMOUNT, text[text.index("Subtotal") :])
        self.rows_add_up([*goods, *sums], order)

    def test_included_taxes_are_said_and_not_added(self, app):
        order = make_order()
        order.taxes.append(OrderTax(title="VAT 20 %", rate=200000, amount=400))
        bill = receipt(order)
        assert [row.label for row in bill.included_taxes] == ["VAT 20 %"]
        assert bill.subtotal + sum(row.amount for row in bill.rows) == bill.total


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cart=CARTS)
def test_printed_rows_of_any_cart_add_up(migrated_app, cart):
    with migrated_app.test_request_context():
        totals = price(*cart)
        order = as_order(totals)
        bill = receipt(order)
        assert sum(line.subtotal for line in bill.lines) == bill.subtotal
        assert bill.subtotal + sum(row.amount for row in bill.rows) == bill.total == totals.total
        letter = bill.for_letter()
        amounts = [minor(amount) for _, amount in letter["sums"]]
        assert sum(minor(amount) for _, amount in letter["goods"]) == amounts[0]
        assert sum(amounts) == minor(letter["total"])


def as_order(totals):
    """An order with the rows of `totals`, as checkout copies them."""
    return Order(
        currency="USD",
        prices_include_tax=totals.prices_include_tax,
        subtotal=totals.subtotal,
        discount=totals.discount,
        shipping=totals.shipping,
        tax=totals.tax,
        total=totals.total,
        refunded=0,
        shipping_title="Standard",
        lines=[
            OrderLine(title="Mug", options="", quantity=row.quantity, unit_price=row.unit_price)
            for row in totals.lines
        ],
        discounts=[
            OrderDiscount(title=d.title, code=d.code, amount=d.amount) for d in totals.discounts
        ],
        taxes=[OrderTax(title=t.title, rate=t.rate, amount=t.amount) for t in totals.taxes],
    )


class TestNumbers:
    def test_follow_each_other_and_an_order_has_one(self, app):
        orders = [make_order() for _ in range(3)]
        for order in orders:
            services.pay(order)
            invoices.issue(order)
            db.session.commit()
        assert numbers() == [1, 2, 3]

    def test_invoice_method_gets_one_when_it_is_placed(self, app):
        order = make_order(payment_method="invoice")
        services.note_placed(order)
        services.pay(order)
        db.session.commit()
        assert numbers() == [1]

    def test_transaction_that_fails_leaves_no_gap(self, app):
        first, second = make_order(), make_order()
        services.pay(first)
        db.session.rollback()
        services.pay(second)
        db.session.commit()
        assert numbers() == [1]

    def test_many_at_once_leave_no_gap(self, app):
        product = make_product(stock=50)
        ids = [make_order(product).id for _ in range(16)]

        def pay(index, order_id):
            services.pay(db.session.get(Order, order_id))
            if index % 4 == 0:
                db.session.rollback()  # a process that dies before its commit
            else:
                db.session.commit()

        answers = at_once(app, [lambda i=i, id_=id_: pay(i, id_) for i, id_ in enumerate(ids)])
        assert answers == [None] * 16
        assert numbers() == list(range(1, 13))
        assert db.session.get(Counter, "invoice").value == 12


def test_somebody_elses_invoice_is_404(client, order, other_client, sign_in):
    sign_in(UserFactory(), other_client)
    assert other_client.get(f"/orders/{order.number}/invoice").status_code == 404
