"""Filling the holes of a kept page, for a visitor with a cart or an account.

In a request's context, so that whatever draws a hole knows whose it is, but without all that Flask
does around a view: that would cost more than the holes. What is sent is never kept.
"""

import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response

from shop.pagecache.encodings import takes_gzip
from shop.pagecache.holes import draw
from shop.pagecache.page import Headers, Page

log = logging.getLogger(__name__)

PERSONAL = ("Cache-Control", "private, no-cache")


def answer(
    app: Flask, page: Page, environ: WSGIEnvironment, respond: StartResponse
) -> Iterable[bytes] | None:
    """The page with what is the visitor's own; None where that cannot be drawn, and the view has
    to say why, as when the database is away."""
    with app.request_context(environ) as context:
        try:
            contents = [draw(hole.name, hole.arguments).encode() for hole in page.holes]
        except Exception as error:  # the view's own handlers tell the visitor
            log.warning("A kept page could not be filled: %s", error)
            return None
        headers, body = _filled(page, contents, environ)
        if context.session.modified or app.session_interface.should_set_cookie(
            app, context.session
        ):
            response = Response(body, headers=headers)
            return app.process_response(response)(environ, respond)
    respond("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _filled(page: Page, contents: list[bytes], environ: WSGIEnvironment) -> tuple[Headers, bytes]:
    headers = [h for h in page.headers if h[0].lower() != "cache-control"]
    if takes_gzip(environ):
        body = page.gzipped(contents)
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = page.joined(contents)
    return [*headers, PERSONAL, ("Content-Length", str(len(body)))], body
