"""The headers of every answer: security, and who may keep a copy of it."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request, url_for

View = TypeVar("View", bound=Callable[..., object])

HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
# Cookies that make a request somebody's own; without them everybody gets the same bytes.
OWN_COOKIES = ("session", "remember_token", "cart")
RENDERING = "shop.pagecache"  # in the environ of a request that renders a page to keep


def public(view: View) -> View:
    """Mark a view whose page is the same for every stranger, so that caches may keep it."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public_page() -> bool:
    """Whether this request is for a view that everybody may see, by an address that search
    engines may keep."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_public", False)


def from_stranger() -> bool:
    """Whether the request carries nothing that makes it somebody's."""
    return not any(name in request.cookies for name in OWN_COOKIES)


def csp_nonce() -> str:
    """The nonce of this answer's inline scripts; asking for it is what allows one."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_app(app: Flask) -> None:
    """Set the headers of every answer."""
    app.after_request(offer_speculation)
    app.after_request(set_caching)
    app.after_request(set_security)


def offer_speculation(response: Response) -> Response:
    """Let browsers render products and collections that are pointed at, before they are pressed.

    Only from catalog pages, and only links of the catalog: no GET of the shop changes anything, and
    what a page keeps in the browser waits until it is shown. A header, since the Content Security
    Policy knows no inline scripts. Source: https://wicg.github.io/nav-speculation/
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_public", False) and response.mimetype == "text/html":
        rules = url_for("static", filename="speculation-rules.json")
        response.headers["Speculation-Rules"] = f'"{rules}"'
    return response


def set_security(response: Response) -> Response:
    """Set by hand, so that one function says all of it. Source: OWASP Secure Headers Project."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    if current_app.config["PUBLIC_URL"].startswith("https://"):
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}; includeSubDomains"
    return response


def content_security_policy() -> str:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return (
        f"default-src 'none'; script-src 'self'{nonce}; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def set_caching(response: Response) -> Response:
    """Strangers' catalog pages may be kept and are revalidated; anything personal is not kept."""
    if "Cache-Control" in response.headers or request.endpoint == "static":
        return response
    is_makeshift = g.get("is_makeshift", False)  # drawn without something that the database has
    if not is_public_page() or is_makeshift or response.status_code not in (200, 301, 308):
        response.headers["Cache-Control"] = "no-store"
        return response
    response.vary.update(["Accept", "Accept-Encoding", "Cookie"])
    if not from_stranger():
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=60, must-revalidate"
    is_kept = RENDERING in request.environ  # and gets its tag there
    if response.status_code == 200 and not (response.is_streamed or is_kept):
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response
