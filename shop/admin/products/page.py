"""What stands on the page of a product around its form, in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func

from shop.access import needed
from shop.admin.audit.models import AuditEntry
from shop.admin.products.forms import ProductForm, price_label
from shop.admin.texts.overview import overview
from shop.catalog import pictures
from shop.catalog.details import summarised
from shop.catalog.models import Product, StockMovement
from shop.extensions import db
from shop.orders.models import Order, OrderLine
from shop.orders.states import Status
from shop.rights import Right

MOST_MOVEMENTS = 8  # of a variant that are shown
MOST_CHANGES = 20


@dataclass
class Notes:
    """What is known of a stored variant beside its fields."""

    sold: int = 0  # units, without cancelled orders
    last_sold: datetime | None = None
    movements: list[StockMovement] = field(default_factory=list)  # the newest first


def around(product: Product | None, form: ProductForm) -> dict[str, Any]:
    """For the template: what belongs to the rows of `form`, and what is told of the product."""
    return {
        "product": product,
        "form": form,
        "notes": notes([row.form.key.data for row in form.variants]),
        "views": {key: pictures.view(picture) for key, picture in form.known.items()},
        "result": search_result(form),
        "changes": changes(product),
        "may_edit": current_user.may(Right.EDIT_CATALOG),
        "ways": ways_on(product),
        "price_label": price_label(),
        "zone": str(get_timezone()),
        "said": overview(product),
    }


def ways_on(product: Product | None) -> dict[str, str]:
    """Where one can go from here; empty what the reader may not open."""
    found = {"list": _link("admin.products")}
    if product:
        found["shop"] = url_for("catalog.product", slug=product.slug)
        found["preview"] = _link("admin.preview_product", product_id=product.id)
        found["duplicate"] = _link("admin.duplicate_product", "POST", product_id=product.id)
        found["delete"] = _link("admin.delete_product", "POST", product_id=product.id)
        found["sale"] = _link("admin.new_promotion", product=product.id)
        found["changes"] = _link("admin.changes", kind="product", id=product.id)
    return found


def _link(endpoint: str, method: str = "GET", **values: Any) -> str:
    need = needed(endpoint, method)
    is_open = isinstance(need, Right) and current_user.may(need)
    return url_for(endpoint, **values) if is_open else ""


def notes(keys: list[str | None]) -> dict[str, Notes]:
    """By the keys of the variants' rows."""
    ids = [int(key) for key in keys if key]
    found = {str(id_): Notes() for id_ in ids}
    for row in _sales(ids):
        found[str(row.variant_id)].sold = row.sold
        found[str(row.variant_id)].last_sold = row.last_sold
    for movement in _movements(ids):
        found[str(movement.variant_id)].movements.append(movement)
    return found


def _sales(ids: list[int]) -> Any:
    return db.session.execute(
        db.select(
            OrderLine.variant_id,
            func.sum(OrderLine.quantity).label("sold"),
            func.max(Order.placed_at).label("last_sold"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.variant_id.in_(ids), Order.status != Status.CANCELLED)
        .group_by(OrderLine.variant_id)
    )


def _movements(ids: list[int]) -> Any:
    newest = (
        db.select(
            StockMovement.id,
            func.row_number()
            .over(partition_by=StockMovement.variant_id, order_by=StockMovement.id.desc())
            .label("place"),
        )
        .where(StockMovement.variant_id.in_(ids))
        .subquery()
    )
    return db.session.scalars(
        db.select(StockMovement)
        .join(newest, newest.c.id == StockMovement.id)
        .where(newest.c.place <= MOST_MOVEMENTS)
        .order_by(StockMovement.id.desc())
    )


def search_result(form: ProductForm) -> dict[str, str]:
    """The product as a search engine would show it."""
    text = (form.description.data or "").split("\n\n")[0]
    slug = form.slug.data or "…"
    return {
        "title": form.seo_title.data or form.title.data or _("Title of the product"),
        "url": current_app.config["PUBLIC_URL"] + url_for("catalog.product", slug="") + slug,
        "description": form.seo_description.data or summarised(text) or "…",
    }


def changes(product: Product | None) -> list[AuditEntry]:
    """The newest of the log, for whoever may read it."""
    if product is None or not current_user.may(Right.SEE_CHANGES):
        return []
    return list(
        db.session.scalars(
            db.select(AuditEntry)
            .where(AuditEntry.target_kind == "product", AuditEntry.target_id == product.id)
            .order_by(AuditEntry.id.desc())
            .limit(MOST_CHANGES)
        )
    )
