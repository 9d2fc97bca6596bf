"""The views of signing up, in and out, of confirming an address, and of a forgotten password."""

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import errors
from shop.auth import (
    second_factor_routes,
    second_factor_sign_in,
    services,
    sessions,
    tokens,
    tries,
)
from shop.auth.answers import came_from, form_page
from shop.auth.blueprint import blueprint
from shop.auth.forms import ForgotForm, LoginForm, RegisterForm, ResetForm
from shop.auth.tokens import DeadLink, Purpose
from shop.extensions import db
from shop.web import safe_next, see_other, wants_json

__all__ = ["blueprint", "second_factor_routes"]


@blueprint.record_once
def init(state: BlueprintSetupState) -> None:
    """What accounts need of the application."""
    tries.init_app(state.app)  # type: ignore[arg-type]
    errors.show_sign_in_with(state.app, sign_in_page)  # type: ignore[arg-type]


def sign_in_page() -> str:
    """The body of a 401: signing in leads back to the page that the form was on."""
    form = LoginForm(blank=True, next=came_from(url_for("catalog.home")))
    return render_template("auth/login.html", form=form, was_refused=True)


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    form = RegisterForm(next=request.args.get("next"))
    target = safe_next(form.next.data, url_for("account.show"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(target)
    if not form.validate_on_submit():
        return form_page("auth/register.html", form)
    count = tries.of_address("registration by address", request.remote_addr)
    tries.check(count)
    tries.add(count)
    try:
        user = services.register(form.name.data, form.email.data, form.password.data)
    except services.EmailTaken:
        form.email.errors = [_("There is an account with this address already.")]
        return form_page("auth/register.html", form, is_taken=True)
    sessions.start(user)
    db.session.commit()
    flash(_("Welcome. Please open the link that we have mailed to you."), "success")
    return see_other(target)


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm(next=request.args.get("next"))
    target = safe_next(form.next.data, url_for("catalog.home"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(target)
    if not form.validate_on_submit():
        return form_page("auth/login.html", form)
    try:
        user = services.authenticate(form.email.data, form.password.data, request.remote_addr)
    except services.WrongPassword:
        form.form_errors.append(_("This e-mail address and password do not belong together."))
        return form_page("auth/login.html", form)
    where = second_factor_sign_in.go_on(user, target, is_remembered=form.remember.data)
    db.session.commit()
    return see_other(where)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    sessions.sign_out()
    db.session.commit()
    return see_other(url_for("catalog.home"))


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an address: the one GET that changes something, as the mailed link promises.

    It is harmless when a mail scanner opens the link, for that shows no less that the address
    receives mail; and the second time changes nothing. An account's new address is taken by GET
    only in the browser of its owner, for a mistyped one belongs to a stranger: elsewhere the
    page has a button.
    """
    viewer = current_user.id if current_user.is_authenticated else None
    link = tokens.find(token, Purpose.CONFIRM, Purpose.EMAIL)
    is_strangers = link.purpose == Purpose.EMAIL and not link.used_at and viewer != link.user_id
    if request.method != "POST" and is_strangers:
        return render_template("auth/confirm.html", email=link.email, token=token)
    db.session.rollback()
    db.session.connection(execution_options={"writes": True})
    try:
        link = services.confirm(token)
    except services.EmailTaken:
        raise DeadLink() from None
    db.session.commit()
    if request.method == "POST":
        return see_other(url_for("auth.confirm", token=token))
    return render_template("auth/confirmed.html", email=link.email, is_signed_in=viewer)


@blueprint.route("/forgot", methods=["GET", "POST"])
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate_on_submit():
        return form_page("auth/forgot.html", form)
    count = tries.of_address("reset by address", request.remote_addr)
    tries.check(count)
    tries.add(count)
    services.ask_for_reset(form.email.data)
    db.session.commit()
    return see_other(url_for("auth.forgot_sent"))


@blueprint.get("/forgot/sent")
def forgot_sent() -> ResponseReturnValue:
    return render_template("auth/forgot_sent.html")


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    link = tokens.peek(token, Purpose.RESET, Purpose.INVITATION)
    form = ResetForm()
    form.personal = (link.user.name, link.user.email)
    if not form.validate_on_submit():
        return form_page("auth/reset.html", form, email=link.user.email)
    user = services.reset_password(token, form.password.data, request.remote_addr)
    where = second_factor_sign_in.go_on(user, url_for("account.show"))
    db.session.commit()
    flash(_("Your password is changed, and every other device is signed out."), "success")
    return see_other(where)


@blueprint.errorhandler(DeadLink)
def show_dead_link(_error: DeadLink) -> ResponseReturnValue:
    db.session.rollback()
    title = _("This link no longer works")
    if wants_json():
        return errors.problem(404, title, _("It was used already, or it is too old."))
    is_reset = request.endpoint == "auth.reset"
    return render_template("auth/dead_link.html", title=title, is_reset=is_reset), 404
