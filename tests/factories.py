"""Believable rows, each made with the least that its test needs; all are committed."""

import uuid
from datetime import timedelta
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory
from flask import current_app
from werkzeug.security import generate_password_hash

from shop import clock
from shop.account.models import Address
from shop.auth.models import User
from shop.catalog import stock
from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Option,
    OptionValue,
    Picture,
    Product,
    Review,
    Variant,
)
from shop.extensions import db
from shop.orders.keys import new_number
from shop.orders.models import Order, OrderDiscount, OrderLine, OrderTax
from shop.pricing.shares import spread
from shop.rights import Role

PASSWORD = "correct horse battery"  # of every user that a factory makes


class Factory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - factory-boy wants a callable
        sqlalchemy_session_persistence = "commit"


class UserFactory(Factory):
    class Meta:
        model = User

    class Params:
        is_administrator = factory.Trait(role=Role.OWNER)

    name = factory.Sequence(lambda n: f"Shopper {n}")
    email = factory.Sequence(lambda n: f"shopper{n}@example.com")
    password_hash = factory.LazyFunction(
        lambda: generate_password_hash(PASSWORD, current_app.config["PASSWORD_HASH_METHOD"])
    )
    confirmed_at = factory.LazyFunction(clock.now)


class AddressFactory(Factory):
    class Meta:
        model = Address

    user = factory.SubFactory(UserFactory)
    name = "Ada Brook"
    line1 = "1 Mill Lane"
    city = "Leeds"
    postcode = "LS1 4AP"
    country = "GB"


class CollectionFactory(Factory):
    class Meta:
        model = Collection

    title = factory.Sequence(lambda n: f"Collection {n}")
    slug = factory.Sequence(lambda n: f"collection-{n}")


class PictureFactory(Factory):
    class Meta:
        model = Picture

    key = factory.Sequence(lambda n: f"pictures/{n:032x}.jpg")
    width = 800
    height = 1000


class ReviewFactory(Factory):
    class Meta:
        model = Review

    author_name = "Ada"
    rating = 5
    title = "Just right"
    body = "I use it each morning."


def make_product(
    title: str = "",
    *,
    price: int = 2400,
    stock: int = 10,
    compare_at_price: int | None = None,
    collections: tuple[Collection, ...] = (),
    colours: tuple[str, ...] = (),
    **fields: Any,
) -> Product:
    """A published product, with one variant, or one for each of `colours`."""
    number = make_product.count = getattr(make_product, "count", 0) + 1  # type: ignore[attr-defined]
    product = Product(
        title=title or f"Product {number}",
        slug=fields.pop("slug", f"product-{number}"),
        **fields,
    )
    option = Option(name="Colour") if colours else None
    if option:
        product.options.append(option)
    for position, colour in enumerate(colours or ("",)):
        variant = Variant(
            sku=f"SKU-{number}-{position}",
            price=price,
            compare_at_price=compare_at_price,
            stock=stock,
            position=position,
        )
        if option:
            value = OptionValue(value=colour, position=position)
            option.values.append(value)
            variant.option_values.append(value)
        product.variants.append(variant)
    db.session.add(product)
    db.session.flush()
    for collection in collections:
        db.session.add(CollectionProduct(collection_id=collection.id, product_id=product.id))
    return _summarised(product)


def _summarised(product: Product) -> Product:
    from shop.catalog import services

    services.summarise(product)
    db.session.commit()
    return product


def make_order(
    *products: Product,
    quantity: int = 1,
    shipping: int = 500,
    discount: int = 0,
    tax: int = 0,
    payment_method: str = "test",
    **fields: Any,
) -> Order:
    """A pending order of `quantity` of the first variant of each product (one is made where none
    is given), whose stock is taken. Money in minor units; `discount` and `tax` are one row each,
    with prices that exclude tax where there is some."""
    products = products or (make_product("Harbour mug", price=2400),)
    amounts = [product.variants[0].price * quantity for product in products]
    order = Order(
        number=fields.pop("number", None) or new_number(),
        checkout_token=uuid.uuid4().hex,
        status=fields.pop("status", "pending"),
        currency=fields.pop("currency", "USD"),
        prices_include_tax=not tax,
        subtotal=sum(amounts),
        discount=discount,
        shipping=shipping,
        tax=tax,
        total=sum(amounts) - discount + shipping + tax,
        shipping_method="standard",
        shipping_title="Standard",
        payment_method=payment_method,
        **ADDRESSED | fields,
    )
    if discount:
        order.discounts.append(OrderDiscount(title="Ten off", code="TEN", amount=discount))
    if tax:
        order.taxes.append(OrderTax(title="Sales tax", rate=80000, amount=tax))
    shares = zip(products, spread(discount, amounts), spread(tax, amounts), strict=True)
    order.lines = [_order_line(product, quantity, off, taxed) for product, off, taxed in shares]
    db.session.add(order)
    db.session.flush()
    stock.take({line.variant_id: line.quantity for line in order.lines}, f"order {order.number}")
    db.session.commit()
    return order


ADDRESSED = {
    "email": "ada@example.com",
    "name": "Ada Brook",
    "line1": "1 Mill Lane",
    "city": "Leeds",
    "postcode": "LS1 4AP",
    "country": "GB",
}


def _order_line(product: Product, quantity: int, discount: int, tax: int) -> OrderLine:
    variant = product.variants[0]
    return OrderLine(
        variant_id=variant.id,
        product_id=product.id,
        product_slug=product.slug,
        title=product.title,
        options=variant.label,
        sku=variant.sku,
        unit_price=variant.price,
        quantity=quantity,
        discount=discount,
        tax=tax,
        total=variant.price * quantity - discount + tax,
    )


def fill_catalog(count: int, *collections: Collection) -> None:
    """`count` products of all kinds at once, each with one variant, in all of `collections`."""
    rows = [
        {
            "slug": f"bulk-{number}",
            "title": f"Bulk product {number}",
            "price": 500 + number % 97 * 100,
            "highest_price": 500 + number % 97 * 100,
            "stock": number % 4,
            "lowest_stock": number % 4,
            "is_available": number % 4 > 0,
            "is_on_sale": number % 5 == 0,
            "rating_count": number % 3,
            "rating_average": 100 * (1 + number % 5) if number % 3 else 0,
            "published_at": clock.now() - timedelta(minutes=number),
        }
        for number in range(count)
    ]
    ids = list(db.session.scalars(db.insert(Product).returning(Product.id), rows))
    db.session.execute(
        db.insert(Variant),
        [{"product_id": id_, "sku": f"BULK-{id_}", "price": 500, "stock": id_ % 4} for id_ in ids],
    )
    for collection in collections:
        shown = [{"collection_id": collection.id, "product_id": id_} for id_ in ids]
        db.session.execute(db.insert(CollectionProduct), shown)
    db.session.commit()
