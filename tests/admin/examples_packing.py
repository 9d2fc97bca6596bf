"""Forms that the packing table and the page of stray money accept."""

from factories import make_order

from shop import clock
from shop.extensions import db
from shop.orders import refunds, services
from shop.orders.models import Payment


def pack_selected():
    order = make_order(status="paid", paid_at=clock.now())
    return "/admin/orders/packing", {"ids": [order.id], "action": "pack"}


def ship_selected():
    order = make_order(status="packed", paid_at=clock.now())
    data = {"ids": [order.id], "action": "ship", f"tracking-{order.id}": "TR1"}
    return "/admin/orders/parcels", data


def settle_payment():
    money = {"status": "wrong", "amount": 2300, "currency": "USD"}
    payment = Payment(provider="test", reference="test-1", **money)
    db.session.add(payment)
    db.session.commit()
    return f"/admin/payments/{payment.id}/settle", {"note": "Sent back"}


def settle_stray_refund():
    order = make_order(payment_method="invoice")
    services.pay(order)
    refund = refunds.refund_amount(order, 700)
    refunds.note_sent(refund, f"by-hand-{refund.id}")
    db.session.commit()
    return f"/admin/payments/refunds/{refund.id}/settle", {"note": "Transferred"}


EXAMPLES = {
    "admin.pack_selected": pack_selected,
    "admin.ship_selected": ship_selected,
    "admin.settle_payment": settle_payment,
    "admin.settle_stray_refund": settle_stray_refund,
}
