"""`flask admin`."""

import click
from flask import current_app
from flask.cli import with_appcontext

from shop import clock
from shop.auth import emails, passwords, services, tokens
from shop.auth.models import User
from shop.extensions import db
from shop.rights import Role
from shop.web import public_url


@click.command("admin")
@click.argument("email")
@with_appcontext
def make_administrator(email: str) -> None:
    """Make the account of EMAIL an administrator's; a new one chooses its password by a link."""
    try:
        email = emails.normalised(email)
    except emails.InvalidEmail as error:
        raise click.BadParameter("This is no e-mail address.", param_hint="EMAIL") from error
    user = services.find(email)
    if user:
        user.role = Role.OWNER
        db.session.commit()
        click.echo(f"{email} is an administrator.")
        return
    secret = _start(email)
    with current_app.test_request_context():
        link = public_url("auth.reset", token=secret)
    click.echo(f"{email} is an administrator. Choose the password within one hour at")
    click.echo(link)


def _start(email: str) -> str:
    """Make the account with a password that nobody knows; the secret of a link that resets it."""
    user = User(
        name=email.partition("@")[0],
        email=email,
        password_hash=passwords.nobodys(),
        role=Role.OWNER,
        confirmed_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    secret = tokens.issue(user, tokens.Purpose.RESET)
    db.session.commit()
    return secret
