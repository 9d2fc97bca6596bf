"""The second step of signing in."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.auth import second_factor as factor
from shop.auth import second_factor_sign_in as steps
from shop.auth.answers import form_page
from shop.auth.blueprint import blueprint
from shop.auth.forms import CodeForm, LoginForm
from shop.auth.models import User
from shop.database import SAFE_METHODS
from shop.extensions import db
from shop.web import safe_next, see_other


@blueprint.route("/second-factor", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    form = CodeForm(next=request.args.get("next"))
    target = safe_next(form.next.data, url_for("catalog.home"))
    try:
        user = steps.waiting()
    except steps.NobodyWaits:
        return _sign_in_again(target)
    if not form.validate_on_submit():
        return _page(form)
    before = factor.codes_left(user)
    try:
        factor.check(user, form.code.data, request.remote_addr)
    except factor.WrongCode:
        form.code.errors = [_("This code is not right, or it was used already.")]
        return _page(form)
    steps.finish(user)
    db.session.commit()
    _say_how_many_are_left(user, before)
    return see_other(target)


def _page(form: CodeForm) -> ResponseReturnValue:
    blank = CodeForm(blank=True, id_prefix="recovery-", next=form.next.data)
    return form_page("auth/second_factor.html", form, recovery=blank)


def _sign_in_again(target: str) -> ResponseReturnValue:
    form = LoginForm(blank=True, next=target)
    page = render_template("auth/login.html", form=form, is_late=True)
    return page, 200 if request.method in SAFE_METHODS else 401


def _say_how_many_are_left(user: User, before: int) -> None:
    left = factor.codes_left(user)
    if left < before:
        flash(
            ngettext(
                "That recovery code is used up. %(num)s is left.",
                "That recovery code is used up. %(num)s are left.",
                left,
            ),
            "warning",
        )
