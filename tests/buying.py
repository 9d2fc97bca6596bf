"""Filling a cart and checking out, as a browser does."""

import re

from factories import make_product
from selling import make_method, make_zone

from shop.extensions import db
from shop.orders.models import Order

ADDRESS = {
    "name": "Ada Brook",
    "line1": "1 Mill Lane",
    "line2": "",
    "city": "Leeds",
    "region": "",
    "postcode": "LS1 4AP",
    "country": "GB",
    "phone": "",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def ship_to(*countries, price=500):
    """A zone with the method "standard" at `price` and "express" at 1500."""
    zone = make_zone(*(countries or ("GB",)))
    make_method(zone, "standard", {0: price})
    make_method(zone, "express", {0: 1500}, position=1)
    return zone


def put_in_cart(client, *products, quantity=1):
    for product in products:
        data = {"variant": product.variants[0].id, "quantity": quantity}
        assert client.post("/cart/items", data=data).status_code == 303


def filled(client, *products, quantity=1):
    """A cart with `products`, which can be shipped to GB; the fields of its checkout's page."""
    products = products or (make_product("Harbour mug", price=2400),)
    if not db.session.scalar(db.select(Order.id).limit(1)) and not _ships():
        ship_to("GB")
    put_in_cart(client, *products, quantity=quantity)
    return fields_of(client)


def _ships():
    from shop.shipping.services import countries

    return countries()


def fields_of(client, **changed):
    """What the checkout's page would send, once its fields are filled in."""
    client.get("/checkout")
    updated = client.post("/checkout", data=ADDRESS | {"action": "update"})
    return fields_in(updated.text, **changed)


def fields_in(page, **changed):
    hidden = dict(HIDDEN.findall(page))
    fields = ADDRESS | {name: hidden[name] for name in ("checkout_token", "shown")}
    return (
        fields
        | {"email": "ada@example.com", "shipping_method": "standard", "payment_method": "invoice"}
        | changed
    )


def orders():
    db.session.rollback()
    return db.session.scalars(db.select(Order).order_by(Order.id)).all()


def the_order():
    (order,) = orders()
    return order


def order_at(client, **changed):
    """Check the cart out; the answer, and the order."""
    answer = client.post("/checkout", data=fields_of(client, **changed))
    assert answer.status_code == 303, answer.text
    return answer, orders()[-1]
