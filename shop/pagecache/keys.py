"""Which requests a kept page answers, and under which key: the path, and what counts of the query.

Parameters that a view does not read are left out, and the others are put in one order and one
spelling. So neither junk nor the order of a form's fields makes a second copy of a page.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import WSGIEnvironment

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from shop import languages

View = TypeVar("View", bound=Callable[..., object])
Args = MultiDict[str, str]
Pairs = list[tuple[str, str]]

MOST_KNOWN = 4096  # addresses whose key a process remembers
LONGEST_KNOWN = 300  # characters of one


class Key(NamedTuple):
    text: str  # mount, path and what counts of the query
    path: str
    query: str
    route: str  # the rule's text


def no_query(_args: Args) -> Pairs:
    """The reading of a view that reads no parameter."""
    return []


def kept(read: Callable[[Args], Pairs | None] = no_query) -> Callable[[View], View]:
    """Mark a view whose page is kept, for each of the queries that `read` tells apart.

    It gives the parameters that the view heeds, in one order and one spelling, or None for a query
    whose page is not kept. It may ask neither the database nor the request.
    """

    def mark(view: View) -> View:
        view.kept_query = read  # type: ignore[attr-defined]
        return view

    return mark


class Keys:
    """The keys of `app`'s pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.adapter = app.url_map.bind("")
        self.known: dict[tuple[str, str], Key | None] = {}

    def of(self, environ: WSGIEnvironment) -> Key | None:
        """The key of the page that a request asks for; None where no kept page answers it."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not _takes_html(environ):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if path == "/" and self._may_lead_elsewhere(environ.get("HTTP_COOKIE", "")):
            return None
        key = self._known(path, query)
        if key and (mount := environ.get("SCRIPT_NAME", "")):
            return key._replace(text=f"{mount} {key.text}")
        return key

    def _may_lead_elsewhere(self, cookies: str) -> bool:
        """Whether the front page may be another language's: see languages.remembered_home."""
        own = f"{languages.COOKIE}={self.app.config['DEFAULT_LANGUAGE']}"
        return languages.COOKIE in cookies and own not in cookies

    def _known(self, path: str, query: str) -> Key | None:
        address = (path, query)
        if address in self.known:
            return self.known[address]
        key = self._made(path, query)
        if len(path) + len(query) <= LONGEST_KNOWN:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[address] = key
        return key

    def _made(self, path: str, query: str) -> Key | None:
        bare = self._without_language(path)
        if bare is None or "//" in path:  # which routing takes for one slash
            return None
        try:
            rule, _values = self.adapter.match(bare, "GET", return_rule=True)
        except (HTTPException, RoutingException):
            return None
        read = getattr(self.app.view_functions[rule.endpoint], "kept_query", None)
        pairs = read(_args(query)) if read else None
        if pairs is None:
            return None
        heeded = urlencode(pairs)
        return Key(f"{path}?{heeded}", path, heeded, rule.rule)

    def _without_language(self, path: str) -> str | None:
        """As the views know it; None for an address that leads elsewhere first."""
        try:  # WSGI has the path's bytes as if they were Latin-1
            text = path.encode("latin-1").decode()
        except UnicodeError:
            return None
        bare = languages.bare(text)
        is_default = bare != text and text.startswith(f"/{self.app.config['DEFAULT_LANGUAGE']}/")
        return None if is_default else bare


def _takes_html(environ: WSGIEnvironment) -> bool:
    """Whether the request is a browser's, or any that would get the page and not JSON or an error
    about its body. What is in doubt is left to the view."""
    accept = environ.get("HTTP_ACCEPT", "*/*")
    if accept != "*/*" and (accept.split(",")[0] != "text/html" or "json" in accept):
        return False
    has_body = environ.get("CONTENT_LENGTH") not in (None, "", "0")
    return not (has_body or "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_TYPE"))


def _args(query: str) -> Args:
    text = query.encode("latin-1", "replace").decode(errors="replace")  # as WSGI has bytes
    pairs: Iterable[tuple[str, str]] = parse_qsl(text, keep_blank_values=True, errors="replace")
    return MultiDict(pairs)
