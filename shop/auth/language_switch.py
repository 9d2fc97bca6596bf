"""The switch between languages, at the foot of every page and in its menu.

A form and not a link, because it changes something: the choice is kept, in a cookie for the shop's
front page (`languages.remembered_home`), and with the account for its letters. Pages that are the
same for everybody hold it, so it carries no token: the browser says where it comes from
(shop/forgery.py). Without its cookie, no page depends on anything but its address.
"""

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from shop import languages
from shop.extensions import db
from shop.web import safe_next, see_other

blueprint = Blueprint("languages", __name__)


@blueprint.post("/language")
def choose() -> ResponseReturnValue:
    code = request.form.get("language", "")
    if code not in languages.LANGUAGES:
        abort(400)
    if current_user.is_authenticated:
        current_user.language = code
        db.session.commit()
    response = see_other(languages.address(page_to_show(), code))
    response.set_cookie(
        languages.COOKIE,
        code,
        max_age=languages.COOKIE_DURATION,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def page_to_show() -> str:
    """The page that the switch was on, without a language; the front page where that was no page
    to open, as the answer to a form is none."""
    target = languages.bare(safe_next(request.form.get("next"), "/"))
    target = safe_next(target, "/")  # what follows a prefix may be anything again
    adapter = current_app.url_map.bind("")
    try:
        endpoint, _values = adapter.match(target.partition("?")[0], method="GET")
    except RequestRedirect:
        return target
    except HTTPException:
        return "/"
    return "/" if languages.is_neutral(endpoint) else target
