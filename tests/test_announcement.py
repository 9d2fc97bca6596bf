"""The line above every page of the catalog: the promotion that everybody gets by themselves."""

from datetime import UTC, datetime

import pytest
from selling import make_promotion

from shop.pricing import Kind
from shop.promotions.models import Scope


def announced(client, path="/"):
    return 'class="announcement"' in client.get(path).text


@pytest.fixture
def free_delivery(app):
    return make_promotion("Delivery on us", kind=Kind.FREE_SHIPPING, minimum_spend=7500)


@pytest.mark.parametrize("path", ["/", "/products", "/collections"])
def test_is_on_the_pages_that_everybody_sees(client, free_delivery, path):
    assert "Free shipping from $75.00" in client.get(path).text


@pytest.mark.parametrize("path", ["/auth/login", "/cart"])
def test_is_not_where_somebody_is_busy(client, free_delivery, path):
    assert not announced(client, path)


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "SECRET"},
        {"is_active": False},
        {"scope": Scope.COLLECTIONS},
        {"starts_at": datetime(2100, 1, 1, tzinfo=UTC)},
        {"ends_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"total_limit": 1, "used_count": 1},
    ],
)
def test_says_nothing_of_what_not_everybody_gets_now(client, app, fields):
    make_promotion("Ten percent", kind=Kind.PERCENT, percent=1000, **fields)
    assert not announced(client)
