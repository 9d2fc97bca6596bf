"""A product as it is stored, for its form and the page around it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from wtforms.fields import SelectChoice

from shop import money
from shop.admin.products.fields import write_moment
from shop.admin.products.forms import HIDDEN, PUBLISHED, SCHEDULED, VALUES, ProductForm
from shop.catalog import matrix
from shop.catalog.models import Collection, Option, Picture, Product, Variant
from shop.catalog.navigation import Tree, tree
from shop.extensions import db
from shop.taxes.models import TaxRate

WHOLE = (
    selectinload(Product.variants).selectinload(Variant.option_values),
    selectinload(Product.options).selectinload(Option.values),
    selectinload(Product.pictures),
    selectinload(Product.collections),
)


def load(product_id: int) -> Product | None:
    """The product with all that its page shows."""
    return db.session.get(Product, product_id, options=WHOLE, populate_existing=True)


def hold(product_id: int) -> Product | None:
    """`load`, with the product and its variants locked until the commit.

    The variants first and by their ids, as shop.catalog.stock locks what is sold.
    """
    db.session.flush()
    db.session.scalars(
        db.select(Variant)
        .where(Variant.product_id == product_id)
        .order_by(Variant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return db.session.get(
        Product, product_id, options=WHOLE, populate_existing=True, with_for_update=True
    )


def form_of(product: Product | None) -> ProductForm:
    """The form as it is before anybody typed; an empty one for a new product."""
    form = ProductForm(lists=lists(product), blank=True, data=data_of(product))
    pictures = product.pictures if product else []
    form.show_pictures({str(picture.id): picture for picture in pictures})
    return form


def lists(product: Product | None) -> dict[str, Any]:
    """What can be chosen."""
    rates = db.session.scalars(db.select(TaxRate.tax_class).distinct())
    classes = {"standard", *rates} | ({product.tax_class} if product else set())
    return {
        "collections": collection_choices(tree()),
        "tax_classes": [
            SelectChoice(name, _class_title(name)) for name in sorted(classes, key=_usual_first)
        ],
    }


def _class_title(tax_class: str) -> str:
    """What a class of goods is called; all but the usual one are the merchant's own words."""
    return str(_("Standard")) if tax_class == "standard" else tax_class.capitalize()


def _usual_first(tax_class: str) -> tuple[bool, str]:
    return tax_class != "standard", tax_class


def collection_choices(known: Tree, above: int | None = None, depth: int = 0) -> list[SelectChoice]:
    """Every collection by its id, indented by its depth."""
    found = []
    for node in known.children(above):
        found.append(SelectChoice(str(node.id), "\N{EM SPACE}" * depth + node.title))
        found += collection_choices(known, node.id, depth + 1)
    return found


def data_of(product: Product | None) -> dict[str, Any]:
    """What the form's fields say of the product."""
    if product is None:
        return {
            "tax_class": "standard",
            "visibility": PUBLISHED,
            "options": [{}],
            "variants": [new_variant()],
        }
    return {
        "title": product.title,
        "slug": product.slug,
        "description": product.description.replace("\r\n", "\n"),
        "seo_title": product.seo_title,
        "seo_description": product.seo_description,
        "tax_class": product.tax_class,
        "collections": [str(collection.id) for collection in product.collections],
        "visibility": visibility_of(product),
        "publish_at": write_moment(product.publish_at),
        "options": [_option(option) for option in product.options] or [{}],
        "variants": [_variant(variant, product.options) for variant in product.variants],
        "gallery": [{"key": str(row.id), "alt": row.alt} for row in product.pictures],
    }


def visibility_of(product: Product) -> str:
    if product.is_published:
        return PUBLISHED
    return SCHEDULED if product.publish_at else HIDDEN


def new_variant(**fields: str) -> dict[str, str]:
    """A row for a variant that is not there yet."""
    return {"stock": "0", "weight": "0"} | fields


def _option(option: Option) -> dict[str, str]:
    values = matrix.join([value.value for value in option.values])
    return {"key": str(option.id), "name": option.name, "values": values, "values_were": values}


def _variant(variant: Variant, options: Iterable[Option]) -> dict[str, str]:
    chosen = {value.option_id: value.value for value in variant.option_values}
    values = zip(VALUES, (chosen.get(option.id, "") for option in options), strict=False)
    return {
        "key": str(variant.id),
        "sku": variant.sku,
        "price": _major(variant.price),
        "compare_at_price": _major(variant.compare_at_price),
        "stock": str(variant.stock),
        "stock_seen": str(variant.stock),
        "weight": str(variant.weight),
        "picture": str(variant.picture_id or ""),
        **dict(values),
    }


def _major(amount: int | None) -> str:
    return "" if amount is None else money.in_field(amount, money.currency())


def own_or_unclaimed(product: Product | None, picture_ids: Iterable[int]) -> dict[str, Picture]:
    """Those of the pictures that are the product's, or were uploaded and belong to nothing."""
    wanted = list(picture_ids)
    own = {picture.id: picture for picture in product.pictures} if product else {}
    new = db.session.scalars(
        db.select(Picture).where(
            Picture.id.in_([id_ for id_ in wanted if id_ not in own]),
            Picture.product_id.is_(None),
            ~db.exists().where(Collection.picture_id == Picture.id),
            ~db.exists().where(Product.cover_id == Picture.id),
        )
    )
    found = own | {picture.id: picture for picture in new}
    return {str(id_): found[id_] for id_ in wanted if id_ in found}
