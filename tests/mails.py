"""Reading what accounts mailed."""

from urllib.parse import urlsplit

from shop.mail import mailbox


def link_mailed_to(address: str) -> str:
    """The path of the first link in the newest mail to `address`."""
    mail = next(mail for mail in mailbox.mails() if address in mail.to)
    return urlsplit(mail.links[0]).path
