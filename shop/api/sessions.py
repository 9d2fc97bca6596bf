"""The API knows nobody: it neither reads a cookie nor sets one."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class SessionsOutsideApi(SecureCookieSessionInterface):
    """Flask's own sessions, but an empty one that cannot be written for /api.

    Without it Flask-Login looks into every session, so that answers would vary by cookie.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith("/api/"):
            return None  # Flask then makes a null session
        return super().open_session(app, request)
