"""What changes a cart.

Each change first updates the cart's own row, which holds it until the commit: two requests of one
shopper come one after the other, on PostgreSQL by that row's lock, on SQLite by the database's.
"""

from dataclasses import dataclass

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError

from shop import clock, texts
from shop.cart.models import MOST_LINES, MOST_UNITS, Cart, CartLine
from shop.cart.owner import Owner
from shop.cart.queries import labels, named
from shop.catalog.models import Product, Variant
from shop.extensions import db


class UnknownVariant(Exception):
    """The shop sells no such variant."""


class NotInCart(Exception):
    """The variant is not in this cart."""


class NoLongerSold(Exception):
    """The line is in the cart, but the shop sells no such variant any more."""


class SoldOut(Exception):
    """Nothing is left of the variant; `offer` says of which."""

    def __init__(self, offer: "Offer") -> None:
        super().__init__(offer.title)
        self.offer = offer


class CartFull(Exception):
    """The cart has MOST_LINES lines already."""


@dataclass(frozen=True)
class Offer:
    """A variant that the shop sells now. `price` in minor units."""

    variant_id: int
    title: str
    slug: str
    price: int
    stock: int

    @property
    def most(self) -> int:
        """The units that one cart may hold."""
        return min(self.stock, MOST_UNITS)


@dataclass(frozen=True)
class Change:
    """What a wish for `wanted` units came to: the line has `quantity` now."""

    offer: Offer
    wanted: int
    quantity: int

    @property
    def is_limited(self) -> bool:
        return self.quantity < self.wanted


def find_offer(variant_id: int) -> Offer:
    """Raises UnknownVariant where there is none, or its product is not published."""
    row = db.session.execute(
        db.select(Variant.price, Variant.stock, texts.shown(Product.title), Product.slug)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id, Product.is_published)
    ).one_or_none()
    if row is None:
        raise UnknownVariant(variant_id)
    title = named(row.title, labels([variant_id]).get(variant_id, ""))
    return Offer(variant_id, title, row.slug, row.price, row.stock)


def hold(owner: Owner) -> int | None:
    """The id of `owner`'s cart, held until the commit; None where there is none."""
    return db.session.scalar(
        update(Cart).where(owner.owns()).values(updated_at=clock.now()).returning(Cart.id)
    )


def start(owner: Owner) -> int:
    """The id of a new cart for `owner`, or of the one that another request just made; held."""
    try:
        with db.session.begin_nested():
            cart = Cart(user_id=owner.user_id, token_hash=owner.token_hash)
            db.session.add(cart)
        return cart.id
    except IntegrityError:
        found = hold(owner)
        if found is None:
            raise
        return found


def add(cart_id: int, offer: Offer, quantity: int) -> Change:
    """Put `quantity` more of `offer` into the held cart, as far as the stock and MOST_UNITS go.

    Raises SoldOut or CartFull.
    """
    if not offer.stock:
        raise SoldOut(offer)
    line = _line(cart_id, offer.variant_id)
    if line is None:
        _require_room(cart_id)
        line = CartLine(cart_id=cart_id, variant_id=offer.variant_id, quantity=0)
    return _set(line, offer, line.quantity + quantity)


def set_quantity(cart_id: int, variant_id: int, quantity: int) -> Change:
    """Let the held cart have `quantity` of a variant that is in it, as far as the stock goes.

    Raises NotInCart, NoLongerSold or SoldOut.
    """
    line = _line(cart_id, variant_id)
    if line is None:
        raise NotInCart(variant_id)
    try:
        offer = find_offer(variant_id)
    except UnknownVariant as error:
        raise NoLongerSold(variant_id) from error
    if not offer.stock:
        raise SoldOut(offer)
    return _set(line, offer, quantity)


def note_prices_seen(cart_id: int) -> None:
    """The shopper answers from the cart's page, so today's prices are the ones they know."""
    today = db.select(Variant.price).where(Variant.id == CartLine.variant_id).scalar_subquery()
    db.session.execute(
        update(CartLine)
        .where(CartLine.cart_id == cart_id, CartLine.unit_price != today)
        .values(unit_price=today)
        .execution_options(synchronize_session=False)
    )


def _line(cart_id: int, variant_id: int) -> CartLine | None:
    line: CartLine | None = db.session.scalar(
        db.select(CartLine)
        .where(CartLine.cart_id == cart_id, CartLine.variant_id == variant_id)
        .execution_options(populate_existing=True)
    )
    return line


def _require_room(cart_id: int) -> None:
    count = db.session.scalar(
        db.select(func.count()).select_from(CartLine).where(CartLine.cart_id == cart_id)
    )
    if (count or 0) >= MOST_LINES:
        raise CartFull(cart_id)


def _set(line: CartLine, offer: Offer, wanted: int) -> Change:
    line.quantity = min(wanted, offer.most)
    line.title = offer.title[:250]
    line.unit_price = offer.price
    db.session.add(line)
    return Change(offer, wanted, line.quantity)
