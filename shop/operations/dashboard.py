"""rq-dashboard at /admin/rq, for administrators: made to fit the shop without changing it.

It brings its own way to Redis, trusts what is in its addresses, and writes job texts into its
pages as HTML; here it gets the shop's client, checked addresses, and escaped texts.
"""

import html
from collections.abc import Callable
from functools import wraps
from typing import Any

import rq_dashboard
from flask import Flask, Response, abort, json, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rq.exceptions import InvalidJobOperation, NoSuchJobError

from shop import access, headers
from shop.errors import error_response
from shop.redis import RedisError, redis_client
from shop.rights import Right

NAME = "rq_dashboard"
REGISTRIES = ("queued", "scheduled", "deferred", "started", "finished", "failed", "canceled")
MOST_ROWS = 1000  # jobs on one of its pages


def init_app(app: Flask) -> None:
    """Mount it."""
    # Only shown, never connected to: connecting is done through the shop's client.
    app.config["RQ_DASHBOARD_REDIS_URL"] = ["Redis"]
    app.redis_conn = app.extensions["redis"]  # type: ignore[attr-defined]
    app.register_blueprint(rq_dashboard.blueprint, url_prefix="/admin/rq")
    app.before_request_funcs[NAME] = [check_request]  # instead of its own, which connects
    app.after_request_funcs.setdefault(NAME, []).append(fit_answer)
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith(NAME + ".") and endpoint != NAME + ".static":
            app.view_functions[endpoint] = translate_errors(view)
    access.close_blueprint(app, NAME, Right.SEE_JOBS, Right.RETRY_JOBS)


def check_request() -> ResponseReturnValue | None:
    """404 for addresses that its views would stumble over, 405 for a change by GET."""
    if request.endpoint == f"{NAME}.static":
        return None
    if request.endpoint == f"{NAME}.requeue_all" and request.method != "POST":
        abort(405)
    if not all(is_sound(name, str(value)) for name, value in (request.view_args or {}).items()):
        abort(404)
    return None


def is_sound(name: str, value: str) -> bool:
    """Whether one part of an address is what its views expect there."""
    if name == "instance_number":
        return value == "0"  # there is one Redis
    if name == "registry_name":
        return value in REGISTRIES
    if name == "order":
        return value in ("asc", "dsc")
    if name in ("page", "per_page"):
        return value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= MOST_ROWS
    return value.isprintable()


def translate_errors(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view` with pages for a Redis that is away and for jobs that are not there."""

    @wraps(view)
    def translated(*args: Any, **kwargs: Any) -> Any:
        try:
            redis_client().ping()  # its front page would call this an answer otherwise
            return view(*args, **kwargs)
        except (NoSuchJobError, InvalidJobOperation, ValueError):
            abort(404)
        except RedisError:
            return redis_away()

    return translated


def redis_away() -> Response:
    response = error_response(
        503,
        _("Redis is away"),
        _("Jobs cannot be shown just now. They are safe in the outbox and run once it is back."),
    )
    response.headers["Retry-After"] = "10"
    return response


def fit_answer(response: Response) -> Response:
    """Let its scripts run under a policy that names them, and its job texts be only texts."""
    if response.status_code != 200 or request.endpoint == f"{NAME}.static":
        return response
    if response.is_json:
        response.set_data(json.dumps(escaped(response.get_json())))
    elif response.mimetype == "text/html":
        page = response.get_data(as_text=True)
        page = page.replace("<script", f'<script nonce="{headers.csp_nonce()}"')
        own_icon = url_for("static", filename="favicon.ico")
        page = page.replace(own_icon, url_for("static", filename="favicon.svg"))
        response.set_data(page)
        # Its templates are compiled in the browser ('unsafe-eval') and hide parts by style="".
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self' 'nonce-{headers.csp_nonce()}' 'unsafe-eval'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    return response


def escaped(value: Any) -> Any:
    """A JSON value with every text in it escaped for HTML, which is where its scripts put it."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, list):
        return [escaped(item) for item in value]
    if isinstance(value, dict):
        return {name: escaped(item) for name, item in value.items()}
    return value
