"""The list of promotions, what each earned, and what is done with one by a press."""

import csv
import io
from datetime import timedelta

import pytest
from factories import CollectionFactory, UserFactory, make_order, make_product
from selling import make_promotion

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.orders.models import OrderDiscount
from shop.promotions.models import Promotion


def ordered(promotion, discount, **fields):
    """An order that used the promotion."""
    order = make_order(**fields)
    order.discounts.append(
        OrderDiscount(promotion_id=promotion.id, title=promotion.title, amount=discount)
    )
    db.session.commit()
    return order


def stored(promotion):
    db.session.rollback()
    return db.session.get(Promotion, promotion.id)


def press(client, promotion, what):
    return client.post(f"/admin/promotions/{promotion.id}/{what}")


def in_days(days):
    return clock.now() + timedelta(days=days)


STATES = {
    "Running": {"starts_at": in_days(-1), "ends_at": in_days(1)},
    "Scheduled": {"starts_at": in_days(1)},
    "Paused": {"is_active": False},
    "Used up": {"total_limit": 2, "used_count": 2},
    "Ended": {"ends_at": in_days(-1), "is_active": False},
}


class TestList:
    def test_says_what_each_gives_and_what_asks_for_it(self, client, administrator):
        bowls = CollectionFactory(title="Bowls")
        make_promotion("Autumn", percent=1250, collections=[bowls])
        make_promotion("Thanks", code="THANKS", kind="amount", amount=500, total_limit=9)
        page = client.get("/admin/promotions").text
        assert "12.5 % off: Bowls" in page
        assert "$5.00 off: everything in the shop" in page
        assert "Code THANKS" in page
        assert "0 / 9" in page

    @pytest.mark.parametrize("state", list(STATES))
    def test_can_be_narrowed_to_a_state(self, client, administrator, state):
        for name, fields in STATES.items():
            make_promotion(f"Offer {name.lower()}", **fields)
        key = state.lower().replace(" ", "_")
        page = client.get(f"/admin/promotions?state={key}").text
        assert [name for name in STATES if f"Offer {name.lower()}<" in page] == [state]

    def test_can_be_searched_by_title_and_code(self, client, administrator):
        make_promotion("Autumn", code="LEAF")
        make_promotion("Winter")
        assert "Winter" not in client.get("/admin/promotions?q=leaf").text
        assert "Autumn" not in client.get("/admin/promotions?q=winter").text

    def test_shows_the_one_that_ends_soonest_first(self, client, administrator):
        make_promotion("Endless")
        make_promotion("Later", ends_at=in_days(9))
        make_promotion("Soon", ends_at=in_days(1))
        page = client.get("/admin/promotions?sort=ends").text
        assert page.index("Soon") < page.index("Later") < page.index("Endless")

    def test_sums_up_what_each_earned_without_cancelled_orders(self, client, administrator):
        promotion = make_promotion("Autumn")
        ordered(promotion, 300, status="paid")  # $29.00
        ordered(promotion, 200, status="shipped", refunded=900)
        ordered(promotion, 5000, status="cancelled")
        ordered(promotion, 5000, currency="EUR")
        for path in ("/admin/promotions", f"/admin/promotions/{promotion.id}"):
            page = client.get(path).text
            assert "$49.00" in page
            assert "$5.00" in page
            assert "$50" not in page

    def test_asks_as_much_of_the_database_for_many_as_for_one(
        self, client, administrator, count_queries
    ):
        def add():
            promotion = make_promotion(products=[make_product()])
            make_promotion(collections=[CollectionFactory()])
            ordered(promotion, 100)

        add()
        client.get("/admin/promotions")
        few = count_queries(lambda: client.get("/admin/promotions"))
        for _ in range(12):
            add()
        assert count_queries(lambda: client.get("/admin/promotions")) == few

    def test_the_file_has_what_each_earned_in_major_units(self, client, administrator):
        promotion = make_promotion("=Autumn", code="LEAF", used_count=1)
        ordered(promotion, 300, status="paid")
        [row] = csv.DictReader(io.StringIO(client.get("/admin/promotions.csv").text))
        assert (row["title"], row["code"], row["state"]) == ("'=Autumn", "LEAF", "running")
        assert (row["used"], row["orders"], row["revenue"]) == ("1", "1", "29.00")
        assert (row["discount"], row["currency"]) == ("3.00", "USD")

    @pytest.mark.parametrize("junk", ["%00", "9" * 400, "%ff", "'%_\\"])
    def test_survives_junk(self, client, administrator, junk):
        make_promotion()
        query = f"q={junk}&sort={junk}&page={junk}&state={junk}&kind={junk}&by={junk}"
        assert client.get(f"/admin/promotions?{query}").status_code == 200

    def test_a_reader_sees_one_without_forms(self, client, sign_in):
        promotion = make_promotion("Autumn")
        sign_in(UserFactory(role="reader"))
        assert "Add a promotion" not in client.get("/admin/promotions").text
        page = client.get(f"/admin/promotions/{promotion.id}").text
        assert "10 % off: everything in the shop." in page
        assert 'name="percent"' not in page
        assert press(client, promotion, "pause").status_code == 403


class TestPresses:
    def test_pausing_takes_it_out_of_carts_until_it_is_resumed(self, client, administrator):
        promotion = make_promotion()
        answer = press(client, promotion, "pause")
        assert (answer.status_code, answer.location) == (303, f"/admin/promotions/{promotion.id}")
        assert stored(promotion).is_active is False
        page = client.get(answer.location).text
        assert "It is paused" in page
        assert "/resume" in page
        press(client, promotion, "resume")
        assert stored(promotion).is_active is True

    def test_ending_ends_it_now_and_once(self, client, administrator):
        promotion = make_promotion(ends_at=in_days(5))
        press(client, promotion, "end")
        ended = stored(promotion).ends_at
        assert ended <= clock.now()
        assert press(client, promotion, "end").status_code == 303
        assert stored(promotion).ends_at == ended
        assert len(db.session.scalars(db.select(AuditEntry)).all()) == 1

    def test_one_that_was_never_used_can_be_deleted(self, client, administrator):
        promotion = make_promotion("Autumn", products=[make_product()])
        answer = press(client, promotion, "delete")
        assert (answer.status_code, answer.location) == (303, "/admin/promotions")
        assert "“Autumn” is deleted." in client.get(answer.location).text
        assert db.session.scalar(db.select(Promotion)) is None
        assert db.session.scalars(db.select(AuditEntry.target)).one() == "Autumn"

    def test_one_that_was_used_stays_with_a_way_on(self, client, administrator):
        promotion = make_promotion(used_count=1)
        assert "/delete" not in client.get(f"/admin/promotions/{promotion.id}").text
        answer = press(client, promotion, "delete")
        assert answer.status_code == 409
        assert f'href="/admin/promotions/{promotion.id}"' in answer.text
        assert stored(promotion) is not None

    @pytest.mark.parametrize("what", ["pause", "resume", "end", "delete"])
    def test_unknown_one_is_a_404(self, client, administrator, what):
        assert client.post(f"/admin/promotions/4711/{what}").status_code == 404


class TestOnTheProductPage:
    def test_says_what_applies_by_itself_and_until_when(self, client):
        product = make_product(slug="mug")
        end = clock.now().replace(year=2099, month=11, day=30)
        make_promotion(percent=2000, ends_at=end, products=[product])
        page = client.get("/products/mug").text
        assert "20 % off in the cart until Nov 30, 2099" in page

    def test_says_nothing_of_what_another_product_gets(self, client):
        make_product(slug="bowl")
        make_promotion(percent=2000, products=[make_product(slug="mug")])
        assert "20 % off" in client.get("/products/mug").text
        assert "20 % off" not in client.get("/products/bowl").text

    def test_says_so_for_what_is_in_a_covered_collection(self, client):
        bowls = CollectionFactory()
        make_product(slug="bowl", collections=(bowls,))
        make_product(slug="mug")
        make_promotion(kind="buy_get", buy_quantity=2, get_quantity=1, collections=[bowls])
        assert "Buy 2, get 1 free" in client.get("/products/bowl").text
        assert "Buy 2, get 1 free" not in client.get("/products/mug").text

    def test_says_so_for_what_is_in_a_collection_below_a_covered_one(self, client):
        kitchen = CollectionFactory()
        make_product(slug="bowl", collections=(CollectionFactory(parent=kitchen),))
        make_promotion(kind="buy_get", buy_quantity=2, get_quantity=1, collections=[kitchen])
        assert "Buy 2, get 1 free" in client.get("/products/bowl").text

    @pytest.mark.parametrize(
        "fields",
        [
            {"code": "SECRET"},
            {"is_active": False},
            {"starts_at": in_days(1)},
            {"ends_at": in_days(-1)},
            {"total_limit": 1, "used_count": 1},
        ],
    )
    def test_is_silent_about_what_does_not_apply_by_itself_now(self, client, fields):
        make_product(slug="mug")
        make_promotion(**fields)
        assert "10 % off" not in client.get("/products/mug").text

    def test_names_the_least_that_has_to_be_in_the_cart(self, client):
        make_product(slug="mug")
        make_promotion(kind="free_shipping", amount=1500, minimum_spend=7500)
        assert "Free shipping from $75.00, up to $15.00" in client.get("/products/mug").text
