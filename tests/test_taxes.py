import pytest
from selling import PERCENT, make_tax

from shop.extensions import db
from shop.taxes.regions import region_code
from shop.taxes.services import rates_for

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _context(app):
    with app.app_context():
        yield
        db.session.rollback()


def percents(country, region=""):
    return {name: rate.rate // PERCENT for name, rate in rates_for(country, region).items()}


class TestRates:
    def test_are_the_countrys(self):
        make_tax("DE", 19)
        make_tax("DE", 7, tax_class="books")
        make_tax("FR", 20)
        assert percents("DE") == {"standard": 19, "books": 7}

    def test_of_a_region_take_the_place_of_the_countrys(self):
        make_tax("CA", 5)
        make_tax("CA", 5, tax_class="books")
        make_tax("CA", 13, region="ON")
        assert percents("CA", "ON") == {"standard": 13, "books": 5}
        assert percents("CA", "AB") == {"standard": 5, "books": 5}

    def test_of_a_place_without_any_are_none(self):
        make_tax("US", 7, region="CA")
        assert percents("US") == {}
        assert percents("NO") == {}

    @pytest.mark.parametrize("region", ["CA", "ca", "California", " california ", "US-CA"])
    def test_find_the_region_as_shoppers_write_it(self, region):
        make_tax("US", 7, region="CA")
        assert percents("US", region) == {"standard": 7}

    @pytest.mark.parametrize("country", ["", "\x00\x00", "\ud800x", "USA", "x" * 5000])
    def test_of_junk_are_none(self, country):
        assert percents(country) == {}

    @pytest.mark.parametrize("region", ["\x00", "\ud800", "x" * 5000, "🐦"])
    def test_of_a_junk_region_are_the_countrys(self, region):
        make_tax("DE", 19)
        assert percents("DE", region) == {"standard": 19}

    def test_cost_one_query(self, count_queries):
        make_tax("DE", 19)
        assert count_queries(lambda: rates_for("DE", "Bayern")) == 1


def test_same_name_in_another_country_is_another_region():
    assert region_code("US", "Ontario") == "ONTARIO"
    assert region_code("CA", "Ontario") == "ON"
