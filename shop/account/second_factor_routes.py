"""The views that set a second factor up, renew its recovery codes, and turn it off."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import access
from shop.account.blueprint import blueprint
from shop.account.forms import NoSecondFactorForm, RecoveryCodesForm, SecondFactorForm
from shop.account.security_routes import is_confirmed
from shop.auth import second_factor as factor
from shop.auth.answers import form_page
from shop.auth.forms import Form
from shop.extensions import db
from shop.web import safe_next, see_other

NEW_SECRET = "new_second_factor"  # in the session, until a code shows that an app has it
NEW_CODES = "recovery_codes"  # in the session, until the page that shows them once


@blueprint.get("/second-factor")
@access.customers_only
def second_factor() -> ResponseReturnValue:
    if current_user.has_second_factor:
        return _page_of_one_that_is_on()
    return _page_of_setting_up(SecondFactorForm(blank=True, next=request.args.get("next")))


@blueprint.post("/second-factor")
@access.customers_only
def set_up_second_factor() -> ResponseReturnValue:
    form = SecondFactorForm()
    if current_user.has_second_factor:
        return see_other(url_for("account.second_factor"))
    if not is_confirmed(form):
        return _page_of_setting_up(form)
    try:
        codes = factor.turn_on(current_user, _secret(), form.code.data)
    except factor.WrongCode:
        form.code.errors = [_("This is not the code that the app shows now. Try the next one.")]
        return _page_of_setting_up(form)
    except factor.AlreadyOn:
        return see_other(url_for("account.second_factor"))
    db.session.commit()
    session.pop(NEW_SECRET, None)
    flash(_("Your second factor is on, and every other device is signed out."), "success")
    return _show_codes(codes, safe_next(form.next.data, ""))


@blueprint.get("/second-factor/codes")
@access.customers_only
def recovery_codes() -> ResponseReturnValue:
    """The recovery codes, this once."""
    codes = session.pop(NEW_CODES, None)
    if not codes:
        return redirect(url_for("account.second_factor"))
    target = safe_next(request.args.get("next"), url_for("account.second_factor"))
    return render_template("account/recovery_codes.html", codes=codes, target=target)


@blueprint.post("/second-factor/codes")
@access.customers_only
def renew_recovery_codes() -> ResponseReturnValue:
    if not current_user.has_second_factor:
        return see_other(url_for("account.second_factor"))
    form = RecoveryCodesForm()
    if not is_confirmed(form):
        return _page_of_one_that_is_on(codes=form)
    codes = factor.renew_codes(current_user)
    db.session.commit()
    return _show_codes(codes)


@blueprint.post("/second-factor/remove")
@access.customers_only
def remove_second_factor() -> ResponseReturnValue:
    form = NoSecondFactorForm()
    if not current_user.has_second_factor:
        return see_other(url_for("account.second_factor"))
    if not is_confirmed(form):
        return _page_of_one_that_is_on(remove=form)
    factor.turn_off(current_user)
    db.session.commit()
    flash(_("Your second factor is off: your password alone signs you in."), "success")
    return see_other(url_for("account.show"))


def _show_codes(codes: list[str], target: str = "") -> ResponseReturnValue:
    session[NEW_CODES] = codes
    return see_other(url_for("account.recovery_codes", next=target or None))


def _secret() -> str:
    """The secret that this browser is setting up; the same after a reload, as its QR code is."""
    secret: str = session.setdefault(NEW_SECRET, factor.new_secret())
    return secret


def _page_of_setting_up(form: SecondFactorForm) -> ResponseReturnValue:
    uri = factor.key_uri(current_user, _secret(), current_app.config["SHOP_NAME"])
    return form_page(
        "account/second_factor_set_up.html",
        form,
        secret=_secret(),
        uri=uri,
        qr_code=factor.qr_code(uri, _("The QR code that the app reads")),
        is_required=_is_required(),
    )


def _page_of_one_that_is_on(**sent: Form) -> ResponseReturnValue:
    forms: dict[str, Any] = {
        "codes": RecoveryCodesForm(blank=True),
        "remove": NoSecondFactorForm(blank=True),
    } | sent
    return form_page(
        "account/second_factor.html",
        next(iter(sent.values()), forms["codes"]),
        forms=forms,
        since=current_user.second_factor.created_at,
        left=factor.codes_left(current_user),
        is_required=_is_required(),
    )


def _is_required() -> bool:
    return bool(current_user.is_administrator and current_app.config["REQUIRE_SECOND_FACTOR"])
