"""The letters, and when each is sent."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

LETTERS: dict[str, tuple[LazyString, LazyString]] = {
    "order_placed": (_l("Order placed"), _l("To the customer, at once")),
    "order_paid": (_l("Order paid"), _l("To the customer, once the money is here")),
    "order_shipped": (_l("Order shipped"), _l("To the customer, when the parcel leaves")),
    "order_delivered": (_l("Order delivered"), _l("To the customer, to ask for reviews")),
    "order_cancelled": (_l("Order cancelled"), _l("To the customer")),
    "order_refunded": (_l("Order refunded"), _l("To the customer, when money goes back")),
    "checkout_reminder": (_l("Cart left behind"), _l("To who stopped at the checkout, once")),
    "back_in_stock": (_l("Back in stock"), _l("To who asked to be told")),
    "welcome": (_l("Welcome"), _l("To a new customer whose address is confirmed")),
    "confirm_address": (_l("Confirm the address"), _l("To a new customer")),
    "email_change": (_l("Confirm a new address"), _l("To the new address of a customer")),
    "email_changed": (_l("Address changed"), _l("To the old address of a customer")),
    "reset_password": (_l("New password"), _l("To who has forgotten theirs")),
    "password_changed": (_l("Password changed"), _l("To the customer")),
    "second_factor_changed": (_l("Second factor changed"), _l("To whoever has one")),
    "review_answered": (_l("Review answered"), _l("To who has written it")),
    "invitation": (_l("Invitation"), _l("To a new administrator")),
    "low_stock": (_l("Running low"), _l("To administrators, each morning on which something is")),
}


def title_of(name: str) -> str:
    """What merchants call the letter `name`."""
    known = LETTERS.get(name)
    return str(known[0]) if known else name.replace("_", " ").capitalize()


def occasion_of(name: str) -> str:
    """To whom the letter `name` goes, and when."""
    known = LETTERS.get(name)
    return str(known[1]) if known else ""
