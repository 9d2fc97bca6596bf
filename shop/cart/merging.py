"""What a visitor put into a cart joins the customer's own at sign-in."""

from dataclasses import dataclass

from flask import Flask, after_this_request, flash
from flask_babel import ngettext
from flask_login import user_logged_in
from sqlalchemy import delete

from shop.auth.models import User
from shop.cart import services
from shop.cart.keeping import drop_cookie, visiting_owner
from shop.cart.models import MOST_CODES, MOST_LINES, MOST_UNITS, Cart, CartCode, CartLine
from shop.cart.owner import Owner
from shop.catalog.models import Variant
from shop.extensions import db


@dataclass
class Merge:
    """How many of the visitor's lines came along; of how many fewer units than were wanted,
    and how many found no room."""

    kept: int = 0
    limited: int = 0
    left_out: int = 0


def init_app(app: Flask) -> None:
    """Listen for sign-ins; accounts know nothing of carts."""
    user_logged_in.connect(bring_along, app)


def bring_along(_app: Flask, user: User, **_rest: object) -> None:
    """Merge the browser's cart into that of `user`, say so, and let the cookie go."""
    visitor = visiting_owner()
    if visitor is None:
        return
    after_this_request(drop_cookie)
    merge = merge_carts(visitor, Owner(user_id=user.id))
    for sentence, kind in sentences(merge):
        flash(sentence, kind)


def merge_carts(visitor: Owner, customer: Owner) -> Merge:
    """Move the visitor's lines into the customer's cart and delete the visitor's.

    Units of the same variant are added up, as far as the stock and MOST_UNITS go; what is sold
    out or gone comes along as it is, so that the shopper is told. The visitor's cart is held
    first, then the customer's, always in this order.
    """
    merge = Merge()
    source = services.hold(visitor)
    if source is None:
        return merge
    lines = _lines(source)
    if lines:
        target = services.hold(customer) or services.start(customer)
        _move(lines, target, merge)
        _move_codes(source, target)
    db.session.flush()
    db.session.execute(delete(Cart).where(Cart.id == source))
    return merge


def _lines(cart_id: int) -> list[CartLine]:
    return list(
        db.session.scalars(
            db.select(CartLine)
            .where(CartLine.cart_id == cart_id)
            .order_by(CartLine.id)
            .execution_options(populate_existing=True)
        )
    )


def _move(lines: list[CartLine], target: int, merge: Merge) -> None:
    own = {line.variant_id: line for line in _lines(target)}
    stock = _stock([line.variant_id for line in lines])
    for line in lines:
        already = own.get(line.variant_id)
        if already is None and len(own) >= MOST_LINES:
            merge.left_out += 1
            continue
        wanted = line.quantity + (already.quantity if already else 0)
        kept = min(wanted, MOST_UNITS, stock.get(line.variant_id) or MOST_UNITS)
        merge.kept += 1
        merge.limited += kept < wanted
        if already:
            already.quantity = kept
        else:
            line.cart_id, line.quantity = target, kept
            own[line.variant_id] = line


def _move_codes(source: int, target: int) -> None:
    """As far as MOST_CODES goes; those that the target has stay."""
    own = _codes(target)
    for code in _codes(source):
        if code not in own and len(own) < MOST_CODES:
            db.session.add(CartCode(cart_id=target, code=code))
            own.append(code)


def _codes(cart_id: int) -> list[str]:
    return list(db.session.scalars(db.select(CartCode.code).where(CartCode.cart_id == cart_id)))


def _stock(variant_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        db.select(Variant.id, Variant.stock).where(Variant.id.in_(variant_ids))
    )
    return {row.id: row.stock for row in rows}


def sentences(merge: Merge) -> list[tuple[str, str]]:
    """What a merge is told as: pairs of a text and the kind of its notice."""
    kept = ngettext(
        "The %(num)s thing you had chosen before signing in is in your cart.",
        "The %(num)s things you had chosen before signing in are in your cart.",
        merge.kept,
    )
    limited = ngettext(
        "Of %(num)s of them there are not enough: your cart has as many as we can send.",
        "Of %(num)s of them there are not enough: your cart has as many as we can send.",
        merge.limited,
    )
    left_out = ngettext(
        "Your cart is full: %(num)s thing from before signing in did not fit.",
        "Your cart is full: %(num)s things from before signing in did not fit.",
        merge.left_out,
    )
    said = [
        (merge.kept, kept, "success"),
        (merge.limited, limited, "warning"),
        (merge.left_out, left_out, "warning"),
    ]
    return [(text, kind) for number, text, kind in said if number]
