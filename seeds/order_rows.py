"""What invented orders are of, and the rows below them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop import pricing
from shop.catalog.models import Product, Variant
from shop.extensions import db
from shop.orders.models import OrderEvent, OrderLine, Refund


class Sold(NamedTuple):
    """A variant as an order copies it."""

    variant_id: int
    product_id: int
    slug: str
    title: str
    options: str
    sku: str
    price: int  # minor units
    tax_class: str
    weight: int  # grams


SOLD = 400  # of the shop's variants are ever bought


def goods_sold() -> Iterator[Sold]:
    """What shoppers choose from, the best reviewed first."""
    variants = db.session.scalars(
        select(Variant)
        .join(Variant.product)
        .where(Product.is_published)
        .options(selectinload(Variant.product), selectinload(Variant.option_values))
        .order_by(Product.rating_count.desc(), Variant.id)
        .limit(SOLD)
    )
    for variant in variants:
        product = variant.product
        yield Sold(
            variant.id,
            product.id,
            product.slug,
            product.title,
            variant.label[:160],
            variant.sku,
            variant.price,
            product.tax_class,
            variant.weight,
        )


def line(sold: Sold, priced: pricing.LineTotals) -> dict[str, Any]:
    return {
        "variant_id": sold.variant_id,
        "product_id": sold.product_id,
        "product_slug": sold.slug,
        "title": sold.title,
        "options": sold.options,
        "sku": sold.sku,
        "unit_price": priced.unit_price,
        "quantity": priced.quantity,
        "discount": priced.discount,
        "tax": priced.tax,
        "tax_rate": priced.tax_rate,
        "total": priced.total,
        "refunded_quantity": 0,
    }


def events(order: dict[str, Any]) -> list[dict[str, Any]]:
    steps = (
        ("placed", "placed_at", "shopper"),
        ("pay", "paid_at", "shop"),
        ("pack", "packed_at", "Ada Wren"),
        ("ship", "shipped_at", "Ada Wren"),
        ("deliver", "delivered_at", "Ada Wren"),
        ("cancel", "cancelled_at", "shopper"),
    )
    return [
        {"kind": kind, "text": "", "actor": actor, "created_at": order[column]}
        for kind, column, actor in steps
        if order[column]
    ]


def payment(order: dict[str, Any]) -> dict[str, Any]:
    return {
        "provider": order["payment_method"],
        "reference": order["number"],
        "status": "paid",
        "amount": order["total"],
        "currency": order["currency"],
        "created_at": order["paid_at"],
    }


def refund_first_line(order: dict[str, Any], below: dict[type[Any], list[Any]]) -> None:
    """Something arrived broken: the whole of the first line went back."""
    line, moment = below[OrderLine][0], order["delivered_at"] + timedelta(days=1)
    line["refunded_quantity"] = line["quantity"]
    order["refunded"] = amount = line["total"]
    if not amount:
        return
    refund = {"amount": amount, "reason": "arrived broken", "status": "done", "created_at": moment}
    below[Refund].append(refund)
    event = {"kind": "refund", "text": str(amount), "actor": "Ada Wren", "created_at": moment}
    below[OrderEvent].append(event)
