"""The jobs that send mail. Each writes its letter, ends its transaction, and only then sends.

A mail server may take long, and on SQLite an open transaction would hold up every other writer.
An account that is gone by now gets nothing, and that is no error. A letter, and what it links to,
is in the language of the account.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import selectinload

from shop import languages, settings
from shop.auth import second_factor, tokens
from shop.auth.models import User
from shop.auth.tokens import Purpose
from shop.catalog.models import OptionValue, Product, Variant
from shop.extensions import db
from shop.mail import delivery, letters
from shop.rights import Right
from shop.web import public_url

MOST_LINES = 50  # variants in one low-stock report


def send_confirmation(user_id: int) -> None:
    """Send a new customer the link that confirms the address; not where it is confirmed."""
    with _reader(user_id) as user:
        if user and not user.confirmed_at:
            _send("confirm_address", user, **_link(user, Purpose.CONFIRM, "auth.confirm"))


def send_welcome(user_id: int) -> None:
    """Welcome a customer whose address is confirmed."""
    with _reader(user_id) as user:
        if user:
            _send("welcome", user, url=public_url("catalog.products"))


def send_password_reset(user_id: int) -> None:
    """Send a link that sets a new password. Asking for an unknown address ends here, too."""
    with _reader(user_id) as user:
        if user:
            _send("reset_password", user, **_link(user, Purpose.RESET, "auth.reset"))


def send_password_changed(user_id: int) -> None:
    """Tell a customer that the password was changed."""
    with _reader(user_id) as user:
        if user:
            _send("password_changed", user, url=public_url("auth.forgot"))


def send_email_change(user_id: int, email: str) -> None:
    """Send the new address `email` the link that makes it the account's."""
    with _reader(user_id) as user:
        if user:
            link = _link(user, Purpose.EMAIL, "auth.confirm", email)
            _send("email_change", user, to=email, email=email, **link)


def send_email_changed(user_id: int, email: str) -> None:
    """Tell the old address `email` which one the account has taken."""
    with _reader(user_id) as user:
        if user:
            _send("email_changed", user, to=email, email=user.email)


def send_second_factor_changed(user_id: int, what: str) -> None:
    """Tell somebody about their second factor: it is `on` or `off`, has other recovery `codes`,
    or one of those was `used`."""
    with _reader(user_id) as user:
        if user:
            left = second_factor.codes_left(user)
            url = public_url("account.second_factor")
            _send("second_factor_changed", user, what=what, left=left, url=url)


def send_invitation(user_id: int, by: str) -> None:
    """Invite somebody whom `by` has made an administrator: by a link that chooses the password
    where the account is new."""
    with _reader(user_id) as user:
        if user is None or not user.role:
            return
        link = {"url": public_url("admin.dashboard"), "lifetime": ""}
        if not user.confirmed_at:
            link = _link(user, Purpose.INVITATION, "auth.reset")
        _send("invitation", user, by=by, **link)


def send_low_stock(user_id: int) -> None:
    """Tell an administrator what is running out, if anything still is."""
    with _reader(user_id) as user:
        if user and user.may(Right.EDIT_CATALOG):
            _report_low_stock(user)


def _report_low_stock(user: User) -> None:
    low = (Variant.stock <= settings.current().low_stock, Product.is_published)
    count = db.session.scalar(
        db.select(func.count()).select_from(Variant).join(Variant.product).where(*low)
    )
    if not count:
        return
    variants = db.session.scalars(
        db.select(Variant)
        .join(Variant.product)
        .options(
            selectinload(Variant.product),
            selectinload(Variant.option_values).selectinload(OptionValue.option),
        )
        .where(*low)
        .order_by(Variant.stock, Product.title, Variant.position)
        .limit(MOST_LINES)
    ).all()
    lines = [
        {
            "title": variant.product.title,
            "label": variant.label,
            "sku": variant.sku,
            "stock": variant.stock,
            "url": public_url("catalog.product", slug=variant.product.slug),
        }
        for variant in variants
    ]
    _send("low_stock", user, lines=lines, more=max(count - len(lines), 0))


@contextmanager
def _reader(user_id: int) -> Iterator[User | None]:
    """The account, and its language for as long as a letter is written."""
    user = db.session.get(User, user_id)
    with languages.speaking(user.language if user else None):
        yield user


def _link(user: User, purpose: Purpose, endpoint: str, email: str | None = None) -> dict[str, str]:
    """A fresh link to `endpoint`, and how long it works; a second run makes a second one."""
    secret = tokens.issue(user, purpose, email)
    return {
        "url": public_url(endpoint, token=secret),
        "lifetime": letters.lifetime(tokens.LIFETIMES[purpose]),
    }


def _send(name: str, user: User, to: str | None = None, **values: Any) -> None:
    to = to or user.email
    letter = letters.write(name, to_name=user.name, **values)
    db.session.commit()  # from here on `user` must not be asked: that would begin another
    delivery.send(letter, to)
