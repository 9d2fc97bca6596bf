"""Promotions, shipping and taxes, each made with the least that its test needs; all are
committed."""

from typing import Any

from factories import make_product

from shop import clock
from shop.extensions import db
from shop.orders.models import Order
from shop.pricing import Kind, PricedLine
from shop.promotions.models import Promotion, Scope
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone
from shop.taxes.models import TaxRate

PERCENT = 1_000_000 // 100  # one percent, as tax rates are kept


def make_promotion(title: str = "Ten percent off", **fields: Any) -> Promotion:
    """10 % off everything, unless `fields` say otherwise."""
    fields.setdefault("percent", 1000 if fields.get("kind", Kind.PERCENT) == Kind.PERCENT else 0)
    if fields.get("products"):
        fields.setdefault("scope", Scope.PRODUCTS)
    if fields.get("collections"):
        fields.setdefault("scope", Scope.COLLECTIONS)
    promotion = Promotion(title=title, **fields)
    db.session.add(promotion)
    db.session.commit()
    return promotion


def make_method(zone: ShippingZone, code: str, steps: dict[int, int], **fields: Any) -> None:
    """A method with `steps`: from which total, or weight, it costs how much."""
    rows = [ShippingStep(threshold=threshold, price=price) for threshold, price in steps.items()]
    fields.setdefault("title", code.title())
    db.session.add(ShippingMethod(zone=zone, code=code, steps=rows, **fields))
    db.session.commit()


def make_zone(*countries: str) -> ShippingZone:
    rows = [ShippingCountry(country=country) for country in countries]
    zone = ShippingZone(title="/".join(countries), countries=rows)
    db.session.add(zone)
    db.session.commit()
    return zone


def make_tax(country: str, percent: int, region: str = "", tax_class: str = "standard") -> None:
    db.session.add(
        TaxRate(
            country=country,
            region=region,
            tax_class=tax_class,
            title=f"VAT {percent} %",
            rate=percent * PERCENT,
        )
    )
    db.session.commit()


def make_line(price: int = 2000, quantity: int = 1, **fields: Any) -> PricedLine:
    """A line of a product made for it."""
    product = make_product(price=price, **fields)
    return PricedLine(product.variants[0].id, product.id, quantity, price)


def make_bare_order(email: str = "ada@example.com", **fields: Any) -> Order:
    """An order of nothing, for what only needs its id."""
    number = make_bare_order.count = getattr(make_bare_order, "count", 0) + 1  # type: ignore[attr-defined]
    values = {
        "number": f"T-{number}",
        "checkout_token": f"token-{number}",
        "email": email,
        "status": "pending",
        "currency": "USD",
        "prices_include_tax": True,
        "subtotal": 0,
        "total": 0,
        "shipping_method": "standard",
        "shipping_title": "Standard",
        "payment_method": "invoice",
        "name": "Ada Brook",
        "line1": "1 Mill Lane",
        "city": "Leeds",
        "country": "GB",
        "placed_at": clock.now(),
    }
    order = Order(**values | fields)
    db.session.add(order)
    db.session.commit()
    return order
