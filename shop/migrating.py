"""Flask-Migrate, loaded where a database is changed: in `flask db`, and in tests.

It brings Alembic, which no page needs: 10 MB less in each web worker.
"""

from pathlib import Path
from typing import Any

from flask import Flask

from shop.extensions import db

DIRECTORY = Path(__file__).parent / "migrations"


class OnDemand:
    """What stands in `app.extensions["migrate"]` until something is asked of it."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(db=db, directory=str(DIRECTORY)).init_app(self._app)  # takes this one's place
        return getattr(self._app.extensions["migrate"], name)


def init_app(app: Flask) -> None:
    """Have `flask_migrate` find the shop's migrations."""
    app.extensions["migrate"] = OnDemand(app)


def revisions() -> list[str]:
    """This release's migrations, the newest last. Each one's file begins with its revision."""
    return sorted(path.name.partition("_")[0] for path in DIRECTORY.glob("versions/*_*.py"))
