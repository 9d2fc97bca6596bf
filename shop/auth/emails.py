"""E-mail addresses in one spelling, so that one person has one account."""

from email_validator import EmailNotValidError, validate_email
from flask import current_app

LONGEST = 254  # characters; RFC 5321, section 4.5.3.1.3


class InvalidEmail(ValueError):
    """A text that is no e-mail address."""


def normalised(text: str | None) -> str:
    """`text` as the shop keeps an address: lower case, its domain in Unicode.

    Raises InvalidEmail. Only ASCII stands before the @, because many mail servers take no other.
    """
    text = (text or "").strip()
    if len(text) > LONGEST:
        raise InvalidEmail(text[:LONGEST])
    try:
        found = validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=current_app.config["SHOP_ENV"] != "production",
        )
    except (EmailNotValidError, UnicodeError) as error:
        raise InvalidEmail(text) from error
    return found.normalized.lower()
