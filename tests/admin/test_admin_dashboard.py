"""The front page of the back office: what to do, and how the shop sells."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from factories import UserFactory, make_order, make_product

from shop import clock
from shop.admin.dashboard import sales
from shop.auth import passwords
from shop.cart.models import Cart, CartLine
from shop.catalog.models import SearchMiss
from shop.extensions import db
from shop.orders.models import Payment
from shop.orders.states import Status
from shop.outbox import STUCK_AFTER, OutboxJob
from shop.rights import Role

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(app):
    clock.travel_to(NOON)


def sold(total, when, **fields):
    """An order of one product that comes to `total` minor units."""
    product = make_product("Harbour mug", price=total)
    return make_order(product, shipping=0, placed_at=when, **{"status": Status.PAID} | fields)


class TestSales:
    def test_of_each_period_stand_beside_those_before_it(self, client, administrator):
        sold(1000, NOON - timedelta(hours=1))
        sold(500, NOON - timedelta(days=1))
        sold(9900, NOON - timedelta(days=40))
        page = client.get("/admin/").text
        assert "$10.00" in page  # today
        assert "+100 %" in page  # beside yesterday's 5.00
        assert "$15.00" in page  # 7 days and 30
        assert "$114.00" in page  # 365

    def test_leave_out_cancelled_orders_and_what_was_refunded(self, app):
        sold(1000, NOON, status=Status.CANCELLED)
        sold(800, NOON, refunded=300, paid_at=NOON)
        assert sales.period(1, sales.by_day()).sales == 500

    def test_leave_out_orders_in_another_currency(self, app):
        sold(1000, NOON, currency="EUR")
        assert sales.by_day() == {}

    @pytest.mark.parametrize(
        ("zone", "day"), [("UTC", 20), ("Pacific/Auckland", 21), ("America/Los_Angeles", 19)]
    )
    def test_belong_to_the_day_in_the_shops_time_zone(self, app, monkeypatch, zone, day):
        monkeypatch.setitem(app.config, "SHOP_TIMEZONE", zone)
        moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
        moment = moment.replace(hour=3) if zone.startswith("America") else moment
        sold(1000, moment)
        assert [date.day for date in sales.by_day()] == [day]

    def test_know_of_summer_time(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "SHOP_TIMEZONE", "Europe/Berlin")
        sold(1000, datetime(2026, 7, 1, 22, 30, tzinfo=UTC))  # half past midnight there
        sold(1000, datetime(2026, 11, 1, 22, 30, tzinfo=UTC))  # half past eleven
        assert sorted(d.isoformat() for d in sales.by_day()) == ["2026-07-02", "2026-11-01"]

    def test_are_drawn_with_a_table_behind_the_drawing(self, client, administrator):
        sold(1234, NOON)
        page = client.get("/admin/?days=7").text
        assert 'role="img"' in page
        assert page.count("<rect") == 7
        assert page.count("$12.34") >= 3  # a tile, the drawing, the table

    def test_best_sellers_are_sorted_by_what_they_brought(self, client, administrator):
        cheap, dear = make_product("Spoon", price=100), make_product("Lamp", price=9000)
        make_order(cheap, quantity=5, status=Status.PAID, placed_at=NOON)
        make_order(dear, status=Status.PAID, placed_at=NOON)
        page = client.get("/admin/").text
        best = page[page.index('id="best"') :]
        assert best.index("Lamp") < best.index("Spoon")

    @pytest.mark.parametrize("days", ["", "junk", "0", "31", "9" * 30, "-7"])
    def test_junk_for_a_period_is_the_usual_one(self, client, administrator, days):
        answer = client.get(f"/admin/?days={days}")
        assert answer.status_code == 200
        assert 'days=30#sales" aria-current' in answer.text

    def test_carts_that_became_orders_are_counted(self, client, administrator):
        sold(1000, NOON)
        for number in range(3):
            line = CartLine(variant_id=number, title="Mug", quantity=1, unit_price=1)
            db.session.add(Cart(token_hash=f"{number}", lines=[line]))
        db.session.add(Cart(token_hash="empty"))
        db.session.commit()
        assert "25.0 % of the carts became an order: 1 of 4" in client.get("/admin/").text


class TestToDo:
    def test_says_so_when_nothing_waits(self, client, administrator):
        assert "Nothing waits for you" in client.get("/admin/").text

    def test_names_what_waits_and_links_to_it(self, client, administrator):
        product = make_product("Mug", stock=2)
        make_order(product, status=Status.PAID)
        db.session.add(SearchMiss(query="teapot"))
        db.session.add(OutboxJob(id="1", name="x", arguments={}, attempts=STUCK_AFTER))
        payment = Payment(
            provider="test", reference="1", status="paid", amount=1, currency="USD", problem="Lost."
        )
        db.session.add(payment)
        db.session.commit()
        page = client.get("/admin/").text
        for words in ("1 order to pack", "1 variant is low", "1 search found nothing"):
            assert words in page
        for words in ("1 payment needs a person", "1 job or mail is stuck"):
            assert words in page

    def test_every_link_leads_somewhere(self, client, administrator):
        self.test_names_what_waits_and_links_to_it(client, administrator)
        page = client.get("/admin/").text
        hrefs = re.findall(r'<li><a class="admin-task[^"]*" href="([^"]+)"', page)
        assert len(hrefs) == 5
        for href in hrefs:
            assert client.get(href.replace("&amp;", "&")).status_code == 200, href

    def test_shows_nobody_what_they_may_not_open(self, client, sign_in):
        db.session.add(OutboxJob(id="1", name="x", arguments={}, attempts=STUCK_AFTER))
        db.session.commit()
        sign_in(UserFactory(role=Role.PACKER))
        assert "stuck" not in client.get("/admin/").text

    def test_says_in_red_that_a_demo_account_has_its_password(self, app, client, administrator):
        hashed = passwords.hashed("demo-shop-password")
        UserFactory(email="shopper@example.com", password_hash=hashed)
        UserFactory(email="admin@example.com")
        page = client.get("/admin/").text
        assert "Anybody can sign in as shopper@example.com" in page
        assert "notice--error" in page


def test_the_dashboard_costs_the_same_however_much_was_sold(client, administrator, count_queries):
    sold(1000, NOON)
    few = count_queries(lambda: client.get("/admin/"))
    for days in range(30):
        sold(1000 + days, NOON - timedelta(days=days))
    assert count_queries(lambda: client.get("/admin/")) == few
