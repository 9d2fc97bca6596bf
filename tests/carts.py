"""Filling a cart, and reading it."""

from shop.cart.models import CartLine
from shop.catalog import services as catalog
from shop.catalog.models import Product, Variant
from shop.extensions import db


def put_in(client, variant, quantity=None, **fields):
    data = {"variant": str(variant.id)} | fields
    if quantity is not None:
        data["quantity"] = str(quantity)
    return client.post("/cart/items", data=data)


def quantities():
    """What all carts hold, by variant."""
    db.session.rollback()
    return {line.variant_id: line.quantity for line in db.session.scalars(db.select(CartLine))}


def cart_json(client):
    return client.get("/cart", headers={"Accept": "application/json"}).get_json()


def set_stock(variant, units):
    catalog.set_stock(db.session.get(Variant, variant.id), units, "counted")
    db.session.commit()


def unpublish(variant):
    db.session.get(Product, variant.product_id).is_published = False
    db.session.commit()
