"""Every error as a page in the shop's own look, or as a problem document (RFC 9457) for JSON."""

import logging
from collections.abc import Callable

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    TimeoutError,
)
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    default_exceptions,
)
from werkzeug.http import HTTP_STATUS_CODES

from shop.extensions import db
from shop.web import wants_json

log = logging.getLogger(__name__)

RETRY_AFTER = "10"  # seconds, when the database is away
UNDEFINED_TABLE = "42P01"  # PostgreSQL's code for it


class Conflict(HTTPException):
    """409: the thing's state does not allow it any more. `way_on` is where to go from here, the
    front page where it is empty."""

    code = 409

    def __init__(self, description: str, way_on: str = "", way_on_label: str = "") -> None:
        super().__init__(description)
        self.way_on = way_on
        self.way_on_label = way_on_label


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, show_http_error)
    for away in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(away, show_database_away)
    app.register_error_handler(DatabaseError, show_database_error)
    for junk in (DataError, OverflowError, UnicodeEncodeError):
        app.register_error_handler(junk, show_junk)
    app.register_error_handler(Exception, show_crash)
    app.before_request(refuse_large_bodies)


def show_sign_in_with(app: Flask, page: Callable[[], str]) -> None:
    """Let a 401's body be what `page` renders: accounts are above this layer."""
    app.extensions["sign_in_page"] = page


def refuse_large_bodies() -> None:
    """413 by the declared length alone, for forms and JSON, read or not. Raises it.

    A chunked body declares none, so it is read here: Werkzeug only cuts it off at the limit.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if more := getattr(view, "most_bytes", None):  # see shop.bodies.up_to
        request.max_content_length = more
    if parts := getattr(view, "most_parts", None):
        request.max_form_parts = parts
    limit = request.max_content_length
    if limit is None:
        return
    is_chunked = "Transfer-Encoding" in request.headers
    if (request.content_length or 0) > limit or (is_chunked and len(request.get_data()) >= limit):
        raise RequestEntityTooLarge()


def problem(status: int, title: str, detail: str, **more: object) -> Response:
    """An RFC 9457 problem document; `more` are its extension members."""
    body = current_app.json.dumps(
        {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    )
    return Response(body, status, mimetype="application/problem+json")


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error  # a redirect, or an answer that a view made itself
    code = error.code or 500
    title, detail = explain(code, error)
    response = error_response(code, title, detail, error)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def explain(code: int, error: HTTPException) -> tuple[str, str]:
    """Title and sentence for a shopper: the view's own sentence where it gave one."""
    known = {
        400: (_("That did not work"), _("The shop could not read this request.")),
        401: (_("Please sign in"), _("This needs an account.")),
        403: (_("Not allowed"), _("Your account may not open this page.")),
        404: (_("Page not found"), _("There is nothing at this address. It may have moved.")),
        405: (_("That did not work"), _("This page cannot be used that way.")),
        409: (_("That has changed"), _("It is no longer possible.")),
        413: (_("Too large"), _("What you sent is larger than the shop takes.")),
        429: (_("Too many tries"), _("Please wait a little before you try again.")),
    }
    title, detail = known.get(code, (HTTP_STATUS_CODES.get(code, "Error"), ""))
    standard = default_exceptions.get(code)
    if code != 429 and standard and error.description not in (None, standard.description):
        detail = str(error.description)
    return title, detail


def error_response(code: int, title: str, detail: str, error: Exception | None = None) -> Response:
    if wants_json() or request.path.startswith("/api/"):
        return problem(code, title, detail)
    if code == 401 and "sign_in_page" in current_app.extensions:
        return make_response(current_app.extensions["sign_in_page"](), 401)
    page = render_template(
        "errors/error.html",
        status=code,
        title=title,
        detail=detail,
        action_url=getattr(error, "way_on", "") or url_for("catalog.home"),
        action_label=getattr(error, "way_on_label", "") or _("To the shop"),
    )
    return make_response(page, code)


def show_database_away(error: DBAPIError) -> ResponseReturnValue:
    log.error("The database is away: %s", error)
    g.database_was_away = True
    db.session.rollback()
    title, detail = (
        _("Back in a moment"),
        _("The shop cannot reach its data. Please try again shortly."),
    )
    response = error_response(503, title, detail)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def show_database_error(error: DatabaseError) -> ResponseReturnValue:
    """503 where it is no database of the shop: a file that is none, or one without its tables."""
    is_bare = getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE
    return (
        show_database_away(error) if is_bare or type(error) is DatabaseError else show_crash(error)
    )


def database_was_away() -> bool:
    """Whether this request has met a database that is away: then its page asks it nothing more."""
    return bool(g.get("database_was_away"))


def show_junk(error: Exception) -> ResponseReturnValue:
    """Text or numbers that no database column can hold, such as a NUL or 10 to the 30th."""
    log.info("%s %s refused: %s", request.method, request.path, error)
    db.session.rollback()
    return show_http_error(BadRequest())


def show_crash(error: Exception) -> ResponseReturnValue:
    if current_app.debug or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.exception("%s %s failed", request.method, request.path)
    db.session.rollback()
    return error_response(
        500, _("Something broke"), _("It is our fault, and it has been noted. Please try again.")
    )
