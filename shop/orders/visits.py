"""Who may see an order: its owner, and whoever holds the link from its mails."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from shop import access
from shop.errors import Conflict
from shop.orders import queries
from shop.orders.keys import is_key
from shop.orders.models import Order


class NoSuchOrder(NotFound):
    """There is no such order, or not for this visitor; which of both is not told."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no such order here. If it is yours, open the link in our mail, or sign in.")
        )
        if not current_user.is_authenticated:
            self.way_on = access.sign_in_url()
            self.way_on_label = _("Sign in")


@dataclass(frozen=True)
class Visit:
    """An order that this request may see; with `key`, by the link from a mail.

    Such a visit leaves nothing in the browser: no cookie, so no message for the next page and no
    token in a form. The key, which nobody else knows, says that a form is the shopper's own.
    """

    order: Order
    key: str | None

    @property
    def actor(self) -> str:
        return "shopper"

    def url(self, endpoint: str = "orders.show", **values: Any) -> str:
        """The address of another page of this order, for the same visitor."""
        return url_for(endpoint, number=self.order.number, key=self.key, **values)

    def conflict(self, sentence: str) -> Conflict:
        return Conflict(sentence, self.url(), _("Back to the order"))


def visit(number: str) -> Visit:
    """The visit of this request to the order `number`. Raises NoSuchOrder."""
    order = queries.find(number)
    if order is None:
        raise NoSuchOrder()
    if current_user.is_authenticated and order.user_id == current_user.id:
        return Visit(order, None)
    key = request.values.get("key")
    if not is_key(order, key):
        raise NoSuchOrder()
    return Visit(order, key)
