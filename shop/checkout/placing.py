"""From a draft to an order, in one transaction, and only once for each form.

The form carries a random token; the order keeps a digest of it and of whose cart it is about,
under a unique constraint. The cart's row is held first, so a second press waits for the first one
and then finds its order. The token of somebody else's form is, for another cart, just a new one.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping

from sqlalchemy import delete

from shop import clock, money
from shop.auth.models import User
from shop.cart.models import CartCode, CartLine
from shop.cart.owner import Owner
from shop.cart.queries import Line
from shop.catalog import stock
from shop.checkout.drafts import Draft
from shop.checkout.models import BegunCheckout
from shop.extensions import db
from shop.orders import services
from shop.orders.history import SHOPPER
from shop.orders.holds import HOLD_FOR
from shop.orders.keys import new_number
from shop.orders.models import Order, OrderDiscount, OrderLine, OrderTax
from shop.orders.states import INVOICE, Status
from shop.pricing import LineTotals
from shop.promotions import services as promotions

TOKEN = re.compile(r"[\w-]{8,128}", re.ASCII)


class NoToken(Exception):
    """The form has no token by which a second press of it could be known."""


def form_token(token: str | None) -> str:
    """The token of a form: the one that it has, or else a new one."""
    return token if token and TOKEN.fullmatch(token) else secrets.token_urlsafe(24)


def kept_token(owner: Owner | None, token: str | None) -> str | None:
    """What an order keeps of a form's `token`, for the cart of `owner`; None for no token."""
    if owner is None or not TOKEN.fullmatch(token or ""):
        return None
    return hashlib.sha256(f"{owner.user_id} {owner.token_hash} {token}".encode()).hexdigest()


def placed_with(kept: str | None) -> Order | None:
    """The order that the form was placed with already."""
    found: Order | None = db.session.scalar(
        db.select(Order).where(Order.checkout_token == (kept or ""))
    )
    return found


def place(
    draft: Draft,
    kept: str | None,
    user: User | None,
    email: str,
    fields: Mapping[str, str],
    actor: str = SHOPPER,
) -> Order:
    """Place the order of `draft`; `fields` are the address's columns and `payment_method`,
    `actor` is who does it.

    Its cart, if it has one, is held. Does not commit; on an error the caller rolls back. Raises
    NoToken, stock.SoldOut, promotions.PromotionUsedUp, or IntegrityError where the token was used.
    """
    if kept is None:
        raise NoToken()
    order = _order(draft, kept, user, email, fields)
    db.session.add(order)
    db.session.flush()  # its token first: of two orders with the same one, one goes no further
    stock.take(_units(draft.lines), f"order {order.number}")
    promotions.claim_all(draft.totals.discounts, order.id, email)
    if draft.inside.cart_id:
        _empty(draft.inside.cart_id)
    services.note_placed(order, actor)
    if not order.total:
        services.pay(order)
    return order


def _order(
    draft: Draft, kept: str, user: User | None, email: str, fields: Mapping[str, str]
) -> Order:
    totals, method = draft.totals, draft.method
    assert method is not None  # noqa: S101 - the form has checked it
    waits = None if fields["payment_method"] == INVOICE else clock.now() + HOLD_FOR
    by_variant = {line.key: line for line in totals.lines}
    return Order(
        number=new_number(),
        checkout_token=kept,
        user_id=user.id if user else None,
        email=email,
        status=Status.PENDING,
        currency=money.currency(),
        prices_include_tax=totals.prices_include_tax,
        subtotal=totals.subtotal,
        discount=totals.discount,
        shipping=totals.shipping,
        tax=totals.tax,
        total=totals.total,
        shipping_method=method.code,
        shipping_title=method.title,
        hold_expires_at=waits,
        **fields,
        lines=[_line(line, by_variant[line.variant_id]) for line in draft.lines],
        discounts=[
            OrderDiscount(
                promotion_id=row.promotion_id, title=row.title, code=row.code, amount=row.amount
            )
            for row in totals.discounts
        ],
        taxes=[OrderTax(title=row.title, rate=row.rate, amount=row.amount) for row in totals.taxes],
    )


def _line(line: Line, priced: LineTotals) -> OrderLine:
    return OrderLine(
        variant_id=line.variant_id,
        product_id=line.product_id,
        product_slug=line.slug,
        title=line.title,
        options=line.options[:160],
        sku=line.sku,
        unit_price=line.unit_price,
        quantity=line.quantity,
        discount=priced.discount,
        tax=priced.tax,
        tax_rate=priced.tax_rate,
        total=priced.total,
    )


def _units(lines: list[Line]) -> dict[int, int]:
    return {line.variant_id: line.quantity for line in lines}


def _empty(cart_id: int) -> None:
    """Nothing is left in the cart, nor of its checkout that was begun."""
    for model in (CartLine, CartCode, BegunCheckout):
        db.session.execute(
            delete(model)
            .where(model.cart_id == cart_id)
            .execution_options(synchronize_session=False)
        )
