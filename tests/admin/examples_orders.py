"""One good press of each button about an order, for the tests that walk the map of addresses."""

from factories import make_order
from paid_orders import paid_order, url, wished_back

from shop.admin.orders.forms import DeliveryForm
from shop.admin.orders.refund_form import seen
from shop.extensions import db
from shop.orders import refunds


def pack_order():
    return url(paid_order(), "/pack"), {}


def ship_order():
    return url(paid_order(), "/ship"), {"tracking_number": "1Z 204"}


def deliver_order():
    return url(paid_order(until="shipped"), "/deliver"), {}


def pay_order():
    return url(make_order(payment_method="invoice"), "/pay"), {}


def cancel_order():
    return url(paid_order(), "/cancel"), {"reason": "A prank."}


def add_order_note():
    return url(make_order(), "/notes"), {"text": "Call first."}


def resend_order_mail():
    return url(make_order(), "/mails"), {"letter": "placed"}


def save_order_address():
    order = make_order()
    address = {"name": "Ada", "line1": "2 Mill Lane", "city": "Leeds", "country": "GB"}
    version = DeliveryForm(obj=order, blank=True).version.data
    return url(order, "/address"), address | {"version": version}


def refund_order():
    order = paid_order()
    data = {f"units_{order.lines[0].id}": 1, "confirmed": "1", "seen": seen(order)}
    return url(order, "/refund"), data


def retry_refund():
    order, refund = _refused()
    return url(order, f"/refunds/{refund.id}/again"), {}


def settle_refund():
    order, refund = _refused()
    return url(order, f"/refunds/{refund.id}/settle"), {}


def _refused():
    order = paid_order()
    refund = refunds.refund_amount(order, 500)
    refunds.note_failed(order, refund, "the card is gone")
    db.session.commit()
    return order, refund


def receive_return():
    order, wish = wished_back()
    return url(order, f"/returns/{wish.id}/receive"), {"restock": "y"}


def refuse_return():
    order, wish = wished_back()
    return url(order, f"/returns/{wish.id}/refuse"), {"reason": "It was used."}


EXAMPLES = {
    "admin.pack_order": pack_order,
    "admin.ship_order": ship_order,
    "admin.deliver_order": deliver_order,
    "admin.pay_order": pay_order,
    "admin.cancel_order": cancel_order,
    "admin.add_order_note": add_order_note,
    "admin.resend_order_mail": resend_order_mail,
    "admin.save_order_address": save_order_address,
    "admin.refund_order": refund_order,
    "admin.retry_refund": retry_refund,
    "admin.settle_refund": settle_refund,
    "admin.receive_return": receive_return,
    "admin.refuse_return": refuse_return,
}
