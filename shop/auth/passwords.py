"""Passwords: which are taken, how they are kept, and comparing them in the same time for all.

Source: NIST SP 800-63B-4, section 3.1.1.2: a length instead of rules on which characters, any
character, Unicode normalised, and a list of what is commonly used, expected or compromised. The
published lists are of short passwords; of the common ones with 12 characters or more nearly all
are made by a few rules, so those rules are checked instead of a list being carried.
"""

import secrets
import unicodedata
from functools import cache

from flask import current_app
from flask_babel import gettext as _
from werkzeug.security import check_password_hash, generate_password_hash

from shop import settings
from shop.auth.common_passwords import is_common

SHORTEST = 12  # characters
LONGEST = 1024  # bytes


class WeakPassword(ValueError):
    """A password that the shop does not take; its text is the sentence for the customer."""


def check(password: str, *personal: str) -> None:
    """Raise WeakPassword for one that is short, long, common, or made of `personal` words."""
    text = _normalised(password)
    if len(text) < SHORTEST:
        raise WeakPassword(_("Use %(count)s characters or more.", count=SHORTEST))
    if len(text.encode()) > LONGEST:
        raise WeakPassword(_("Use at most %(count)s bytes.", count=LONGEST))
    if is_common(text, (*personal, settings.current().shop_name)):
        raise WeakPassword(
            _("This one is easy to guess. A few unrelated words make a good password.")
        )


def hashed(password: str) -> str:
    """What is kept of a password. It takes a while on purpose: hold no database lock."""
    return generate_password_hash(_normalised(password), _method())


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is that of `password_hash`; None takes the same time and is not.

    It takes a while on purpose: hold no database lock.
    """
    text = _normalised(password[: LONGEST + 1])  # what is longer is nobody's
    return check_password_hash(password_hash or nobodys(), text) and password_hash is not None


def nobodys() -> str:
    """What is kept of a password that nobody knows. It is made once: that takes a while."""
    return _nobodys_hash(_method())


def _normalised(password: str) -> str:
    """One spelling for what looks the same; lone surrogates, which no keyboard types, replaced."""
    text = unicodedata.normalize("NFKC", password)
    return text.encode("utf-8", "replace").decode()


def _method() -> str:
    return str(current_app.config["PASSWORD_HASH_METHOD"])


@cache
def _nobodys_hash(method: str) -> str:
    return generate_password_hash(secrets.token_hex(), method)
