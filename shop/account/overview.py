"""The page of an account, on which several forms stand."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from shop.account import agents, countries, queries
from shop.account.forms import DeleteForm, EmailForm, PasswordForm, ProfileForm
from shop.auth.answers import form_page
from shop.auth.forms import Form


def overview(**sent: Form) -> ResponseReturnValue:
    """The page, with the form that was sent in the place of its blank one."""
    forms = {
        "profile": ProfileForm(blank=True, obj=current_user),
        "email": EmailForm(blank=True),
        "password": PasswordForm(blank=True),
        "delete": DeleteForm(blank=True),
    } | sent
    return form_page(
        "account/show.html",
        next(iter(sent.values()), forms["profile"]),
        forms=forms,
        user=current_user,
        sign_ins=queries.sign_ins(current_user),
        addresses=queries.addresses(current_user),
        described=agents.described,
        country_name=countries.name_of,
    )
