"""What carts come to, for the cases that are named and for any that Hypothesis thinks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing import Kind, Offer, PricedLine, Rate, price, refund_share

VAT = {"standard": Rate("VAT 20 %", 200_000)}


def line(unit_price=1000, quantity=1, product=1, **fields):
    return PricedLine(f"line {product}", product, quantity, unit_price, **fields)


def percent_off(percent, number=1, **fields):
    return Offer(number, f"{percent} % off", Kind.PERCENT, percent=percent * 100, **fields)


def amount_off(amount, number=2, **fields):
    return Offer(number, "Some off", Kind.AMOUNT, amount=amount, **fields)


def buy_get(buy, get, number=3, **fields):
    return Offer(number, "Free", Kind.BUY_GET, buy_quantity=buy, get_quantity=get, **fields)


def free_shipping(number=4, **fields):
    return Offer(number, "Free shipping", Kind.FREE_SHIPPING, **fields)


def discounts(totals):
    return [line.discount for line in totals.lines]


def rows(totals):
    return {row.promotion_id: row.amount for row in totals.discounts}


def test_nothing_comes_to_nothing():
    assert price([]).total == 0


def test_without_offers_it_is_goods_and_shipping():
    totals = price([line(1250, 2), line(400, product=2)], shipping=595)
    assert (totals.subtotal, totals.shipping, totals.total) == (2900, 595, 3495)


class TestPercent:
    def test_is_rounded_half_up_on_each_line(self):
        totals = price([line(105), line(115, product=2)], [percent_off(10)])
        assert discounts(totals) == [11, 12]

    def test_covers_its_products_alone(self):
        offer = percent_off(50, product_ids=frozenset({2}))
        assert discounts(price([line(), line(product=2)], [offer])) == [0, 500]

    def test_of_everything_leaves_nothing_to_pay(self):
        assert price([line()], [percent_off(100)], rates=VAT).total == 0


class TestAmount:
    def test_is_spread_to_the_cent_by_the_largest_remainder(self):
        lines = [line(1000, product=1), line(1000, product=2), line(1000, product=3)]
        assert discounts(price(lines, [amount_off(1000)])) == [334, 333, 333]

    def test_takes_no_more_than_there_is(self):
        totals = price([line(300)], [amount_off(500)], shipping=595)
        assert (totals.discount, totals.total) == (300, 595)


class TestBuyAndGet:
    def test_the_cheapest_are_free(self):
        lines = [line(3000, product=1), line(2000, product=2), line(1000, product=3)]
        assert discounts(price(lines, [buy_get(2, 1)])) == [0, 0, 1000]

    def test_counts_whole_sets_alone(self):
        assert price([line(1000, 5)], [buy_get(2, 1)]).discount == 1000
        assert price([line(1000, 6)], [buy_get(2, 1)]).discount == 2000

    def test_two_offers_do_not_count_a_unit_twice(self):
        totals = price([line(1000, 4)], [buy_get(1, 1, number=1), buy_get(1, 1, number=2)])
        assert rows(totals) == {1: 2000}

    @pytest.mark.parametrize(("buy", "get"), [(0, 1), (1, 0), (0, 0)])
    def test_half_an_offer_gives_nothing(self, buy, get):
        assert price([line(1000, 9)], [buy_get(buy, get)]).discount == 0


class TestFreeShipping:
    def test_is_a_discount_over_the_shipping(self):
        totals = price([line()], [free_shipping()], shipping=595)
        assert (totals.shipping, totals.shipping_discount, totals.total) == (595, 595, 1000)
        assert rows(totals) == {4: 595}

    def test_takes_at_most_its_amount(self):
        assert rows(price([line()], [free_shipping(amount=400)], shipping=595)) == {4: 400}

    def test_has_no_row_where_there_is_nothing_to_take(self):
        assert price([line()], [free_shipping()]).discounts == ()


class TestMinimumSpend:
    @pytest.mark.parametrize(("unit_price", "discount"), [(999, 0), (1000, 100)])
    def test_must_be_reached(self, unit_price, discount):
        offer = percent_off(10, minimum_spend=1000)
        assert price([line(unit_price)], [offer]).discount == discount

    def test_is_asked_of_what_the_offer_covers(self):
        offer = percent_off(10, minimum_spend=1000, product_ids=frozenset({2}))
        assert price([line(5000), line(900, product=2)], [offer]).discount == 0

    def test_is_asked_before_other_discounts(self):
        offers = [percent_off(10), free_shipping(minimum_spend=1000)]
        assert price([line(1000)], offers, shipping=500).total == 900


class TestStacking:
    def test_kinds_apply_in_their_order_each_to_what_is_left(self):
        offers = [amount_off(100), percent_off(10), buy_get(1, 1)]
        totals = price([line(1000, 2)], offers)
        assert [row.promotion_id for row in totals.discounts] == [3, 1, 2]
        assert rows(totals) == {3: 1000, 1: 100, 2: 100}

    def test_one_that_does_not_combine_is_alone_where_it_saves_more(self):
        alone = percent_off(30, number=9, combines=False)
        assert rows(price([line(1000)], [percent_off(10), amount_off(50), alone])) == {9: 300}

    def test_one_that_does_not_combine_rests_where_the_others_save_more(self):
        alone = percent_off(12, number=9, combines=False)
        assert rows(price([line(1000)], [percent_off(10), amount_off(50), alone])) == {
            1: 100,
            2: 50,
        }

    def test_ties_go_to_those_that_combine_then_to_the_lower_id(self):
        alone = percent_off(10, number=1, combines=False)
        assert rows(price([line()], [alone, percent_off(10, number=5)])) == {5: 100}
        other = percent_off(10, number=7, combines=False)
        assert rows(price([line()], [other, alone])) == {1: 100}


class TestTax:
    def test_included_changes_no_price(self):
        totals = price([line(1200)], rates=VAT, shipping=600)
        assert (totals.total, totals.tax, totals.shipping_tax) == (1800, 300, 100)
        assert totals.lines[0].total == 1200

    def test_excluded_is_added(self):
        totals = price([line(1000)], rates=VAT, shipping=500, prices_include_tax=False)
        assert (totals.total, totals.tax, totals.shipping_total) == (1800, 300, 600)
        assert totals.lines[0].total == 1200

    def test_is_on_what_discounts_left(self):
        totals = price([line(1000)], [percent_off(50)], rates=VAT, prices_include_tax=False)
        assert (totals.tax, totals.total) == (100, 600)

    def test_is_rounded_line_by_line(self):
        lines = [line(3, product=1), line(3, product=2)]  # 0.6 each
        assert price(lines, rates=VAT, prices_include_tax=False).tax == 2

    def test_has_a_row_for_each_rate(self):
        rates = VAT | {"food": Rate("VAT 5 %", 50_000)}
        totals = price(
            [line(1000), line(1000, product=2, tax_class="food")],
            rates=rates,
            prices_include_tax=False,
        )
        assert [(row.title, row.amount) for row in totals.taxes] == [
            ("VAT 20 %", 200),
            ("VAT 5 %", 50),
        ]

    def test_of_a_class_without_a_rate_is_the_standard_one(self):
        assert price([line(1200, tax_class="books")], rates=VAT).tax == 200

    def test_of_nothing_has_no_row(self):
        assert price([line()], rates={"standard": Rate("None", 0)}).taxes == ()


AMOUNTS = st.integers(0, 2_000_000_000)
PRODUCTS = st.integers(1, 6)
CLASSES = st.sampled_from(["standard", "food", "books"])
LINES = st.lists(
    st.builds(
        PricedLine,
        key=st.integers(),
        product_id=PRODUCTS,
        quantity=st.integers(1, 99),
        unit_price=st.one_of(st.integers(0, 9999), AMOUNTS),
        tax_class=CLASSES,
        weight=st.integers(0, 100_000),
    ),
    max_size=8,
)
OFFERS = st.lists(
    st.builds(
        Offer,
        promotion_id=st.integers(1, 50),
        title=st.just("An offer"),
        kind=st.sampled_from(Kind),
        percent=st.integers(0, 10_000),
        amount=st.one_of(st.integers(0, 9999), AMOUNTS),
        buy_quantity=st.integers(0, 5),
        get_quantity=st.integers(0, 3),
        product_ids=st.one_of(st.none(), st.frozensets(PRODUCTS)),
        minimum_spend=st.one_of(st.just(0), st.integers(0, 100_000)),
        combines=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda offer: offer.promotion_id,
)
RATES = st.dictionaries(
    CLASSES, st.builds(Rate, st.sampled_from(["VAT", "GST"]), st.integers(0, 1_000_000))
)
CARTS = st.tuples(LINES, OFFERS, AMOUNTS, RATES, st.booleans())


class TestAnyCart:
    @given(CARTS)
    def test_printed_rows_add_up_to_the_printed_total(self, cart):
        totals = price(*cart)
        added = 0 if totals.prices_include_tax else totals.tax
        assert totals.total == totals.subtotal - totals.discount + totals.shipping + added
        assert totals.discount == sum(row.amount for row in totals.discounts)
        assert totals.tax == sum(row.amount for row in totals.taxes)
        assert totals.subtotal == sum(line.subtotal for line in totals.lines)

    @given(CARTS)
    def test_lines_and_shipping_add_up_to_the_total(self, cart):
        totals = price(*cart)
        assert totals.total == sum(line.total for line in totals.lines) + totals.shipping_total
        assert totals.tax == sum(line.tax for line in totals.lines) + totals.shipping_tax
        off_goods = sum(line.discount for line in totals.lines)
        assert totals.discount == off_goods + totals.shipping_discount

    @given(CARTS)
    def test_nothing_goes_below_zero(self, cart):
        totals = price(*cart)
        assert totals.total >= 0
        assert totals.goods >= 0
        assert 0 <= totals.shipping_discount <= totals.shipping
        assert all(row.amount > 0 for row in (*totals.discounts, *totals.taxes))
        assert all(0 <= line.discount <= line.subtotal for line in totals.lines)
        assert all(line.total >= 0 and line.tax >= 0 for line in totals.lines)

    @given(CARTS)
    def test_offers_never_raise_the_total(self, cart):
        lines, offers, shipping, rates, prices_include_tax = cart
        without = price(lines, [], shipping, rates, prices_include_tax)
        assert price(lines, offers, shipping, rates, prices_include_tax).total <= without.total

    @given(CARTS, st.randoms())
    def test_order_of_the_offers_does_not_matter(self, cart, random):
        lines, offers, *rest = cart
        shuffled = random.sample(offers, len(offers))
        assert price(lines, shuffled, *rest) == price(lines, offers, *rest)


class TestRefundShare:
    @given(AMOUNTS, st.lists(st.integers(1, 20), min_size=1, max_size=10))
    def test_shares_add_up_to_the_line_however_they_are_grouped(self, total, groups):
        quantity, already, refunded = sum(groups), 0, 0
        for units in groups:
            share = refund_share(total, quantity, already, units)
            assert 0 <= share <= total
            refunded += share
            already += units
        assert refunded == total

    @given(AMOUNTS, st.integers(1, 99))
    def test_units_one_by_one_differ_by_a_cent_at_most(self, total, quantity):
        shares = {refund_share(total, quantity, already, 1) for already in range(quantity)}
        assert max(shares) - min(shares) <= 1

    @pytest.mark.parametrize(("already", "units"), [(0, 4), (3, 1), (-1, 1), (2, -1)])
    def test_units_that_are_not_there_cannot_be_refunded(self, already, units):
        with pytest.raises(ValueError, match="cannot be refunded"):
            refund_share(1000, 3, already, units)
