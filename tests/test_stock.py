from collections import Counter

import pytest
from at_once import at_once
from factories import make_product
from sqlalchemy import func

from shop.catalog import stock
from shop.catalog.models import Product, StockMovement, Variant
from shop.catalog.stock import SoldOut
from shop.extensions import db
from shop.orders import proof


def left(variant_id):
    db.session.rollback()
    return db.session.scalar(db.select(Variant.stock).where(Variant.id == variant_id))


def moved(variant_id):
    wanted = db.select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant_id)
    return db.session.scalar(wanted) or 0


def take(units, reason="order"):
    """As a request does: all of it, or nothing."""
    try:
        stock.take(units, reason)
    except SoldOut:
        db.session.rollback()
        raise
    db.session.commit()


@pytest.fixture
def mug(app):
    return make_product("Harbour mug", stock=10)


class TestTake:
    def test_takes_the_units_and_notes_the_movement(self, mug):
        variant = mug.variants[0]
        take({variant.id: 3}, "order W-1")
        assert left(variant.id) == 7
        movement = db.session.scalars(db.select(StockMovement)).one()
        assert (movement.change, movement.reason) == (-3, "order W-1")

    def test_product_is_summed_up(self, app):
        product = make_product(stock=2, colours=("Sage", "Oat"))
        take({variant.id: 2 for variant in product.variants})
        db.session.rollback()
        product = db.session.get(Product, product.id)
        assert (product.stock, product.is_available) == (0, False)

    def test_rows_that_the_session_holds_are_read_again(self, mug):
        variant = mug.variants[0]
        assert variant.stock == 10
        stock.take({variant.id: 4}, "order")
        assert (variant.stock, mug.stock) == (6, 6)

    def test_more_than_there_are_is_refused_with_all_that_is_short(self, mug):
        bowl = make_product("Moor bowl", stock=1)
        plenty = make_product("Plenty", stock=50)
        wanted = {mug.variants[0].id: 11, bowl.variants[0].id: 2, plenty.variants[0].id: 5}
        with pytest.raises(SoldOut) as caught:
            take(wanted)
        assert caught.value.left == {mug.variants[0].id: 10, bowl.variants[0].id: 1}
        assert set(caught.value.titles.values()) == {"Harbour mug", "Moor bowl"}
        assert [left(id_) for id_ in wanted] == [10, 1, 50]
        assert db.session.scalars(db.select(StockMovement)).all() == []

    def test_variant_that_is_gone_has_none_left(self, mug):
        with pytest.raises(SoldOut) as caught:
            take({mug.variants[0].id: 1, 999_999: 1})
        assert caught.value.left == {999_999: 0}


class TestGiveBack:
    def test_gives_the_units_back_and_notes_the_movement(self, mug):
        variant = mug.variants[0]
        take({variant.id: 10})
        stock.give_back({variant.id: 4}, "order cancelled")
        db.session.commit()
        assert left(variant.id) == 4
        assert moved(variant.id) == -6
        assert db.session.get(Product, mug.id).is_available

    def test_variant_that_is_gone_is_left_out(self, mug):
        stock.give_back({999_999: 1, mug.variants[0].id: 1}, "order cancelled")
        db.session.commit()
        assert left(mug.variants[0].id) == 11

    def test_nothing_to_give_back_is_no_movement(self, mug):
        stock.give_back({}, "order cancelled")
        db.session.commit()
        assert db.session.scalars(db.select(StockMovement)).all() == []


class TestManyAtOnce:
    def test_last_units_are_sold_once(self, app, mug):
        variant_id = mug.variants[0].id
        answers = []
        for _ in range(3):
            answers += at_once(app, [lambda: take({variant_id: 1})] * 15)
        assert Counter(map(type, answers)) == {type(None): 10, SoldOut: 35}
        assert left(variant_id) == 0
        assert moved(variant_id) == -10
        assert db.session.get(Product, mug.id).stock == 0

    def test_orders_of_two_things_in_either_order_do_not_deadlock(self, app, mug):
        bowl = make_product("Moor bowl", stock=100)
        mug_id, bowl_id = mug.variants[0].id, bowl.variants[0].id
        stock.give_back({mug_id: 90}, "delivery")
        db.session.commit()
        pairs = [{mug_id: 1, bowl_id: 1}, {bowl_id: 1, mug_id: 1}] * 8
        answers = at_once(app, [lambda units=units: take(units) for units in pairs])
        assert answers == [None] * 16
        assert (left(mug_id), left(bowl_id)) == (84, 84)

    def test_summary_counts_what_orders_of_other_variants_took(self, app):
        product = make_product(stock=10, colours=("Sage", "Oat", "Ink"))
        ids = [variant.id for variant in product.variants] * 4
        answers = at_once(app, [lambda id_=id_: take({id_: 1}) for id_ in ids])
        assert answers == [None] * 12
        db.session.rollback()
        assert db.session.get(Product, product.id).stock == 18


@pytest.mark.slow
class TestProof:
    def test_processes_sell_the_last_units_once(self, app, environ, monkeypatch):
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        outcome = proof.prove(units=5, buyers=2, tries=6)
        assert outcome.is_right
        assert (outcome.sold, outcome.refused, outcome.left) == (5, 7, 0)
        assert db.session.scalar(db.select(func.count()).select_from(Product)) == 0

    def test_wrong_count_is_an_error(self, app, monkeypatch):
        wrong = proof.Outcome(5, 12, sold=6, refused=6, failed=0, left=0, moved=-1)
        monkeypatch.setattr(proof, "prove", lambda *_: wrong)
        result = app.test_cli_runner().invoke(args=["prove-stock"])
        assert result.exit_code == 1
        assert "sold 6, refused 6, failed 0, left 0" in result.output
        assert "does not add up" in result.output
