import pytest
from selling import make_method, make_zone

from shop.extensions import db
from shop.shipping.models import Basis
from shop.shipping.services import countries, methods_for

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _context(app):
    with app.app_context():
        yield
        db.session.rollback()


def prices(country, goods=1000, weight=0):
    return {method.code: method.price for method in methods_for(country, goods, weight)}


class TestMethods:
    def test_are_those_of_the_countrys_zone(self):
        make_method(make_zone("US"), "ground", {0: 595})
        make_method(make_zone("DE", "FR"), "post", {0: 1495})
        assert prices("US") == {"ground": 595}
        assert prices("FR") == {"post": 1495}

    def test_of_a_country_that_is_not_served_are_none(self):
        make_method(make_zone("US"), "ground", {0: 595})
        assert prices("DE") == {}

    @pytest.mark.parametrize(("goods", "price"), [(0, 800), (4999, 800), (5000, 400), (9000, 400)])
    def test_cost_what_the_total_reached(self, goods, price):
        make_method(make_zone("US"), "ground", {0: 800, 5000: 400})
        assert prices("US", goods) == {"ground": price}

    @pytest.mark.parametrize(("weight", "price"), [(0, 500), (1999, 500), (2000, 900)])
    def test_cost_what_the_weight_reached(self, weight, price):
        make_method(make_zone("US"), "parcel", {0: 500, 2000: 900}, basis=Basis.WEIGHT)
        assert prices("US", 99_999, weight) == {"parcel": price}

    def test_below_the_lowest_step_are_not_offered(self):
        make_method(make_zone("US"), "pallet", {20_000: 9900}, basis=Basis.WEIGHT)
        assert prices("US", weight=19_999) == {}

    @pytest.mark.parametrize(("goods", "price"), [(7499, 595), (7500, 0)])
    def test_are_free_from_a_total_on(self, goods, price):
        make_method(make_zone("US"), "ground", {0: 595}, free_over=7500)
        assert prices("US", goods) == {"ground": price}

    def test_that_were_switched_off_are_not_offered(self):
        make_method(make_zone("US"), "ground", {0: 595}, is_active=False)
        assert prices("US") == {}

    def test_come_in_the_merchants_order(self):
        zone = make_zone("US")
        make_method(zone, "express", {0: 1495}, position=2)
        make_method(zone, "standard", {0: 595}, position=1)
        assert list(prices("US")) == ["standard", "express"]

    def test_country_may_be_in_small_letters(self):
        make_method(make_zone("US"), "ground", {0: 595})
        assert prices("us") == {"ground": 595}

    @pytest.mark.parametrize("country", ["", "\x00\x00", "\ud800x", "USA", "x" * 5000, "🐦🐦"])
    def test_of_junk_are_none(self, country):
        assert prices(country) == {}

    def test_of_very_much_are_found(self):
        make_method(make_zone("US"), "ground", {0: 595})
        assert prices("US", 10**15, 10**12) == {"ground": 595}

    def test_cost_one_query(self, count_queries):
        zone = make_zone("US")
        for code in ("standard", "express", "parcel"):
            make_method(zone, code, {0: 500, 1000: 900})
        assert count_queries(lambda: methods_for("US", 2000, 0)) == 1


class TestCountries:
    def test_are_those_that_some_method_serves(self):
        make_method(make_zone("US", "CA"), "ground", {0: 595})
        make_method(make_zone("DE"), "post", {0: 595}, is_active=False)
        make_zone("FR")
        assert countries() == {"US", "CA"}
