"""Answering with kept pages ahead of Flask, and having missing ones rendered as nobody."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from time import perf_counter, time
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, has_request_context, request
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response

from shop import common_reads
from shop.headers import OWN_COOKIES, RENDERING
from shop.pagecache import encodings
from shop.pagecache import store as stores
from shop.pagecache.filling import FOUND, Found
from shop.pagecache.holes import Hole, Marks
from shop.pagecache.keys import Key, Keys
from shop.pagecache.page import Page, alternating
from shop.pagecache.signals import looked_up, served
from shop.pagecache.store import Store
from shop.pagecache.token import Token

OF_ONE_ANSWER = ("content-length", "content-encoding", "date", "etag")
DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_REFUSED = 4096  # addresses without a page that a process remembers


class Reads(NamedTuple):
    """What pages have in common; see shop.common_reads."""

    token: str
    since: float  # seconds since 1970
    found: dict[Hashable, Any]


@dataclass
class Rendering:
    """What a request that renders a page to keep says of it."""

    expires: float | None = None  # seconds since 1970
    refused: Response | None = None  # what came of it where that is no page to keep

    def ends(self, moment: datetime) -> None:
        self.expires = min(moment.timestamp(), self.expires or moment.timestamp())


def is_for_keeping() -> bool:
    """Whether the page under way is rendered to be kept."""
    return has_request_context() and RENDERING in request.environ


def keep_until(moment: datetime | None) -> None:
    """The page under way holds no longer than `moment`, whatever changes before."""
    if moment and is_for_keeping():
        request.environ[RENDERING].ends(moment)


class PageCache:
    """`wsgi`, whose public pages are kept."""

    def __init__(self, app: Flask, wsgi: WSGIApplication, store: Store, token: Token) -> None:
        self.app = app
        self.wsgi = wsgi
        self.keys = Keys(app)
        self.store = store
        self.token = token
        self.public = urlsplit(app.config["PUBLIC_URL"])
        self.server_name = self.public.hostname or "localhost"
        self.server_port = str(self.public.port or DEFAULT_PORTS[self.public.scheme])
        self.reads = Reads("", 0, {})
        self.refused: dict[str, str] = {}  # the token under which there was no page at a key

    def __call__(self, environ: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        key = self.keys.of(environ)
        token = self.token.current() if key else None
        if key is None or token is None or self.refused.get(key.text) == token:
            return self.wsgi(environ, respond)
        rendering, is_stranger = Rendering(), not _may_be_somebody(environ)
        render = partial(self._render, environ, key, rendering, is_stranger)
        page, source = self.store.find(key.text, token, render)
        if page:
            looked_up.send(self.app, source=source)
        if page and is_stranger:
            status, answer = self._answer(page, environ, respond)
        elif rendering.refused and is_stranger and rendering.refused.status_code >= 400:
            status, answer = self._pass_on(rendering.refused, environ, respond)
        else:
            if page:
                environ[FOUND] = Found(page, source, began)
            return self.wsgi(environ, respond)
        served.send(
            self.app,
            route=key.route,
            method=environ["REQUEST_METHOD"],
            status=status,
            seconds=perf_counter() - began,
            source=source,
        )
        return answer

    def _answer(
        self, page: Page, environ: WSGIEnvironment, respond: StartResponse
    ) -> tuple[int, Iterable[bytes]]:
        if _has(environ.get("HTTP_IF_NONE_MATCH", ""), page.etag):
            respond("304 NOT MODIFIED", [*_without_type(page), ("ETag", page.etag)])
            return 304, []
        encoding = encodings.best(environ)
        is_new = encoding == "br" and page.brotli_kept is None
        headers, body = page.answer(encoding)
        if is_new:
            self.store.keep_brotli(page)
        respond("200 OK", headers)
        return 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _pass_on(
        self, refused: Response, environ: WSGIEnvironment, respond: StartResponse
    ) -> tuple[int, Iterable[bytes]]:
        """What came instead of a page, such as a 404, without the marks of its holes."""
        pieces, holes = self._split(refused)
        refused.set_data(b"".join(alternating(pieces, [hole.of_stranger for hole in holes])))
        return refused.status_code, refused(environ, respond)

    def _split(self, response: Response) -> tuple[list[bytes], list[Hole]]:
        marks: Marks = self.app.extensions["page_marks"]
        return marks.split(response.get_data())

    def _render(
        self,
        environ: WSGIEnvironment,
        key: Key,
        rendering: Rendering,
        is_stranger: bool,
        token: str | None,
    ) -> Page | None:
        """The page at `key` as nobody sees it; None where there is none to keep. For strangers it
        is compressed as they want it before it is kept, so that it is kept with that."""
        if token is None:
            return None
        with self.app.app_context():  # of its own, whatever surrounds this request
            common_reads.lend(self._reads_of(token))
            response = Response.from_app(self.wsgi, self._as_nobody(environ, key, rendering), True)
        if not _can_be_kept(response):
            rendering.refused = response
            if 300 <= response.status_code < 500:
                self._remember_refusal(key, token)
            return None
        pieces, holes = self._split(response)
        headers = [(k, v) for k, v in response.headers if k.lower() not in OF_ONE_ANSWER]
        page = Page(key.text, token, key.route, headers, pieces, holes, time(), rendering.expires)
        if is_stranger:
            page.answer(encodings.best(environ))
        return page

    def _reads_of(self, token: str) -> dict[Hashable, Any]:
        """What pages of this token have read so far; for no longer than they are kept."""
        if self.reads.token != token or time() - self.reads.since > stores.LIFETIME:
            self.reads = Reads(token, time(), {})
        return self.reads.found

    def _remember_refusal(self, key: Key, token: str) -> None:
        """The next who ask are sent to the view at once: nobody renders it twice, or waits."""
        if len(self.refused) >= MOST_REFUSED:
            self.refused.clear()
        self.refused[key.text] = token

    def _as_nobody(
        self, environ: WSGIEnvironment, key: Key, rendering: Rendering
    ) -> WSGIEnvironment:
        """A request for the page with nothing in it that is anybody's."""
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": environ.get("SCRIPT_NAME", ""),
            "PATH_INFO": key.path,
            "QUERY_STRING": key.query,
            "SERVER_NAME": self.server_name,
            "SERVER_PORT": self.server_port,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.public.netloc,
            "HTTP_ACCEPT": "text/html",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.public.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": environ["wsgi.errors"],
            "wsgi.multithread": environ["wsgi.multithread"],
            "wsgi.multiprocess": environ["wsgi.multiprocess"],
            "wsgi.run_once": False,
            RENDERING: rendering,
        }


def _may_be_somebody(environ: WSGIEnvironment) -> bool:
    """Whether the request may carry a cookie that makes it somebody's; what draws the holes looks
    closer."""
    cookies = environ.get("HTTP_COOKIE", "")
    return any(name in cookies for name in OWN_COOKIES)


def _can_be_kept(response: Response) -> bool:
    """Whether everybody may get it: a page, that says so, and holds nothing made for one answer."""
    said = response.headers
    return (
        response.status_code == 200
        and response.mimetype == "text/html"
        and said.get("Cache-Control", "").startswith("public")
        and "Set-Cookie" not in said
        and "'nonce-" not in said.get("Content-Security-Policy", "")
    )


def _has(if_none_match: str, etag: str) -> bool:
    """Whether the client has the page already. Source: RFC 9110, 13.1.2."""
    if not if_none_match:
        return False
    return etag in if_none_match or parse_etags(if_none_match).contains_weak(etag[3:-1])


def _without_type(page: Page) -> list[tuple[str, str]]:
    return [header for header in page.headers if header[0].lower() != "content-type"]
