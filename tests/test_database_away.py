"""What everybody sees while the database is away."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from shop.extensions import db

PATHS = ["/", "/products", "/cart", "/account", "/account/export"]


class UndefinedTable(Exception):
    """As psycopg raises it."""

    sqlstate = "42P01"


@pytest.fixture
def database_gone(app):
    """Every statement fails, as each new connection to a server that is down would.

    Calling it starts that, and returns the list of what was asked since.
    """

    errors, asked = [], []

    def fail(_connection, _cursor, statement, *_):
        if errors:
            asked.append(statement)
            raise errors[0]

    def leave(error=None):
        errors.append(error or OperationalError("SELECT", {}, Exception("connection refused")))
        return asked

    event.listen(db.engine, "before_cursor_execute", fail)
    yield leave
    event.remove(db.engine, "before_cursor_execute", fail)


def assert_back_in_a_moment(answer):
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Back in a moment" in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_customers_get_the_page_that_says_so(client, customer, database_gone, path):
    database_gone()
    assert_back_in_a_moment(client.get(path))


@pytest.mark.parametrize("path", ["/account/profile", "/cart/items", "/auth/logout"])
def test_customers_forms_are_answered_too(client, customer, database_gone, path):
    database_gone()
    assert_back_in_a_moment(client.post(path, data={"name": "Ada", "variant": "1"}))


@pytest.mark.parametrize(
    "error",
    [
        DatabaseError("SELECT", {}, Exception("file is not a database")),
        ProgrammingError("SELECT", {}, UndefinedTable()),
    ],
)
def test_what_is_no_database_of_the_shop_is_away_too(client, database_gone, error):
    database_gone(error)
    assert_back_in_a_moment(client.get("/products"))


def test_scripts_get_a_problem_document(client, customer, database_gone):
    database_gone()
    answer = client.get("/cart", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0


def test_the_page_does_not_ask_again(client, customer, database_gone):
    """Each question to a locked SQLite takes ten seconds."""
    asked = database_gone()
    assert_back_in_a_moment(client.post("/account/profile", data={"name": "Ada"}))
    assert len(asked) == 1
