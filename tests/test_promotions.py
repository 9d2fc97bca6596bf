import threading
from datetime import timedelta

import pytest
from factories import CollectionFactory, UserFactory, make_product
from selling import make_bare_order, make_line, make_promotion

from shop import clock
from shop.catalog.models import CollectionProduct
from shop.extensions import db
from shop.pricing import DiscountRow, Kind
from shop.promotions.codes import NotACode, normal
from shop.promotions.models import Promotion, PromotionUse
from shop.promotions.services import PromotionUsedUp, claim, claim_all, offers, release

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _context(app):
    with app.test_request_context():
        yield
        db.session.rollback()


def found(lines, *codes, customer=None):
    """The titles of the offers that apply, and the reasons of the codes that do not."""
    applicable, refused = offers(lines, codes, customer, clock.now())
    return [offer.title for offer in applicable], refused


def used_count():
    db.session.rollback()
    return db.session.scalars(db.select(Promotion.used_count)).one()


class TestOffers:
    def test_without_a_code_apply_by_themselves(self):
        make_promotion("Everything must go")
        assert found([make_line()]) == (["Everything must go"], {})

    def test_with_a_code_apply_when_it_is_given(self):
        make_promotion("Welcome", code="WELCOME10")
        lines = [make_line()]
        assert found(lines) == ([], {})
        assert found(lines, "WELCOME10") == (["Welcome"], {})

    def test_unknown_code_is_said_to_be_unknown(self):
        titles, refused = found([make_line()], "NOPE")
        assert titles == []
        assert "We know no code" in refused["NOPE"]

    def test_inactive_one_is_unknown(self):
        make_promotion(code="OLD", is_active=False)
        assert "We know no code" in found([make_line()], "OLD")[1]["OLD"]

    def test_one_of_tomorrow_is_unknown(self):
        make_promotion(code="SOON", starts_at=clock.now() + timedelta(days=1))
        assert "We know no code" in found([make_line()], "SOON")[1]["SOON"]

    def test_one_of_yesterday_has_ended(self):
        make_promotion(code="LATE", ends_at=clock.now() - timedelta(days=1))
        assert "This code ended on" in found([make_line()], "LATE")[1]["LATE"]

    def test_one_whose_uses_are_gone_says_so(self):
        make_promotion(code="ONCE", total_limit=1, used_count=1)
        assert "used up" in found([make_line()], "ONCE")[1]["ONCE"]

    def test_below_its_minimum_it_says_how_much_it_asks_for(self):
        make_promotion(code="FIVER", minimum_spend=4000)
        assert "$40.00" in found([make_line(price=3999)], "FIVER")[1]["FIVER"]
        assert found([make_line(price=4000)], "FIVER")[1] == {}

    def test_of_products_covers_them_alone(self):
        mug, bowl = make_line(), make_line()
        product = make_product()
        make_promotion("Mugs", products=[product])
        assert found([mug, bowl]) == ([], {})
        make_promotion("Bowls", code="BOWLS", products=[product])
        assert "Nothing in your cart" in found([mug], "BOWLS")[1]["BOWLS"]

    def test_of_a_collection_covers_what_is_in_it(self):
        mugs = CollectionFactory()
        mug, bowl = make_line(collections=(mugs,)), make_line()
        make_promotion(collections=[mugs])
        (offer,), _ = offers([mug, bowl], [], None, clock.now())
        assert (offer.covers(mug), offer.covers(bowl)) == (True, False)

    def test_of_a_collection_covers_what_lies_below_it(self):
        living = CollectionFactory()
        vase = make_line()
        row = CollectionProduct(
            collection_id=living.id, product_id=vase.product_id, is_direct=False
        )
        db.session.add(row)
        make_promotion("Living", collections=[living])
        assert found([vase])[0] == ["Living"]

    def test_cost_one_query(self, count_queries):
        mugs = CollectionFactory()
        lines = [make_line(collections=(mugs,)) for _ in range(5)]
        for number in range(5):
            make_promotion(code=f"CODE{number}", collections=[mugs], per_customer_limit=1)
        codes = [f"CODE{number}" for number in range(5)]
        now = clock.now()
        assert count_queries(lambda: offers(lines, codes, "ada@example.com", now)) == 1


class TestPerCustomer:
    def test_who_used_it_cannot_again_and_others_can(self):
        promotion = make_promotion("Once each", code="ONCE", per_customer_limit=1)
        claim(promotion.id, make_bare_order().id, "ada@example.com", 100)
        db.session.commit()
        lines = [make_line()]
        assert "already" in found(lines, "ONCE", customer="ada@example.com")[1]["ONCE"]
        assert found(lines, "ONCE", customer="bea@example.com")[0] == ["Once each"]

    def test_claim_beyond_the_limit_is_refused(self):
        promotion = make_promotion("Once each", per_customer_limit=1)
        claim(promotion.id, make_bare_order().id, "ada@example.com", 100)
        db.session.commit()
        with pytest.raises(PromotionUsedUp, match="Once each"):
            claim(promotion.id, make_bare_order().id, "ada@example.com", 100)

    def test_use_that_was_given_back_can_be_had_again(self):
        promotion = make_promotion(per_customer_limit=2)
        orders = [make_bare_order() for _ in range(3)]
        for order in orders[:2]:
            claim(promotion.id, order.id, "ada@example.com", 100)
        release(orders[0].id)
        claim(promotion.id, orders[2].id, "ada@example.com", 100)
        db.session.commit()
        uses = db.session.scalars(db.select(PromotionUse.ordinal).order_by(PromotionUse.ordinal))
        assert list(uses) == [1, 2]


class TestClaim:
    def test_counts_the_use_and_what_it_took_off(self):
        promotion, order = make_promotion(), make_bare_order()
        claim(promotion.id, order.id, "ada@example.com", 250)
        db.session.commit()
        use = db.session.scalars(db.select(PromotionUse)).one()
        assert (use.order_id, use.customer, use.amount) == (order.id, "ada@example.com", 250)
        assert used_count() == 1

    def test_of_the_last_use_leaves_none(self):
        promotion = make_promotion("The last", total_limit=1)
        claim(promotion.id, make_bare_order().id, "ada@example.com", 100)
        db.session.commit()
        with pytest.raises(PromotionUsedUp, match="The last"):
            claim(promotion.id, make_bare_order().id, "bea@example.com", 100)
        assert used_count() == 1

    def test_of_all_rows_claims_each(self):
        promotions = [make_promotion(), make_promotion()]
        rows = [DiscountRow(promotion.id, "An offer", "", 100) for promotion in promotions]
        claim_all(reversed(rows), make_bare_order().id, "ada@example.com")
        db.session.commit()
        assert list(db.session.scalars(db.select(Promotion.used_count))) == [1, 1]

    @pytest.mark.parametrize("limits", [{"total_limit": 3}, {"per_customer_limit": 3}])
    def test_of_many_at_once_holds_the_limit(self, app, limits):
        promotion = make_promotion(**limits)
        promotion_id, orders = promotion.id, [make_bare_order().id for _ in range(20)]
        db.session.rollback()
        claimed: list[int] = []

        def buy(order_id):
            with app.app_context():
                try:
                    claim(promotion_id, order_id, "ada@example.com", 100)
                    db.session.commit()
                    claimed.append(order_id)
                except PromotionUsedUp:
                    db.session.rollback()

        threads = [threading.Thread(target=buy, args=[order]) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(claimed) == 3
        assert used_count() == 3


class TestRelease:
    def test_gives_the_use_back_once(self):
        promotion, order = make_promotion(total_limit=1), make_bare_order()
        claim(promotion.id, order.id, "ada@example.com", 100)
        release(order.id)
        release(order.id)
        db.session.commit()
        assert used_count() == 0
        assert db.session.scalars(db.select(PromotionUse)).all() == []

    def test_of_an_order_without_promotions_does_nothing(self):
        make_promotion(used_count=4)
        release(make_bare_order().id)
        db.session.commit()
        assert used_count() == 4

    def test_many_at_once_give_back_once(self, app):
        promotion, order = make_promotion(used_count=5), make_bare_order()
        claim(promotion.id, order.id, "ada@example.com", 100)
        db.session.commit()
        order_id = order.id
        db.session.rollback()

        def give_back():
            with app.app_context():
                release(order_id)
                db.session.commit()

        threads = [threading.Thread(target=give_back) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert used_count() == 5


class TestCodes:
    @pytest.mark.parametrize("typed", ["welcome10", " Welcome10 ", "WELCOME 10"])
    def test_are_read_in_any_case_and_with_spaces(self, typed):
        assert normal(typed) == "WELCOME10"

    @pytest.mark.parametrize("typed", ["", "  ", "\x00", "\ud800", "A/B", "x" * 41, "ß" * 21, "--"])
    def test_junk_is_no_code(self, typed):
        with pytest.raises(NotACode):
            normal(typed)


def test_customers_are_told_by_address_not_by_account():
    """The limit follows the mail address, so that a guest and an account count as one."""
    promotion = make_promotion("Once each", code="ONCE", per_customer_limit=1)
    claim(promotion.id, make_bare_order("ada@example.com").id, "ada@example.com", 100)
    db.session.commit()
    UserFactory(email="ada@example.com")
    assert found([make_line()], "ONCE", customer="ada@example.com")[0] == []


def test_free_shipping_keeps_its_cap():
    make_promotion(kind=Kind.FREE_SHIPPING, amount=1500)
    (offer,), _ = offers([make_line()], [], None, clock.now())
    assert (offer.kind, offer.amount) == ("free_shipping", 1500)
