"""The jobs that follow from orders: their mails, the money that goes back, and periodic checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shop import languages, texts
from shop.alerts import services as alerts
from shop.alerts.models import StockAlert
from shop.cart.queries import labels
from shop.checkout import payments
from shop.extensions import db
from shop.mail import delivery, letters
from shop.orders import holds, refunds
from shop.orders.keys import order_link
from shop.orders.letters import about, review_links
from shop.orders.models import Order, Refund
from shop.orders.receipt import receipt
from shop.web import public_url


def send_placed(order_id: int) -> None:
    """Tell the shopper what was ordered, and where to see it."""
    with _order(order_id) as order:
        if order:
            _send("order_placed", order)


def send_paid(order_id: int) -> None:
    """Tell the shopper that the payment is there; the letter links to the invoice."""
    with _order(order_id) as order:
        if order:
            _send("order_paid", order, invoice_url=order_link(order, "orders.invoice"))


def send_shipped(order_id: int) -> None:
    """Tell the shopper that the parcel is on its way, and how to follow it."""
    with _order(order_id) as order:
        if order:
            tracking = {"number": order.tracking_number, "url": order.tracking_url}
            _send("order_shipped", order, tracking=tracking)


def send_delivered(order_id: int) -> None:
    """Ask the shopper what the things are like, now that they are there."""
    with _order(order_id) as order:
        if order:
            _send("order_delivered", order, products=review_links(order))


def send_cancelled(order_id: int) -> None:
    """Tell the shopper that the order is cancelled, and of the money that goes back."""
    with _order(order_id) as order:
        if order:
            expired = any(event.kind == "expire" for event in order.events)
            refunded = receipt(order).shown(order.refunded) if order.refunded else ""
            _send("order_cancelled", order, expired=expired, refunded=refunded)


def send_refunded(refund_id: int) -> None:
    """Tell the shopper that money is on its way back."""
    refund = db.session.get(Refund, refund_id)
    with _order(refund.order_id if refund else 0) as order:
        if refund and order:
            _send("order_refunded", order, amount=receipt(order).shown(refund.amount))


@contextmanager
def _order(order_id: int) -> Iterator[Order | None]:
    """The order, and the language that it was placed in for as long as a letter is written."""
    order = db.session.get(Order, order_id)
    with languages.speaking(order.language if order else None):
        yield order


def _send(name: str, order: Order, **values: Any) -> None:
    letter = letters.write(name, to_name=order.name, **about(order), **values)
    to = order.email
    db.session.commit()  # no transaction is open while the mail server is waited for
    delivery.send(letter, to)


def send_back_in_stock(alert_id: int) -> None:
    """Tell somebody that what they waited for is there, then forget that they asked."""
    alert = db.session.get(StockAlert, alert_id)
    if alert is None:
        return
    with languages.speaking(alert.language):
        product = alert.variant.product
        letter = letters.write(
            "back_in_stock",
            to_name="",
            title=texts.of(product, "title"),
            label=labels([alert.variant_id]).get(alert.variant_id, ""),
            url=public_url("catalog.product", slug=product.slug, variant=alert.variant_id),
        )
    to = alert.email
    db.session.commit()
    delivery.send(letter, to)
    db.session.execute(db.delete(StockAlert).where(StockAlert.id == alert_id))
    db.session.commit()


def send_refund(refund_id: int) -> None:
    """Have the provider send the money back. A second try is the same refund to it."""
    refund = db.session.get(Refund, refund_id)
    if refund is None or refund.status != refunds.ASKED:
        return
    try:
        refunds.note_sent(refund, payments.send_refund(refund))
    except payments.RefundRefused as error:
        refunds.note_failed(db.session.get_one(Order, refund.order_id), refund, str(error))
    db.session.commit()


def expire_holds() -> int:
    """Cancel the orders that were not paid in time; how many there were."""
    return holds.expire_all()


def post_stock_alerts() -> int:
    """Ask for the mails to those who wait for what is there again; how many there are."""
    count = alerts.post_due()
    db.session.commit()
    return count
