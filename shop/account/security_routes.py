"""The views of what guards an account: its address, its password, its devices, its end."""

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import access, errors, outbox
from shop.account import services
from shop.account.blueprint import blueprint
from shop.account.forms import DeleteForm, EmailForm, PasswordForm
from shop.account.overview import overview
from shop.auth import services as accounts
from shop.auth import sessions, team, tries
from shop.auth.forms import Form
from shop.extensions import db
from shop.outbox import Job
from shop.web import see_other


@blueprint.post("/email")
@access.customers_only
def change_email() -> ResponseReturnValue:
    form = EmailForm()
    if not is_confirmed(form):
        return overview(email=form)
    _count_mail()
    try:
        accounts.ask_for_email_change(current_user, form.email.data)
    except accounts.EmailTaken:
        form.email.errors = [_("There is another account with this address.")]
        return overview(email=form)
    db.session.commit()
    flash(_("Open the link that we mailed to %(email)s.", email=form.email.data), "success")
    return see_other(url_for("account.show"))


@blueprint.post("/confirmation")
@access.customers_only
def send_confirmation() -> ResponseReturnValue:
    """Mail the link that confirms the address once more."""
    _count_mail()
    outbox.post(Job.SEND_CONFIRMATION, user_id=current_user.id)
    db.session.commit()
    flash(_("Open the link that we mailed to %(email)s.", email=current_user.email), "success")
    return see_other(url_for("account.show"))


def _count_mail() -> None:
    count = tries.of_account("e-mail change by account", current_user.email)
    tries.check(count)
    tries.add(count)


@blueprint.post("/password")
@access.customers_only
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    form.personal = (current_user.name, current_user.email)
    if not is_confirmed(form):
        return overview(password=form)
    accounts.change_password(current_user, form.password.data)
    db.session.commit()
    flash(_("Your password is changed, and every other device is signed out."), "success")
    return see_other(url_for("account.show"))


@blueprint.post("/delete")
@access.customers_only
def delete() -> ResponseReturnValue:
    form = DeleteForm()
    if not is_confirmed(form):
        return overview(delete=form)
    try:
        services.delete_account(current_user, _("A former customer"))
    except team.LastOwner:
        raise errors.Conflict(
            _("You are the shop's only administrator. Make somebody else one first."),
            url_for("account.show"),
            _("Back to your account"),
        ) from None
    sessions.forget()
    db.session.commit()
    flash(_("Your account is deleted. Thank you for having been with us."), "success")
    return see_other(url_for("catalog.home"))


def is_confirmed(form: Form) -> bool:
    """Whether the form is filled in well and its `current_password` is right."""
    if not form.validate_on_submit():
        return False
    try:
        accounts.confirm_identity(current_user, form.current_password.data, request.remote_addr)
    except accounts.WrongPassword:
        form.current_password.errors = [_("This is not your current password.")]
        return False
    return True


@blueprint.post("/sign-ins/<int:sign_in_id>/end")
@access.customers_only
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    if not sessions.end(current_user, sign_in_id):
        abort(404)
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return see_other(url_for("account.show"))


@blueprint.post("/sign-ins/end-others")
@access.customers_only
def end_other_sign_ins() -> ResponseReturnValue:
    sessions.end_all(current_user, but=current_user.sign_in)
    db.session.commit()
    flash(_("Every other device is signed out."), "success")
    return see_other(url_for("account.show"))
