"""The jobs that follow from checkouts."""

from shop import languages
from shop.cart.models import CartLine
from shop.checkout import reminders
from shop.checkout.models import BegunCheckout
from shop.extensions import db
from shop.mail import delivery, letters
from shop.web import public_url

MOST_LINES = 10  # things that a reminder names


def post_reminders() -> int:
    """Ask for the mails to those who stopped at the checkout; how many there are."""
    count = reminders.post_due()
    db.session.commit()
    return count


def send_reminder(begun_id: int) -> None:
    """Remind somebody of their cart, once; not who has ordered since, or wants no reminders."""
    begun = reminders.wanted(begun_id)
    if begun is None:
        return
    with languages.speaking(begun.language):
        letter = letters.write(
            "checkout_reminder",
            to_name="",
            titles=_titles(begun),
            url=public_url("cart.show"),
            stop_url=public_url("checkout.stop_reminders", token=reminders.link_token(begun.email)),
        )
    to = begun.email
    db.session.commit()  # no transaction is open while the mail server is waited for
    delivery.send(letter, to)


def _titles(begun: BegunCheckout) -> list[str]:
    return list(
        db.session.scalars(
            db.select(CartLine.title)
            .where(CartLine.cart_id == begun.cart_id)
            .order_by(CartLine.id)
            .limit(MOST_LINES)
        )
    )
