"""Who may call a view. A view says whom it is for; one gate, before every view, holds it.

Who you are is asked before what you sent: the gate runs ahead of the forgery check, of the
body's limits and of the view, so that a stranger learns nothing from a 404 or a 400.
"""

from collections.abc import Callable
from typing import Literal, TypeVar
from urllib.parse import urlencode

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from shop import languages
from shop.database import SAFE_METHODS
from shop.rights import Right

View = TypeVar("View", bound=Callable[..., object])


# What a view may ask of whoever calls it: to be signed in, or to have a right of the back office.
Need = Literal["an account"] | Right


def needs(need: Need) -> Callable[[View], View]:
    """Mark a view as closed to all who do not have what it asks for."""

    def mark(view: View) -> View:
        view.need = need  # type: ignore[attr-defined]
        return view

    return mark


customers_only = needs("an account")


class SecondFactorMissing(Forbidden):
    """403 for an administrator who has to set a second factor up first; `way_on` leads there."""

    def __init__(self) -> None:
        super().__init__(_("The back office asks for a second factor. Set yours up, then go on."))
        self.way_on = url_for("account.second_factor")
        self.way_on_label = _("Set it up")


def close_blueprint(app: Flask, name: str, see: Right, change: Right) -> None:
    """Close every view of the blueprint `name`, those of other people's packages too: safe
    requests need the right to `see`, all others the right to `change`."""
    app.extensions.setdefault("closed_blueprints", {})[name] = (see, change)


def needed(endpoint: str | None, method: str) -> Need | None:
    """What `method` on `endpoint` asks for; None where everybody may."""
    if endpoint is None or method == "OPTIONS":  # which Flask answers itself: with the methods
        return None
    closed: dict[str, tuple[Right, Right]] = current_app.extensions.get("closed_blueprints", {})
    for blueprint, (see, change) in closed.items():
        if endpoint.startswith(blueprint + "."):
            return see if method in SAFE_METHODS else change
    found: Need | None = getattr(current_app.view_functions.get(endpoint), "need", None)
    return found


def gate() -> ResponseReturnValue | None:
    """The `before_request` that holds it."""
    need = needed(request.endpoint, request.method)
    if need is None:
        return None
    if not current_user.is_authenticated:
        if request.method in SAFE_METHODS:
            return redirect(sign_in_url(), 302)
        abort(401)
    if isinstance(need, Right) and not current_user.may(need):
        abort(403)
    if isinstance(need, Right) and _lacks_second_factor():
        if request.method in SAFE_METHODS:
            return redirect(_with_next("account.second_factor"), 302)
        raise SecondFactorMissing()
    return None


def _lacks_second_factor() -> bool:
    is_wanted = current_app.config["REQUIRE_SECOND_FACTOR"]
    return bool(is_wanted) and not current_user.has_second_factor


def sign_in_url() -> str:
    """The sign-in page, coming back to where the visitor is going now."""
    return _with_next("auth.login")


def _with_next(endpoint: str) -> str:
    return url_for(endpoint) + "?" + urlencode({"next": languages.own_address()})
