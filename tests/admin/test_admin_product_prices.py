"""Changing the prices of many products by percent."""

import pytest
from factories import fill_catalog, make_product
from test_admin_product_bulk import URL, changes, do, fresh

from shop.admin.audit.models import AuditEntry
from shop.catalog.models import Product
from shop.extensions import db


@pytest.fixture(autouse=True)
def _administrator(administrator):
    """Each of these is done by one."""


def prices(product):
    return [(v.price, v.compare_at_price) for v in fresh(product).variants]


@pytest.mark.parametrize(
    ("percent", "after"),
    [
        ("10", 2195),
        ("-10", 1796),
        ("-12.5", 1746),
        ("\N{MINUS SIGN}50 %", 998),
        ("0,05", 1996),
        ("1000", 21945),
    ],
)
def test_is_rounded_half_up_to_the_smallest_coin(client, percent, after):
    mug = make_product("Mug", price=1995)
    answer = do(client, [mug], "price", percent=percent)
    assert "1 product has a new price" in client.get(answer.location).text
    assert prices(mug) == [(after, None)]
    assert fresh(mug).price == fresh(mug).highest_price == after
    assert changes() == [("Mug", mug.variants[0].sku, "price", 1995, after)]


@pytest.mark.parametrize(
    "percent", ["", "much", "0", "-100", "1000.01", "0.001", "nan", "1e99999", "\0", "9" * 500]
)
def test_no_sound_percentage_is_a_400_beside_its_field(client, percent):
    mug = make_product(price=1000)
    data = {"ids": [mug.id], "action": "price", "percent": percent, "look": "1"}
    answer = client.post(URL, data=data)
    assert answer.status_code == 400
    assert 'id="percent-error"' in answer.text
    data["confirmed"] = "1/0/False"
    assert client.post(URL, data=data).status_code == 400
    assert prices(mug) == [(1000, None)]


def test_shows_the_new_prices_first(client):
    mug = make_product("Mug", price=1000)
    data = {"ids": [mug.id], "action": "price"}
    asked = client.post(URL, data=data)
    assert asked.status_code == 200
    assert "confirmed" not in asked.text
    shown = client.post(URL, data=data | {"percent": "-10", "look": "1"})
    assert "$10.00" in shown.text
    assert "$9.00" in shown.text
    assert prices(mug) == [(1000, None)]


def test_another_number_than_the_shown_one_is_shown_first_too(client):
    mug = make_product(price=1000)
    data = {"ids": [mug.id], "action": "price", "percent": "-20", "confirmed": "1/-10/False"}
    answer = client.post(URL, data=data)
    assert answer.status_code == 409
    assert "$8.00" in answer.text
    assert prices(mug) == [(1000, None)]


def test_a_fall_can_be_shown_as_a_sale(client):
    mug = make_product(price=1000)
    do(client, [mug], "price", percent="-10", strike_through="y")
    assert prices(mug) == [(900, 1000)]
    assert fresh(mug).is_on_sale
    assert fresh(mug).compare_at_price == 1000


def test_a_price_struck_through_already_stays(client):
    mug = make_product(price=1000, compare_at_price=1500)
    do(client, [mug], "price", percent="-10", strike_through="y")
    assert prices(mug) == [(900, 1500)]


def test_a_product_whose_price_would_reach_the_struck_one_is_named_and_left_alone(client):
    sale = make_product("Salt bowl", price=1000, compare_at_price=1100)
    mug = make_product("Mug", price=1000)
    data = {"ids": [sale.id, mug.id], "action": "price", "percent": "10", "look": "1"}
    assert "1 product stays as it is" in client.post(URL, data=data).text
    answer = do(client, [sale, mug], "price", percent="10")
    page = client.get(answer.location).text
    assert "Left as they were" in page
    assert "too large: Salt bowl." in page
    assert prices(sale) == [(1000, 1100)]
    assert prices(mug) == [(1100, None)]


def test_no_variant_changes_where_one_cannot(client):
    mug = make_product("Mug", price=1000, colours=("Blue", "Red"))
    mug.variants[1].compare_at_price = 1050
    db.session.commit()
    data = {"ids": [mug.id], "action": "price", "percent": "10", "look": "1"}
    assert "confirmed" not in client.post(URL, data=data).text
    assert prices(mug) == [(1000, None), (1000, 1050)]


def test_a_price_too_large_for_its_column_is_refused(client):
    mug = make_product(price=1_900_000_000)
    data = {"ids": [mug.id], "action": "price", "percent": "10", "look": "1"}
    assert "stays as it is" in client.post(URL, data=data).text


def test_a_thousand_take_as_many_statements_as_two(client, count_queries):
    def raise_prices():
        # Sent as the page in between would, which is not counted.
        number = db.session.scalar(db.select(db.func.count(Product.id)))
        data = {"everything": "1", "action": "price", "percent": "10"}
        answer = client.post(URL, data=data | {"confirmed": f"{number}/10/False"})
        assert answer.status_code == 303

    fill_catalog(2)
    few = count_queries(raise_prices)
    db.session.execute(db.text("DELETE FROM products"))
    db.session.execute(db.text("DELETE FROM audit_entries"))
    db.session.commit()
    fill_catalog(900)
    many = count_queries(raise_prices)
    assert many <= few + 2  # the log's rows are more than one INSERT takes
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(AuditEntry.id))) == 900
    assert db.session.scalars(db.select(Product.price).distinct()).all() == [550]
