"""The list of orders: found by what a merchant knows, narrowed, sorted, and the same as CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from factories import UserFactory, make_order, make_product

from shop import clock
from shop.extensions import db
from shop.orders import returns, services
from shop.orders.models import Order
from shop.rights import Role

COLUMNS = "number,placed_at,status,email,items,subtotal,discount,shipping,tax,total,currency"


def shown(answer):
    """The numbers of the orders on a page of the list, in its order."""
    assert answer.status_code == 200
    known = db.session.scalars(db.select(Order.number)).all()
    return sorted(
        (number for number in known if f"/admin/orders/{number}" in answer.text),
        key=answer.text.index,
    )


def rows_of(answer):
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def paid(**fields):
    order = make_order(**fields)
    services.pay(order)
    db.session.commit()
    return order


class TestSearch:
    @pytest.fixture
    def order(self, administrator):
        make_order(number="W-ZZZZZ-ZZZZZ", email="other@example.com", name="Somebody Else")
        return make_order(number="W-4K7Q2-9XMTB", email="grace@example.com", name="Grace Hopper")

    @pytest.mark.parametrize(
        "typed",
        [
            *("W-4K7Q2-9XMTB", "w-4k7q2-9xmtb", "4k7q29xmtb", " W-4K7Q2 ", "W-4K", "4K7Q2"),
            *("grace@example.com", "GRACE@", "grace", "hopp", "Grace Hopper"),
        ],
    )
    def test_finds_an_order_by_its_number_mail_or_name(self, client, order, typed):
        assert shown(client.get("/admin/orders", query_string={"q": typed})) == [order.number]

    def test_letters_that_no_number_has_are_read_as_what_was_meant(self, client, administrator):
        order = make_order(number="W-01R11-00000")
        assert shown(client.get("/admin/orders?q=w-olril")) == [order.number]

    def test_finds_an_order_by_the_sku_of_a_line(self, client, administrator):
        mug, bowl = make_product("Mug"), make_product("Bowl")
        order = make_order(mug, bowl)
        make_order(mug)
        sku = bowl.variants[0].sku
        for typed in (sku, sku.lower(), sku[:-1]):
            assert shown(client.get("/admin/orders", query_string={"q": typed})) == [order.number]

    @pytest.mark.parametrize("typed", ["zzzznothing", "%", "_", "'", "\\", "W-4K-9XMTB"])
    def test_says_so_where_nothing_is_found(self, client, order, typed):
        answer = client.get(f"/admin/orders?q={typed}")
        assert shown(answer) == []
        assert "No order like that" in answer.text

    def test_what_more_find_than_can_be_named_is_still_found(
        self, client, administrator, monkeypatch
    ):
        monkeypatch.setattr("shop.admin.orders.listing.MOST_NAMED", 1)
        mug = make_product("Mug")
        orders = {make_order(mug, name="Ada Brook").number for _ in range(3)}
        make_order(make_product("Bowl"), name="Grace Hopper", email="grace@example.com")
        for typed in ("brook", mug.variants[0].sku, "ada@example.com"):
            assert set(shown(client.get("/admin/orders", query_string={"q": typed}))) == orders


class TestNarrowing:
    def test_tabs_show_orders_by_what_is_to_be_done(self, client, administrator):
        to_pack, on_invoice = paid(), make_order(payment_method="invoice")
        held, packed = make_order(), paid()
        services.pack(packed)
        cancelled = make_order()
        services.cancel(cancelled)
        db.session.commit()
        expected = {
            "pack": {to_pack, on_invoice},
            "ship": {packed},
            "unpaid": {on_invoice, held},
            "cancelled": {cancelled},
            "shipped": set(),
        }
        for state, orders in expected.items():
            answer = client.get(f"/admin/orders?state={state}")
            assert set(shown(answer)) == {order.number for order in orders}, state
        assert 'To pack <span class="admin-tabs-count">2</span>' in answer.text

    def test_tabs_stop_counting_where_nobody_counts_along(self, client, administrator, monkeypatch):
        monkeypatch.setattr("shop.admin.orders.listing.MOST_COUNTED", 1)
        paid()
        paid()
        answer = client.get("/admin/orders")
        assert 'To pack <span class="admin-tabs-count">1+</span>' in answer.text

    def test_returns_to_decide_have_a_tab(self, client, administrator):
        order = paid()
        make_order()
        services.ship(order)
        services.deliver(order)
        returns.ask_return(order, order.lines[0], 1, "too small")
        db.session.commit()
        assert shown(client.get("/admin/orders?state=returns")) == [order.number]

    def test_payment_narrows_the_list(self, client, administrator):
        unpaid, all_paid = make_order(payment_method="invoice"), paid()
        for payment, order in {"unpaid": unpaid, "paid": all_paid, "invoice": unpaid}.items():
            answer = client.get(f"/admin/orders?payment={payment}")
            assert shown(answer) == [order.number], payment

    def test_days_narrow_the_list_both_included(self, client, administrator):
        for day in (1, 2, 3):
            make_order(
                number=f"W-0000{day}-00000", placed_at=datetime(2026, 3, day, 23, tzinfo=UTC)
            )
        answer = client.get("/admin/orders?from=2026-03-02&to=2026-03-02")
        assert shown(answer) == ["W-00002-00000"]
        assert 'value="2026-03-02"' in answer.text

    @pytest.mark.parametrize(
        "query",
        [
            "from=yesterday&to=0001-01-01",
            "state=no&payment=no&sort=no",
            "page=9999",
            "q=%00",
            "q=" + "a" * 999,
        ],
    )
    def test_junk_is_left_out(self, client, administrator, query):
        make_order()
        assert client.get(f"/admin/orders?{query}").status_code == 200

    def test_sorts_by_total_and_by_time(self, client, administrator):
        moment = clock.now()
        small = make_order(make_product(price=100), placed_at=moment)
        large = make_order(make_product(price=9000), placed_at=moment - timedelta(days=1))
        assert shown(client.get("/admin/orders")) == [small.number, large.number]
        assert shown(client.get("/admin/orders?sort=-total")) == [large.number, small.number]


def test_row_tells_of_goods_and_money(client, administrator):
    order = paid(quantity=2, name="Grace Hopper")
    page = client.get("/admin/orders").text
    assert "2 \N{MULTIPLICATION SIGN} Harbour mug" in page
    for words in ("Grace Hopper", "ada@example.com", "To pack", "Paid", "$53.00", order.number):
        assert words in page


def test_list_takes_as_many_queries_for_many_orders_as_for_one(
    client, administrator, count_queries
):
    product = make_product(stock=99)
    make_order(product)
    one = count_queries(lambda: client.get("/admin/orders"))
    for _ in range(12):
        make_order(product)
    assert count_queries(lambda: client.get("/admin/orders")) == one


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 200), (Role.PACKER, 200), (None, 403)])
def test_list_is_for_those_who_may_see_orders(client, sign_in, role, status):
    sign_in(UserFactory(role=role))
    assert client.get("/admin/orders").status_code == status
    assert client.get("/admin/orders.csv").status_code == status


class TestCsv:
    def test_has_the_columns_of_the_contract_and_money_with_a_point(self, client, administrator):
        order = make_order(quantity=3, shipping=500, placed_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
        answer = client.get("/admin/orders.csv")
        assert answer.text.splitlines() == [
            COLUMNS,
            f"{order.number},2026-03-01T09:00:00+00:00,pending,ada@example.com,3,"
            "72.00,0.00,5.00,0.00,77.00,USD",
        ]

    def test_each_row_adds_up_with_tax_in_the_prices_or_on_top(self, client, administrator):
        make_order(discount=333, shipping=499)
        make_order(discount=100, tax=217)
        included = make_order(shipping=0)
        included.tax, included.prices_include_tax = 400, True
        db.session.commit()
        rows = rows_of(client.get("/admin/orders.csv"))
        assert len(rows) == 3
        for row in rows:
            cents = {name: int(row[name].replace(".", "")) for name in COLUMNS.split(",")[5:10]}
            parts = cents["subtotal"] - cents["discount"] + cents["shipping"] + cents["tax"]
            assert parts == cents["total"]

    def test_writes_what_the_list_shows(self, client, administrator):
        wanted = make_order(email="grace@example.com")
        make_order()
        rows = rows_of(client.get("/admin/orders.csv?q=grace"))
        assert [row["number"] for row in rows] == [wanted.number]

    def test_cell_that_a_spreadsheet_would_run_is_defused(self, client, administrator):
        make_order(email="=cmd()@example.com")
        [row] = rows_of(client.get("/admin/orders.csv"))
        assert row["email"] == "'=cmd()@example.com"

    def test_amounts_are_in_the_orders_own_currency(self, client, administrator):
        make_order(make_product(price=2400), currency="JPY", shipping=0)
        assert rows_of(client.get("/admin/orders.csv"))[0]["total"] == "2400"
