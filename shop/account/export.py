"""Everything that the shop knows of a customer, as plain data."""

from collections.abc import Iterable
from typing import Any

from shop import clock, money
from shop.account.models import Address, WishlistItem
from shop.alerts.models import StockAlert
from shop.auth.models import AuthToken, RecoveryCode, SignIn, User
from shop.cart.models import Cart, CartLine
from shop.catalog.models import Product, Review
from shop.extensions import db
from shop.orders import export as orders

PROFILE = ("name", "email", "language", "role", "confirmed_at", "created_at")
ADDRESS = "name line1 line2 city region postcode country phone created_at"
SIGN_IN = ("agent", "address", "is_remembered", "created_at", "last_seen_at")
LINK = ("purpose", "email", "created_at", "expires_at", "used_at")
LINE = ("variant_id", "title", "quantity", "unit_price", "created_at")
REVIEW = (
    *("rating", "title", "body", "is_verified", "created_at"),
    *("status", "hidden_reason", "answer", "answered_at"),
)


def of(user: User) -> dict[str, Any]:
    """All of it: times in UTC as ISO 8601, money in minor units of `currency`."""
    lines = db.select(CartLine).join(Cart).where(Cart.user_id == user.id).order_by(CartLine.id)
    return {
        "exported_at": clock.now().isoformat(),
        "currency": money.currency(),
        "profile": _columns(user, PROFILE),
        "addresses": _rows(_own(Address, user), ADDRESS.split()),
        "wishlist": _with_products(_own(WishlistItem, user), ("created_at",)),
        "reviews": _with_products(_own(Review, user), REVIEW),
        "cart": _rows(db.session.scalars(lines), LINE),
        "orders": orders.of(user),
        "stock_alerts": _rows(_alerts(user), ("variant_id", "created_at")),
        "sign_ins": _rows(_own(SignIn, user), SIGN_IN),
        "second_factor_since": _plain(user.second_factor and user.second_factor.created_at),
        "recovery_codes": _rows(_own(RecoveryCode, user), ("created_at", "used_at")),
        "mailed_links": _rows(_own(AuthToken, user), LINK),
    }


def _alerts(user: User) -> list[StockAlert]:
    wanted = db.select(StockAlert).where(StockAlert.email == user.email).order_by(StockAlert.id)
    return list(db.session.scalars(wanted))


def _own(model: Any, user: User) -> list[Any]:
    return list(
        db.session.scalars(db.select(model).where(model.user_id == user.id).order_by(model.id))
    )


def _rows(rows: Iterable[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    return [_columns(row, names) for row in rows]


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _with_products(rows: list[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    """`rows` that are about products, each with the product's slug and title."""
    wanted = db.select(Product.id, Product.slug, Product.title).where(
        Product.id.in_([row.product_id for row in rows])
    )
    products = {row.id: row for row in db.session.execute(wanted)}
    return [
        {
            "product": products[row.product_id].slug,
            "product_title": products[row.product_id].title,
            **_columns(row, names),
        }
        for row in rows
    ]
