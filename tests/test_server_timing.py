"""Where an answer's time went, as development tells the browser."""

import re

import pytest
from factories import make_product
from sqlalchemy import event

from shop.app import create_app
from shop.extensions import db

KEY = "a key for tests that is long enough to be one"


@pytest.fixture
def developers(app, environ):
    """A browser of a shop in development, with the same database."""
    shop = create_app(environ | {"SHOP_ENV": "development", "SHOP_NAME": "Timed"})
    make_product("Mug", slug="mug")
    yield shop.test_client()
    with shop.app_context():
        db.engine.dispose()


def times(answer):
    """The header's parts: name, milliseconds, description."""
    found = {}
    for part in answer.headers["Server-Timing"].split(", "):
        name, duration, description = re.fullmatch(
            r'(\w+);dur=([\d.]+)(?:;desc="([\w ]+)")?', part
        ).groups()
        found[name] = (float(duration), description)
    return found


def test_page_tells_of_the_database_the_cache_and_its_templates(developers):
    seen = times(developers.get("/products/mug"))
    assert seen["db"][1].endswith(" statements")
    assert seen["cache"][1] == "rendered"
    assert 0 < seen["render"][0] <= seen["app"][0]


def test_kept_page_tells_where_it_was_found(developers):
    developers.get("/products/mug")
    seen = times(developers.get("/products/mug"))
    assert seen["cache"][1] == "memory"
    assert seen.keys() == {"app", "cache"}


def test_every_statement_is_counted(developers):
    sent = []
    with developers.application.app_context():
        event.listen(db.engine, "after_cursor_execute", lambda *of: sent.append(of))
    seen = times(developers.get("/api/products"))
    assert seen["db"][1] == f"{len(sent)} statements"


@pytest.mark.parametrize("path", ["/healthz", "/nothing-here", "/static/favicon.svg"])
def test_every_answer_has_it(developers, path):
    assert "app" in times(developers.get(path))


def test_strangers_of_a_shop_in_production_are_not_told(app, environ):
    shop = create_app(environ | {"SHOP_ENV": "production", "SECRET_KEY": KEY})
    answer = shop.test_client().get("/healthz")
    assert answer.status_code == 200
    assert "Server-Timing" not in answer.headers
