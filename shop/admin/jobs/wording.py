"""What a job is, in a merchant's words."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shop.outbox import Job

# The letters that jobs send, by what stands above them.
LETTERS: dict[str, LazyString] = {
    Job.SEND_WELCOME: _l("Welcome"),
    Job.SEND_CONFIRMATION: _l("Please confirm your address"),
    Job.SEND_PASSWORD_RESET: _l("Choose a new password"),
    Job.SEND_PASSWORD_CHANGED: _l("Your password was changed"),
    Job.SEND_EMAIL_CHANGE: _l("Confirm your new address"),
    Job.SEND_EMAIL_CHANGED: _l("Your e-mail address was changed"),
    Job.SEND_SECOND_FACTOR_CHANGED: _l("Your second factor was changed"),
    Job.SEND_INVITATION: _l("You are invited to the back office"),
    Job.SEND_LOW_STOCK: _l("Running low: what to order"),
    Job.SEND_REVIEW_ANSWERED: _l("We have answered your review"),
    Job.SEND_ORDER_PLACED: _l("We have your order"),
    Job.SEND_ORDER_PAID: _l("Your payment is here"),
    Job.SEND_ORDER_SHIPPED: _l("Your order is on its way"),
    Job.SEND_ORDER_DELIVERED: _l("How do you like what you ordered?"),
    Job.SEND_ORDER_CANCELLED: _l("Your order is cancelled"),
    Job.SEND_ORDER_REFUNDED: _l("A refund for your order"),
    Job.SEND_BACK_IN_STOCK: _l("It is back in stock"),
    Job.SEND_CHECKOUT_REMINDER: _l("Your cart is still here"),
}
WORK: dict[str, LazyString] = {
    Job.SEND_REFUND: _l("Sending money back"),
    Job.DELIVER_TEST_MESSAGE: _l("A message of the test bank"),
    Job.RENDER_PICTURE: _l("Making a picture's sizes"),
    Job.FORGET_PICTURES: _l("Deleting the files of pictures"),
    Job.REFRESH_SITEMAP: _l("Refreshing the sitemap"),
    Job.CHECK_IMPORT: _l("Checking a catalog file"),
    Job.APPLY_IMPORT: _l("Importing a catalog file"),
}
PERIODIC: dict[str, LazyString] = {
    "outbox-sweep": _l("Look for jobs that wait"),
    "expired-holds": _l("Give back what nobody paid for"),
    "due-products": _l("Publish the products that are due"),
    "unclaimed-pictures": _l("Delete pictures that no product took"),
    "stock-alerts": _l("Tell who waits that a product is back"),
    "payments": _l("Settle payments that were never heard of"),
    "checkouts": _l("Remind of stopped checkouts"),
    "counts": _l("Add up the counts beside lists"),
    "recount": _l("Count anew what is beside lists"),
    "sitemap": _l("Refresh the sitemap"),
    "stale-carts": _l("Delete forgotten carts"),
    "dead-links": _l("Delete links that no longer work"),
    "dead-sign-ins": _l("Delete sign-ins that nobody uses"),
    "done-jobs": _l("Delete jobs done long ago"),
    "old-imports": _l("Delete imports of long ago"),
    "low-stock": _l("Report what runs low"),
}


def is_letter(name: str) -> bool:
    """Whether the job `name` sends a mail."""
    return name in LETTERS or name.startswith("tasks.mail.")


def title(name: str) -> str:
    """The job `name` in words; one that is not known here, by what its function is called."""
    if name in LETTERS:
        return str(_("Mail “%(letter)s”", letter=LETTERS[name]))
    if name in WORK:
        return str(WORK[name])
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def periodic_title(periodic_id: str) -> str:
    """The periodic job with that id in words."""
    return str(PERIODIC.get(periodic_id) or periodic_id.replace("-", " ").capitalize())


def names_with(text: str) -> list[str]:
    """The names of the jobs that have `text` in their words."""
    return [name for name in (*LETTERS, *WORK) if text.casefold() in title(name).casefold()]
