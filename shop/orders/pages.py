"""An order's page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop import clock
from shop.errors import problem
from shop.orders import history, invoices, queries, states
from shop.orders.addresses import address_lines
from shop.orders.forms import ReturnForm
from shop.orders.models import Order
from shop.orders.receipt import receipt
from shop.orders.states import MoneyState, Status, Step
from shop.orders.visits import Visit
from shop.web import wants_json

FRESH = timedelta(hours=1)  # how long an order's page says thank you


class Stage(NamedTuple):
    """A station on the way of an order, and whether it is behind it."""

    label: str
    is_done: bool


def order_page(visit: Visit, return_form: ReturnForm | None = None) -> ResponseReturnValue:
    """The page; 400 where `return_form` is one that could not be taken."""
    if return_form and wants_json():
        errors = {name: [str(e) for e in said] for name, said in return_form.errors.items()}
        sentence = _("Some fields need another look.")
        return problem(400, _("That did not work"), sentence, errors=errors)
    order = visit.order
    page = render_template(
        "orders/show.html",
        visit=visit,
        order=order,
        receipt=receipt(order),
        status_label=status_label(order),
        stages=stages(order),
        shown=queries.shown_today(order),
        address=address_lines(order),
        events=[(e, history.sentence(e, order.currency)) for e in history.for_shopper(order)],
        invoice=invoices.of(order),
        can_cancel=states.can(order, Step.CANCEL),
        waits_for_payment=order.status == Status.PENDING and order.payment_method != states.INVOICE,
        waits_for_transfer=waits_for_transfer(order),
        return_form=return_form or _return_form(order),
        payment_title=payment_title(order.payment_method),
        is_fresh=is_fresh(order),
    )
    return page, 400 if return_form else 200


def is_fresh(order: Order) -> bool:
    """Whether its shopper has just placed it, and has done all that is to be done now."""
    is_done = order.status in (Status.PAID, Status.PACKED) or waits_for_transfer(order)
    return is_done and order.shipped_at is None and clock.now() - order.placed_at < FRESH


def waits_for_transfer(order: Order) -> bool:
    is_open = order.status not in (Status.CANCELLED, Status.RETURNED)
    return is_open and order.paid_at is None and order.payment_method == states.INVOICE


def _return_form(order: Order) -> ReturnForm | None:
    """A blank form, where something can be returned."""
    if not states.can(order, Step.ASK_RETURN):
        return None
    form = ReturnForm(order, blank=True)
    return form if form.lines else None


def stages(order: Order) -> list[Stage]:
    """The way of an order that is not cancelled, station by station."""
    paid = Stage(_("Paid"), order.paid_at is not None)
    way = [
        Stage(_("Placed"), True),
        Stage(_("Packed"), bool(order.packed_at or order.shipped_at)),
        Stage(_("Shipped"), bool(order.shipped_at)),
        Stage(_("Delivered"), bool(order.delivered_at)),
    ]
    return [*way, paid] if order.payment_method == states.INVOICE else [way[0], paid, *way[1:]]


def status_label(order: Order) -> tuple[str, str]:
    """Where the order stands in a word or two, and the kind of its badge."""
    money = states.money_state(order)
    if money is MoneyState.REFUNDED:
        return _("Refunded"), "quiet"
    labels = {
        Status.PENDING: (_("Awaiting payment"), "low"),
        Status.PAID: (_("Paid"), "success"),
        Status.PACKED: (_("Packed"), "success"),
        Status.SHIPPED: (_("On its way"), "success"),
        Status.DELIVERED: (_("Delivered"), "success"),
        Status.CANCELLED: (_("Cancelled"), "quiet"),
        Status.RETURNED: (_("Returned"), "quiet"),
    }
    label, kind = labels[Status(order.status)]
    if money is MoneyState.PARTLY_REFUNDED and order.status != Status.RETURNED:
        return _("%(status)s, refunded in part", status=label), kind
    if order.status == Status.PENDING and order.payment_method == states.INVOICE:
        return _("Placed"), "success"
    return label, kind


def payment_title(code: str) -> str:
    """A payment method in words."""
    titles = {"invoice": _("Invoice"), "stripe": _("Card"), "test": _("Test payment")}
    return str(titles.get(code, code))


class Listed(NamedTuple):
    """An order in the list of an account."""

    order: Order
    status: str
    kind: str  # of its badge
    titles: str


def listed(orders: Iterable[Order]) -> list[Listed]:
    """`orders` as the account lists them; their lines are loaded."""
    return [Listed(order, *status_label(order), _titles(order)) for order in orders]


def _titles(order: Order) -> str:
    titles = [line.title for line in order.lines]
    more = len(titles) - 2
    words = ", ".join(titles[:2])
    if more < 1:
        return words
    return str(
        ngettext("%(titles)s and %(num)s more", "%(titles)s and %(num)s more", more, titles=words)
    )
