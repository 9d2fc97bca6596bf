"""An order's page in the back office, and what its views have in common."""

from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from shop.admin.orders.badges import badges
from shop.admin.orders.forms import (
    CancelForm,
    MailForm,
    NoteForm,
    ReceiveForm,
    RefuseForm,
    ShipForm,
)
from shop.admin.orders.refund_form import RefundForm, refund_form
from shop.auth.forms import Form
from shop.errors import Conflict
from shop.orders import history, invoices, queries, refunds, states
from shop.orders.addresses import address_lines
from shop.orders.models import Order, OrderEvent
from shop.orders.pages import payment_title
from shop.orders.receipt import receipt
from shop.rights import Right


class NoSuchOrder(NotFound):
    """There is no order of that number."""

    def __init__(self) -> None:
        super().__init__(_("There is no order with this number."))
        self.way_on = url_for("admin.orders")
        self.way_on_label = _("To the orders")


class Happened(NamedTuple):
    """An event of the timeline as the back office reads it."""

    event: OrderEvent
    sentence: str
    detail: str
    actor: str


def known(number: str) -> Order:
    """The order `number`. Raises NoSuchOrder."""
    order = queries.find(number)
    if order is None:
        raise NoSuchOrder()
    return order


def url_of(order: Order, anchor: str | None = None) -> str:
    """The address of the order's page."""
    return url_for("admin.order", number=order.number, _anchor=anchor)


def conflict(order: Order, sentence: str = "") -> Conflict:
    """409: the order is not any more what its page showed."""
    sentence = sentence or _("The order has moved on since its page was drawn.")
    return Conflict(sentence, url_of(order), _("Back to the order"))


def order_page(order: Order, sent: Form | None = None) -> ResponseReturnValue:
    """The page; 400 with `sent` in its place where that is a form that could not be taken."""
    page = render_template(
        "admin/orders/show.html",
        order=order,
        receipt=receipt(order),
        badges=badges([order])[order.id],
        shown=queries.shown_today(order),
        address=address_lines(order),
        steps={str(step) for step in states.Step if states.can(order, step)},
        left=refunds.left(order),
        happened=timeline(order),
        invoice=invoices.of(order),
        payment_title=payment_title,
        **_forms(order, sent),
        may_pack=current_user.may(Right.PACK_ORDERS),
        may_edit=current_user.may(Right.EDIT_ORDERS),
    )
    return page, 400 if sent else 200


def _forms(order: Order, sent: Form | None) -> dict[str, Form | None]:
    blank: dict[str, Form | None] = {
        "ship_form": ShipForm(blank=True),
        "cancel_form": CancelForm(blank=True),
        "note_form": NoteForm(blank=True),
        "receive_form": ReceiveForm(blank=True),
        "refuse_form": RefuseForm(blank=True),
        "mail_form": MailForm(order, blank=True),
        "refund_form": refund_form(order, blank=True) if refunds.left(order) else None,
    }
    if sent is not None:
        blank[_name(sent)] = sent
    return blank


def _name(form: Form) -> str:
    return "refund_form" if isinstance(form, RefundForm) else form.id_prefix.rstrip("-") + "_form"


def timeline(order: Order) -> list[Happened]:
    """What happened to `order`, the newest first."""
    return [_told(event, order.currency) for event in reversed(order.events)]


def _told(event: OrderEvent, currency: str) -> Happened:
    own = {
        "note": (_("Note"), event.text),
        "mail": (_("Mail sent again: %(title)s", title=event.text), ""),
        "refund_again": (_("Refund asked for again"), ""),
        "settled": (_("Money sent by hand"), ""),
    }
    has_detail = event.kind in ("ship", "cancel", "pay", "refund_failed")
    shown = (history.sentence(event, currency), event.text if has_detail else "")
    sentence, detail = own.get(event.kind, shown)
    if event.kind == "pay":
        detail = payment_title(event.text)
    actors = {history.SHOP: _("the shop"), history.SHOPPER: _("the shopper"), "": _("the shop")}
    return Happened(event, sentence, detail, actors.get(event.actor, event.actor))
