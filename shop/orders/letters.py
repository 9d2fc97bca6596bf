"""What the letters about an order are made from."""

from typing import Any

from flask import current_app

from shop import texts
from shop.catalog.models import Product
from shop.extensions import db
from shop.orders import queries
from shop.orders.addresses import address_lines
from shop.orders.keys import order_link
from shop.orders.models import Order
from shop.orders.pages import payment_title, waits_for_transfer
from shop.orders.receipt import receipt
from shop.web import public_url


def about(order: Order) -> dict[str, Any]:
    """What every letter about `order` may print."""
    return {
        "number": order.number,
        "url": order_link(order),
        "bill": receipt(order).for_letter(),
        "pictures": _pictures(order),
        "address": address_lines(order),
        "shipping": order.shipping_title,
        "payment": payment_title(order.payment_method),
        "is_paid": order.paid_at is not None,
        "waits_for_transfer": waits_for_transfer(order),
    }


def _pictures(order: Order) -> list[str]:
    """The address of a small picture of each line, in their order; empty where there is none."""
    shown = queries.shown_today(order)
    views = [
        shown[line.variant_id].picture if line.variant_id in shown else None for line in order.lines
    ]
    return [f"{current_app.config['PUBLIC_URL']}{view.small}" if view else "" for view in views]


def review_links(order: Order) -> list[dict[str, str]]:
    """The title and address of each product of `order` that the shop still shows."""
    ids = [line.product_id for line in order.lines]
    rows = db.session.execute(
        db.select(texts.shown(Product.title), Product.slug)
        .where(Product.id.in_(ids), Product.is_published)
        .order_by(Product.title)
    )
    return [
        {
            "title": title,
            "url": public_url("catalog.product", slug=slug) + "#write-review",
        }
        for title, slug in rows
    ]
