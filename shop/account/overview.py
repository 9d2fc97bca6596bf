"""The page of an account, on which several forms stand."""

from datetime import datetime

from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta
from flask_login import current_user

from shop import clock
from shop.account import agents, countries, queries
from shop.account.forms import DeleteForm, EmailForm, PasswordForm, ProfileForm
from shop.auth.answers import form_page
from shop.auth.forms import Form
from shop.orders import pages
from shop.orders import queries as orders


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
        orders=pages.listed(orders.of_customer(current_user)),
        described=agents.described,
        ago=_ago,
        country_name=countries.name_of,
    )


def _ago(moment: datetime) -> str:
    """Such as "2 days ago"."""
    return str(format_timedelta(moment - clock.now(), add_direction=True))
