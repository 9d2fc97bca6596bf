"""The languages of the shop: which there are, and which one a request is in.

The shop's own language, SHOP_LOCALE's, lives at `/`, any other one under its code: `/de/products`.
The prefix is taken off the path before it is routed, and added to WSGI's SCRIPT_NAME. So each view
is one view for all languages, `request.path` is the same in each of them, and `url_for` keeps the
visitor in theirs by itself. Everybody gets the same bytes at the same address: neither a cookie nor
Accept-Language chooses a page's language, but for the front page (see `remembered_home`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from babel import Locale
from flask import Flask, abort, current_app, has_request_context, redirect, request
from flask.globals import request_ctx
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import ConfigError
from shop import locales


class Language(NamedTuple):
    """One that every word of the shop is written in; all but English in shop/translations."""

    code: str  # ISO 639-1; its prefix, and what `lang` and `hreflang` say
    name: str  # what it calls itself
    open_graph: str  # language_TERRITORY, as og:locale wants it


LANGUAGES: Mapping[str, Language] = {
    each.code: each
    for each in (Language("en", "English", "en_US"), Language("de", "Deutsch", "de_DE"))
}
COOKIE = "language"  # what a visitor chose with the switch, for a year
COOKIE_DURATION = 365 * 24 * 60 * 60  # seconds
MOST_PATHS = 4096  # that are remembered
# For machines, or the same in every language. They have one address, without a prefix.
NEUTRAL = (
    "api.",
    "catalog.robots",
    "catalog.sitemap",
    "checkout.webhook",
    "dev.",
    "media.",
    "operations.",
    "rq_dashboard.",
    "static",
)
# What may stand unescaped in a path, and in a query that is escaped already. Source: RFC 3986, 3.
IN_PATHS = "/:@!$&'()*+,;=~"
IN_QUERIES = IN_PATHS + "?%[]"
_CODE = "shop.language"  # in a request's environ: the code that its path began with
_SUPERFLUOUS = "shop.superfluous_prefix"  # in environ: the default's own, which needs none


class UnknownLanguage(ConfigError):
    """SHOP_LOCALE names a language that the shop has no words in."""


class Shop(Flask):
    """Flask, whose `url_for` knows which addresses have no language, and remembers paths: a page
    asks for about thirty, most of them the same as any other page. No function here is async."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept_path = lru_cache(maxsize=MOST_PATHS)(self._path)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself. Flask asks of a dozen functions for each request whether they are async,
        which took a twentieth of what a page from the cache costs."""
        return func

    def url_for(self, endpoint: str, **values: Any) -> str:  # type: ignore[override]
        try:
            adapter = request_ctx._get_current_object().url_adapter  # type: ignore[attr-defined]
        except RuntimeError:
            adapter = None
        given = {name: value for name, value in values.items() if value is not None}
        if adapter is None or endpoint.startswith(".") or not _makes_path(given):
            return self._built(endpoint, values)
        root = adapter.script_name
        return self._kept_path(endpoint, root, adapter.default_method, tuple(given.items()))

    def _path(
        self, endpoint: str, _root: str, _method: str, values: tuple[tuple[str, Any], ...]
    ) -> str:
        return self._built(endpoint, dict(values))

    def _built(self, endpoint: str, values: dict[str, Any]) -> str:
        prefix = requested_prefix()
        if not prefix or endpoint.startswith(".") or not is_neutral(endpoint):
            return super().url_for(endpoint, **values)
        adapter = request_ctx.url_adapter
        assert adapter is not None  # noqa: S101 - every request has one
        spoken, adapter.script_name = adapter.script_name, _mount() + "/"
        try:
            return super().url_for(endpoint, **values)
        finally:
            adapter.script_name = spoken


def _makes_path(values: Mapping[str, Any]) -> bool:
    """Whether an address of these values is a path and no more, which depends on nothing else than
    them. Types whose values equal those of others, as True does 1, are left to be built."""
    return all(type(values[name]) in (str, int) and name[0] != "_" for name in values)


class Prefixes:
    """`app`, to which `/de/products` is `/products` in German."""

    def __init__(self, app: WSGIApplication, default: str) -> None:
        self.app = app
        self.default = default

    def __call__(self, environ: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
        code, slash, rest = environ.get("PATH_INFO", "")[1:].partition("/")
        if code in LANGUAGES:
            if code == self.default or not slash:
                environ[_SUPERFLUOUS] = code
            else:
                environ[_CODE] = code
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "").rstrip("/") + "/" + code
                environ["PATH_INFO"] = "/" + rest
        return self.app(environ, respond)


def init_app(app: Flask) -> None:
    """Have `app` understand prefixes. Raises UnknownLanguage."""
    code = Locale.parse(app.config["SHOP_LOCALE"]).language
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(f"SHOP_LOCALE is {code!r}; the shop has words in {known}.")
    app.config["DEFAULT_LANGUAGE"] = code
    app.wsgi_app = Prefixes(app.wsgi_app, code)  # type: ignore[assignment, method-assign]
    app.before_request(keep_addresses_single)


def keep_addresses_single() -> Response | None:
    """The `before_request` by which nothing has two addresses: 308 from the default language's own
    prefix, and from a language without a slash; 404 for what has no language."""
    code = request.environ.get(_SUPERFLUOUS)
    if code:
        rest = request.path.removeprefix(f"/{code}").lstrip("/\\")
        query = quote(request.query_string, safe=IN_QUERIES)
        target = address(quote("/" + rest, safe=IN_PATHS), code)
        return redirect(f"{target}?{query}" if query else target, 308)  # type: ignore[return-value]
    if requested_prefix() and request.endpoint and is_neutral(request.endpoint):
        abort(404)
    return None


def is_neutral(endpoint: str) -> bool:
    """Whether `endpoint` has one address for all languages."""
    return endpoint.startswith(NEUTRAL)


def default() -> str:
    """The code of the shop's own language."""
    return str(current_app.config["DEFAULT_LANGUAGE"])


def prefix(code: str) -> str:
    """What the addresses in a language begin with; nothing in the shop's own."""
    return "" if code == default() else f"/{code}"


def requested_prefix() -> str:
    """What this request's address began with, and its script root ends with."""
    code = request.environ.get(_CODE) if has_request_context() else None
    return f"/{code}" if code else ""


def address(path: str, code: str) -> str:
    """The path in a language, as the visitor's browser needs it, of a `bare` one."""
    return _mount() + prefix(code) + path


def _mount() -> str:
    """Where the WSGI server has mounted the shop; usually nothing."""
    return request.script_root.removesuffix(requested_prefix()).rstrip("/")


def select_locale() -> Locale:
    """For Flask-Babel: the locale that this request's address says, else the shop's own."""
    code = request.environ.get(_CODE) if has_request_context() else None
    return locale_of(code or default())


def locale_of(code: str | None) -> Locale:
    """The manners of a language: SHOP_LOCALE's in the shop's own, which may be en_GB; and for a
    language that the shop has no longer."""
    if code is None or code not in LANGUAGES or code == default():
        return Locale.parse(current_app.config["SHOP_LOCALE"])
    return Locale.parse(code)


def in_force() -> str:
    """The code of the language that words are in just now: a request's, or a letter's."""
    return locales.made("language", _language, "") or default()


def foreign() -> str | None:
    """The same; None where it is the shop's own, in which the catalog is written, and outside of
    an application."""
    return locales.made("foreign", _foreign, None)


def _language(locale: Locale) -> str:
    return str(locale.language) if locale.language in LANGUAGES else default()


def _foreign(locale: Locale) -> str | None:
    code = _language(locale)
    return None if code == default() else code


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Have words, amounts, days and the addresses of `shop.web.public_url` in a language."""
    with force_locale(locale_of(code)):
        yield


def page() -> str:
    """The path and query of this request, without its language: what the switch comes back to."""
    path, query = quote(request.path, safe=IN_PATHS), quote(request.query_string, safe=IN_QUERIES)
    return f"{path}?{query}" if query else path


def own_path() -> str:
    """The path of this request as the visitor's browser has it, its language included."""
    return request.script_root.rstrip("/") + request.path


def own_address() -> str:
    """`own_path` and the query: where the visitor is, for coming back."""
    return request.script_root.rstrip("/") + page()


def bare(path: str) -> str:
    """`path` of any language as it is in the shop's own."""
    code, slash, rest = path[1:].partition("/")
    return "/" + rest if slash and code in LANGUAGES else path


def alternates(canonical: str) -> list[tuple[str, str]]:
    """What `hreflang` says and leads to, for each language, of the page at the absolute address
    `canonical`; x-default is for readers of all others.

    Source: Google, "Tell Google about localized versions of your page".
    """
    public = str(current_app.config["PUBLIC_URL"])
    path = bare(canonical.removeprefix(public))
    found = [(code, public + prefix(code) + path) for code in LANGUAGES]
    return [*found, ("x-default", public + path)]


def remembered_home() -> Response | None:
    """302 from the shop's front page to the one in the language that the visitor chose earlier.

    Only there, and only for who comes from outside: whoever types the shop's name wants the shop,
    in their language. A link to anything else leads to just that page, as its sender saw it, and
    who presses the shop's mark within a language stays in it.
    """
    code = request.cookies.get(COOKIE, "")
    is_elsewhere = code in LANGUAGES and code != default()
    if not is_elsewhere or requested_prefix() or request.query_string or _comes_from_inside():
        return None
    answer = redirect(address("/", code), 302)
    answer.vary.add("Cookie")
    return answer  # type: ignore[return-value]


def _comes_from_inside() -> bool:
    """Whether a page of the shop led here. Browsers say the site only where connections are
    secure, and of a page that they fetch ahead "none"; the referrer says it then."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    try:
        return urlsplit(request.referrer or "").netloc == request.host
    except ValueError:
        return False
