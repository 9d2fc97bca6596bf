"""How each kind of row is put back to what it was, through the verbs of its feature."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy.exc import IntegrityError

from shop import clock, settings
from shop.catalog import (
    collection_services,
    publishing,
    review_services,
    search,
    services,
    wording,
)
from shop.catalog.models import Collection, Product, Review, ReviewStatus, Variant
from shop.extensions import db
from shop.pages import services as page_services
from shop.pages.models import Page
from shop.promotions import managing
from shop.promotions.models import Promotion
from shop.settings import Setting
from shop.texts.models import CatalogText

# What the verbs raise where the state of before is not possible any more.
REFUSALS: tuple[type[Exception], ...] = (
    IntegrityError,
    services.SlugTaken,
    services.WouldLoop,
    page_services.SlugTaken,
    managing.CodeTaken,
    ValueError,  # of a setting
)
Values = dict[str, Any]


class Shelf(NamedTuple):
    """That a product is in a collection, or is not."""

    product: Product
    collection: Collection

    @property
    def is_direct(self) -> bool | None:
        """As the trail notes it: None for not at all."""
        return self.collection.id in {one.id for one in self.product.collections} or None


def set_all(row: Any, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def product(row: Product, values: Values) -> None:
    if "slug" in values:
        services.rename(row, values.pop("slug"))
    visibility = {"is_published", "publish_at", "published_at"} & values.keys()
    if visibility:
        _show(row, values)
    set_all(row, values)
    db.session.flush()
    search.index([row.id])


def _show(row: Product, values: Values) -> None:
    """Published or not, as before; and since the same moment, as if nothing had happened."""
    since: datetime = values.pop("published_at", row.published_at)
    is_published = values.pop("is_published", row.is_published)
    at: datetime | None = values.pop("publish_at", row.publish_at)
    if is_published:
        publishing.publish(row)
    elif at and at > clock.now():
        publishing.schedule(row, at)
    else:
        publishing.hide(row)
    row.published_at = since


def variant(row: Variant, values: Values) -> None:
    set_all(row, values)
    db.session.flush()
    services.summarise(row.product)
    if "sku" in values:
        search.index([row.product_id])


def shelf(row: Shelf, values: Values) -> None:
    kept = [one for one in row.product.collections if one.id != row.collection.id]
    wanted = [*kept, row.collection] if values["is_direct"] else kept
    services.put_into(row.product, wanted)
    search.index([row.product.id])


def collection(row: Collection, values: Values) -> None:
    if "slug" in values:
        services.rename(row, values.pop("slug"))
    words = {name: values.pop(name, getattr(row, name)) for name in ("title", "description")}
    collection_services.change(row, **words, parent_id=values.pop("parent_id", row.parent_id))
    set_all(row, values)


def review(row: Review, values: Values) -> None:
    """Its author is not mailed again."""
    status = values.pop("status", row.status)
    if status == ReviewStatus.PUBLISHED:
        review_services.publish([row])
    elif status == ReviewStatus.HIDDEN:
        review_services.hide([row], values.pop("hidden_reason", row.hidden_reason))
    elif row.status != status:
        row.status = status
        db.session.flush()
        services.refresh_ratings([row.product_id])
    set_all(row, values)


def promotion(row: Promotion, values: Values) -> None:
    set_all(row, values)
    managing.keep(row)


def page(row: Page, values: Values) -> None:
    page_services.change(row, **values)


def catalog_text(row: CatalogText, values: Values) -> None:
    said = {row.field: values["text"]}
    if product := db.session.get(Product, row.product_id or 0):
        wording.say_product(product, row.language, said, {})
    elif collection := db.session.get(Collection, row.collection_id or 0):
        wording.say_collections([(collection, said)], row.language)
    elif row.word:
        wording.say_words(row.language, {(row.field, row.word): values["text"]})
    else:
        set_all(row, values)


def setting(name: str, values: Values) -> None:
    kept = values["value"]
    default = settings.KINDS[name].default(current_app.config)
    settings.save(**{name: default if kept is None else kept})


def kept_setting(name: str) -> Any:
    """What is kept of a setting; None where the environment's value holds."""
    row = db.session.get(Setting, name, populate_existing=True)
    return None if row is None else row.value


VERBS: dict[str, Callable[[Any, Values], None]] = {
    "products": product,
    "variants": variant,
    "collection_products": shelf,
    "collections": collection,
    "reviews": review,
    "promotions": promotion,
    "pages": page,
    "settings": setting,
    "catalog_texts": catalog_text,
}
