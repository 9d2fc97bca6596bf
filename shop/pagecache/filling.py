"""Filling the holes of a kept page, for a visitor with a cart or an account."""

from flask import Flask, Response, request

from shop.pagecache.holes import draw
from shop.pagecache.page import Page

FOUND = "shop.pagecache.page"  # in the environ of a request that a kept page answers


def init_app(app: Flask) -> None:
    """Answer with kept pages before any view is called."""
    app.before_request(fill)


def fill() -> Response | None:
    """The `before_request` that does it; what the visitor sees is never kept."""
    page: Page | None = request.environ.get(FOUND)
    if page is None:
        return None
    contents = [draw(hole.name, hole.arguments).encode() for hole in page.holes]
    if request.accept_encodings.quality("gzip") <= 0:
        return Response(page.joined(contents), mimetype="text/html")
    response = Response(page.gzipped(contents), mimetype="text/html")
    response.content_encoding = "gzip"
    return response
