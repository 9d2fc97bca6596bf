"""Filling the holes of a kept page, for a visitor with a cart or an account.

In a request's context, so that whatever draws a hole knows whose it is, but without all that Flask
does around a view: that would cost more than the holes. What is sent is never kept.
"""

import logging
from collections.abc import Iterable
from time import perf_counter
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response
from flask.sessions import SessionMixin

from shop.pagecache.encodings import takes_gzip
from shop.pagecache.holes import draw
from shop.pagecache.page import Headers, Page
from shop.pagecache.signals import served

log = logging.getLogger(__name__)

FOUND = "shop.pagecache.found"  # in the environ of a visitor's request that a kept page answers
PERSONAL = ("Cache-Control", "private, no-cache")


class Found(NamedTuple):
    """The page, and what is counted of its answer."""

    page: Page
    source: str
    began: float  # on time.perf_counter()


class Filler:
    """`wsgi`, Flask itself, ahead of which kept pages are filled.

    It is the innermost: proxies and languages have been read from the request by then.
    """

    def __init__(self, app: Flask, wsgi: WSGIApplication) -> None:
        self.app = app
        self.wsgi = wsgi

    def __call__(self, environ: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
        found: Found | None = environ.pop(FOUND, None)
        answer = self._filled(found.page, environ, respond) if found else None
        if found is None or answer is None:
            return self.wsgi(environ, respond)
        served.send(
            self.app,
            route=found.page.route,
            method=environ["REQUEST_METHOD"],
            status=200,
            seconds=perf_counter() - found.began,
            source=found.source,
        )
        return answer

    def _filled(
        self, page: Page, environ: WSGIEnvironment, respond: StartResponse
    ) -> Iterable[bytes] | None:
        """The page with what is the visitor's own; None where that cannot be drawn, and the view
        has to say why, as when the database is away."""
        with self.app.request_context(environ) as context:
            try:
                contents = [draw(hole.name, hole.arguments).encode() for hole in page.holes]
            except Exception as error:  # the view's own handlers tell the visitor
                log.warning("A kept page could not be filled: %s", error)
                return None
            headers, body = _packed(page, contents, environ)
            if self._sets_cookies(context.session):
                response = Response(body, headers=headers)
                return self.app.process_response(response)(environ, respond)
        respond("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _sets_cookies(self, session: SessionMixin | None) -> bool:
        """Whether the answer brings the session on, or a sign-in that is remembered."""
        if session is None:
            return False
        return session.modified or self.app.session_interface.should_set_cookie(self.app, session)


def _packed(page: Page, contents: list[bytes], environ: WSGIEnvironment) -> tuple[Headers, bytes]:
    headers = [header for header in page.headers if header[0].lower() != "cache-control"]
    if takes_gzip(environ):
        body = page.gzipped(contents)
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = page.joined(contents)
    return [*headers, PERSONAL, ("Content-Length", str(len(body)))], body
