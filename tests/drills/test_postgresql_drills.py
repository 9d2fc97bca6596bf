"""PostgreSQL is restarted, or crashes and recovers, while a crowd buys."""

import flask_migrate
import pytest
from judging import Wrong
from standing import Shop

from shop.app import create_app
from shop.extensions import db

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def variables(environ, server):
    return environ | {"DATABASE_URL": server.url}


@pytest.fixture(scope="module")
def migrated_app(variables):
    """In place of the one that all other tests use, whose server is not ours to restart."""
    app = create_app(variables, TESTING=True)
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["redis"].close()


@pytest.fixture(scope="module")
def shop(migrated_app, variables, tmp_path_factory):
    with Shop(variables, tmp_path_factory.mktemp("drills")) as shop:
        yield shop


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_ordered_outlasts_the_server(drill, server, mode):
    with drill.buying() as journal:
        drill.let(8)
        server.restart(mode)
        drill.let(16)
    assert drill.wrong() == Wrong()
    assert journal.troubles
