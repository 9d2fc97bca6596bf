"""Putting an order's things into the cart once more."""

from shop.cart import services as carts
from shop.orders.models import Order


def put_into_cart(order: Order, cart_id: int) -> list[str]:
    """Put what the shop still has of `order` into the held cart; the titles of what
    could not be put in, or only in part."""
    short = []
    for line in order.lines:
        try:
            change = carts.add(cart_id, carts.find_offer(line.variant_id), line.quantity)
        except (carts.UnknownVariant, carts.SoldOut, carts.CartFull):
            short.append(line.full_title)
            continue
        if change.is_limited:
            short.append(line.full_title)
    return short
