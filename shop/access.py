"""Who may call a view. A view says whom it is for; one gate, before every view, holds it.

Who you are is asked before what you sent: the gate runs ahead of the forgery check, of the
body's limits and of the view, so that a stranger learns nothing from a 404 or a 400.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from shop.database import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., object])


class Role(StrEnum):
    """Whom a view is for, beyond everybody."""

    CUSTOMER = "customer"
    ADMINISTRATOR = "administrator"


def only(role: Role, methods: frozenset[str] | None = None) -> Callable[[View], View]:
    """Mark a view as closed to all but `role`, for `methods` alone where they are given."""

    def mark(view: View) -> View:
        view.only_role = role  # type: ignore[attr-defined]
        view.only_methods = methods  # type: ignore[attr-defined]
        return view

    return mark


customers_only = only(Role.CUSTOMER)
administrators_only = only(Role.ADMINISTRATOR)


def close_blueprint(app: Flask, name: str, role: Role) -> None:
    """Close every view of the blueprint `name`, those of other people's packages too."""
    app.extensions.setdefault("closed_blueprints", {})[name] = role


def required_role(endpoint: str | None, method: str) -> Role | None:
    """The role that `method` on `endpoint` asks for; None where everybody may."""
    if endpoint is None or method == "OPTIONS":  # which Flask answers itself: with the methods
        return None
    closed: dict[str, Role] = current_app.extensions.get("closed_blueprints", {})
    for blueprint, role in closed.items():
        if endpoint.startswith(blueprint + "."):
            return role
    view = current_app.view_functions.get(endpoint)
    methods = getattr(view, "only_methods", None)
    if methods is not None and method not in methods:
        return None
    found: Role | None = getattr(view, "only_role", None)
    return found


def gate() -> ResponseReturnValue | None:
    """The `before_request` that holds it."""
    role = required_role(request.endpoint, request.method)
    if role is None:
        return None
    if not current_user.is_authenticated:
        if request.method in SAFE_METHODS:
            return redirect(sign_in_url(), 302)
        abort(401)
    if role is Role.ADMINISTRATOR and not current_user.is_administrator:
        abort(403)
    return None


def sign_in_url() -> str:
    """The sign-in page, coming back to where the visitor is going now."""
    target = request.full_path.rstrip("?")
    return url_for("auth.login") + "?" + urlencode({"next": target})
