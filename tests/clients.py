"""Test clients."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.extensions import db


class BrowserLikeClient(FlaskClient):
    """A test client that says, as a browser does, that its requests come from the shop's pages.

    Each request ends the test's own transaction first, so that what a test reads afterwards
    is what the request left behind. It has an application context of its own, as in a server:
    with the test's, what one browser's request keeps in `g` would be met by the next browser.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)
