"""What the shop knows of a customer's orders, as plain data."""

from typing import Any

from shop.auth.models import User
from shop.orders import history
from shop.orders.models import Order
from shop.orders.queries import of_customer

ORDER = (
    "number",
    "placed_at",
    "status",
    "email",
    "currency",
    "prices_include_tax",
    "subtotal",
    "discount",
    "shipping",
    "tax",
    "total",
    "refunded",
    "shipping_title",
    "payment_method",
    *("name", "line1", "line2", "city", "region", "postcode", "country", "phone"),
    "tracking_number",
    *("paid_at", "packed_at", "shipped_at", "delivered_at", "cancelled_at"),
)
LINE = (
    *("title", "options", "sku", "quantity", "unit_price"),
    *("discount", "tax", "total", "refunded_quantity"),
)


def of(user: User) -> list[dict[str, Any]]:
    """The customer's orders: times as ISO 8601, money in minor units."""
    return [_order(order) for order in of_customer(user)]


def _order(order: Order) -> dict[str, Any]:
    return {
        **{name: _plain(getattr(order, name)) for name in ORDER},
        "lines": [{name: getattr(line, name) for name in LINE} for line in order.lines],
        "discounts": [
            {"title": d.title, "code": d.code, "amount": d.amount} for d in order.discounts
        ],
        "taxes": [{"title": t.title, "rate": t.rate, "amount": t.amount} for t in order.taxes],
        "events": [
            {"kind": e.kind, "text": e.text, "created_at": e.created_at.isoformat()}
            for e in history.for_shopper(order)
        ],
        "returns": [
            {"line": r.line_id, "quantity": r.quantity, "reason": r.reason, "status": r.status}
            for r in order.returns
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
