"""What accounts' views have in common: a form's page, and the page that somebody came from."""

from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.auth.forms import Form
from shop.errors import problem
from shop.web import safe_next, wants_json


def form_page(template: str, form: Form, **context: Any) -> ResponseReturnValue:
    """The page of `form`: 200, or 400 with an error beside each field that has one."""
    if not form.errors:
        return render_template(template, form=form, **context)
    if wants_json():
        errors = {name or "form": [str(e) for e in said] for name, said in form.errors.items()}
        return problem(
            400, _("That did not work"), _("Some fields need another look."), errors=errors
        )
    return render_template(template, form=form, **context), 400


def came_from(default: str) -> str:
    """The path of the shop's page that this request was sent from, or else `default`."""
    try:
        referrer = urlsplit(request.referrer or "")
    except ValueError:
        return default
    if referrer.netloc != request.host:
        return default
    path = referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return safe_next(path, default)
