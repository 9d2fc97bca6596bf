"""Cross-site request forgery: every unsafe request must come from a page of our own.

The browser says where a request comes from: `Sec-Fetch-Site`, else `Origin`, else `Referer`.
A request with none of them (an old browser, a script) must carry a Flask-WTF token instead.
Source: OWASP's Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata" and
"Verifying origin with standard headers".
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest

from shop.database import SAFE_METHODS
from shop.extensions import csrf

View = TypeVar("View", bound=Callable[..., object])


class ForgedRequest(BadRequest):
    """An unsafe request that did not come from the shop's own pages."""

    description = _(  # type: ignore[assignment]
        "This request did not come from a page of this shop. "
        "Please go back, reload the page and try again."
    )


def exempt(view: View) -> View:
    """Let `view` take unsafe requests from elsewhere; it checks signatures of its own."""
    view.from_elsewhere = True  # type: ignore[attr-defined]
    return view


def check() -> None:
    """The `before_request` that refuses forged requests. Raises ForgedRequest or CSRFError."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    view = current_app.view_functions.get(request.endpoint)
    if getattr(view, "from_elsewhere", False):
        return
    said = comes_from_here()
    if said is False:
        raise ForgedRequest()
    if said is None:
        csrf.protect()


def comes_from_here() -> bool | None:
    """Whether the browser says that the request is same-origin; None where it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        # "none" is the person's own doing: a bookmark, or a form sent again after a restart.
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return None
    return _origin(source) in (_origin(current_app.config["PUBLIC_URL"]), _origin(request.host_url))


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", "", None)
    return (parts.scheme, (parts.hostname or "").lower(), port)
