"""What every feature's routes need: safe redirects, absolute addresses, pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, get_flashed_messages, redirect, request
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from shop import languages, locales
from shop.extensions import limiter

Item = TypeVar("Item")


def wants_json() -> bool:
    """Whether the client asked for JSON rather than a page; who sends JSON and takes all, did."""
    accept = request.accept_mimetypes
    if request.is_json and "text/html" not in accept.values():
        return True
    best = accept.best_match(["text/html", "application/json", "application/problem+json"])
    return best != "text/html" and accept[best or ""] > accept["text/html"]


class RowId(IntegerConverter):
    """<int:…> in an address: a row's id, so at most what a 32-bit column holds; else a 404."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, max=2**31 - 1, **options)


def see_other(url: str) -> Response:
    """The answer to a successful form: Post/Redirect/Get."""
    return redirect(url, 303)  # type: ignore[return-value]


def safe_next(target: str | None, default: str) -> str:
    """`target` where it is a path of this shop, else `default`; never a way out of it.

    Browsers read backslashes as slashes and drop control characters, so any of them is refused.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    if "\\" in target or any(ord(char) < 33 for char in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else target


def public_url(endpoint: str, **values: Any) -> str:
    """The absolute address of a page in the language in force, from PUBLIC_URL; never from the
    Host header.

    Needs no request, so that jobs can use it.
    """
    current_app.inject_url_defaults(endpoint, values)
    path = current_app.url_map.bind("").build(endpoint, values)
    prefix = "" if languages.is_neutral(endpoint) else languages.prefix(languages.in_force())
    return str(current_app.config["PUBLIC_URL"]) + prefix + path


def page_number(most: int = 10_000) -> int:
    """The query's `page`, from 1; junk is page 1."""
    text = request.args.get("page", "")
    number = int(text) if text.isdecimal() and len(text) < 9 else 1
    return min(max(number, 1), most)


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One numbered page of a list, as macros/layout.html draws it."""

    items: Sequence[Item]
    page: int
    per_page: int
    total: int
    is_more: bool = False  # than `total`; what is beyond it has no page
    most_pages: int | None = None  # how far the list goes, however many there are

    @property
    def pages(self) -> int:
        pages = max(1, -(-self.total // self.per_page))
        return min(pages, self.most_pages or pages)

    @property
    def is_cut(self) -> bool:
        """Whether there are products beyond the last page."""
        return self.is_more or self.total > self.pages * self.per_page

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def window(self) -> list[int | None]:
        """The numbers to show: both ends, this page's neighbours, None for what is left out."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown


def flashes() -> list[tuple[str, str]]:
    """The messages (category, text) left for this visitor; a stranger's session is not asked."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return list(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]


def current_locale() -> str:
    """The language of this answer, as `lang` wants it."""
    return locales.name().replace("_", "-")


def canonical_url() -> str:
    """This page's one address: PUBLIC_URL and the path, without the query."""
    return str(current_app.config["PUBLIC_URL"]) + languages.requested_prefix() + request.path


def init_limiter(app: Flask) -> None:
    """Count tries in Redis, and in the process's own memory while Redis is away."""
    client = app.extensions["redis"]
    app.config.setdefault("RATELIMIT_STORAGE_URI", "redis://")
    app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", {"connection_pool": client.connection_pool})
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    limiter.init_app(app)
