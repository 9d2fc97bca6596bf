"""How the cart answers: its page, its JSON, and the sentences for what became of a wish."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from shop import money
from shop.cart import removing
from shop.cart.delivery import estimate
from shop.cart.forms import BadQuantity, Refused
from shop.cart.keeping import current_email, current_owner
from shop.cart.models import MOST_CODES, MOST_LINES, MOST_UNITS
from shop.cart.queries import Contents, contents
from shop.cart.services import Change, Offer
from shop.cart.totals import quote
from shop.cart.visitor import know_count
from shop.errors import Conflict, problem, show_http_error
from shop.web import wants_json


def page(inside: Contents, refused: Refused | None = None) -> str:
    know_count(inside.count)
    return render_template(
        "cart/show.html",
        cart=inside,
        estimate=estimate(inside, current_email()),
        removed=removing.recall(),
        refused=refused,
    )


def as_json(inside: Contents) -> dict[str, Any]:
    """The cart for scripts: what can be bought, money in minor units."""
    totals = quote(inside, customer=current_email()).totals
    return {
        "items": [
            {
                "variant": line.variant_id,
                "title": line.full_title,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "line_total": line.line_total,
            }
            for line in inside.buyable
        ],
        "subtotal": totals.subtotal,
        "discount": totals.discount,
        "shipping": totals.shipping,
        "tax": totals.tax,
        "total": totals.total,
        "currency": money.currency(),
    }


def refuse(error: Refused) -> ResponseReturnValue:
    """400: the cart's page with the error beside its field, or a problem document.

    404 where it is about a line that this cart does not have.
    """
    inside = contents(current_owner())
    if isinstance(error, BadQuantity) and error.variant_id:
        ids = [line.variant_id for line in inside.lines]
        if error.variant_id not in ids:
            return show_http_error(NotFound())
    if wants_json():
        sentence = str(error)
        return problem(400, _("That did not work"), sentence, errors={error.field: [sentence]})
    return page(inside, error), 400


def sold_out(offer: Offer) -> Conflict:
    return Conflict(
        _("%(title)s has sold out.", title=offer.title),
        url_for("catalog.product", slug=offer.slug),
        _("Back to the product"),
    )


def no_longer_sold() -> Conflict:
    return Conflict(_("We no longer sell this."), url_for("cart.show"), _("To your cart"))


def full() -> Conflict:
    sentence = _(
        "A cart holds at most %(most)s different things. Please take something out first.",
        most=MOST_LINES,
    )
    return Conflict(sentence, url_for("cart.show"), _("To your cart"))


def codes_full() -> Conflict:
    sentence = _("A cart holds at most %(most)s codes. Please take one out first.", most=MOST_CODES)
    return Conflict(sentence, url_for("cart.show"), _("To your cart"))


def added(change: Change, quantity: int) -> tuple[str, str]:
    """What putting in `quantity` units came to: the text, and the kind of its notice."""
    if change.is_limited:
        return limited(change), "warning"
    sentence = ngettext(
        "%(title)s is in your cart.",
        "%(num)s of %(title)s are in your cart.",
        quantity,
        title=change.offer.title,
    )
    return sentence, "success"


def changed(change: Change) -> tuple[str, str]:
    """What setting a quantity came to: the text, and the kind of its notice."""
    if change.is_limited:
        return limited(change), "warning"
    sentence = _(
        "Your cart now has %(quantity)s of %(title)s.",
        quantity=change.quantity,
        title=change.offer.title,
    )
    return sentence, "success"


def limited(change: Change) -> str:
    title = change.offer.title
    by_stock = ngettext(
        "Only %(num)s left of %(title)s: we put %(num)s into your cart.",
        "Only %(num)s left of %(title)s: we put %(num)s into your cart.",
        change.quantity,
        title=title,
    )
    by_limit = _(
        "A cart holds at most %(most)s of each thing: yours now has %(most)s of %(title)s.",
        most=MOST_UNITS,
        title=title,
    )
    return str(by_stock if change.offer.stock < MOST_UNITS else by_limit)
