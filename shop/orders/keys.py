"""What an order is called, and the key that lets a guest in."""

import hmac
import secrets
from hashlib import sha256

from flask import current_app

from shop.orders.models import Order
from shop.web import public_url

# Crockford's base 32: no I, L, O or U, so that a number can be read out over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LENGTH = 40  # hexadecimal digits: 160 bits


def new_number() -> str:
    """A number for an order, such as W-4K7Q2-9XMTB: random, so that it does not tell how many
    orders there are; 50 bits, so that two hardly ever meet (the column is unique anyway)."""
    drawn = [secrets.choice(ALPHABET) for _ in range(10)]
    return f"W-{''.join(drawn[:5])}-{''.join(drawn[5:])}"


def guest_key(order: Order) -> str:
    """The secret part of the link to `order`; it holds as long as SECRET_KEY does."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"order {order.number}".encode(), sha256).hexdigest()[:KEY_LENGTH]


def is_key(order: Order, key: str | None) -> bool:
    """Whether `key` opens `order`; the time it takes tells nothing of the right one."""
    return hmac.compare_digest((key or "").encode("utf-8", "replace"), guest_key(order).encode())


def order_link(order: Order, endpoint: str = "orders.show") -> str:
    """The absolute address of the order's page for whoever gets its mails."""
    return public_url(endpoint, number=order.number, key=guest_key(order))
