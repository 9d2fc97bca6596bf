"""Making a product like another one. Nothing here commits."""

from typing import Any

from flask_babel import gettext as _

from shop import outbox
from shop.catalog import search
from shop.catalog.models import Option, OptionValue, Picture, Product, Variant
from shop.catalog.picture_files import copy_picture
from shop.catalog.shelves import put_into
from shop.catalog.slugs import numbered
from shop.catalog.summaries import summarise
from shop.extensions import db
from shop.outbox import Job
from shop.texts.models import CatalogText

LONGEST = {"title": 160, "slug": 160, "sku": 64}  # characters, as the columns have room for
ROOM = 8  # characters for a number at the end


def duplicate(product: Product) -> Product:
    """A hidden product with the words, options, variants, pictures and collections of `product`.

    Its address and SKUs are new, nothing of it is in stock, and nobody has reviewed it.
    """
    copy = Product(
        slug=free_slug(product.slug),
        title=_("%(title)s (copy)", title=product.title)[: LONGEST["title"]],
        description=product.description,
        seo_title=product.seo_title,
        seo_description=product.seo_description,
        tax_class=product.tax_class,
        is_published=False,
    )
    db.session.add(copy)
    values = _copy_options(product, copy)
    pictures = _copy_pictures(product, copy)
    for variant in product.variants:
        copy.variants.append(_copy_variant(variant, values, pictures))
        db.session.flush()  # so that the next SKU is not given twice
    copy.cover = pictures.get(product.cover_id or 0) or min(
        pictures.values(), key=lambda picture: picture.position, default=product.cover
    )
    put_into(copy, product.collections)
    _copy_texts(product, copy)
    summarise(copy)
    search.index([copy.id])
    return copy


def _copy_texts(product: Product, copy: Product) -> None:
    """What is said of it in other languages, but for its title: the copy has another one."""
    texts = db.select(CatalogText).where(
        CatalogText.product_id == product.id, CatalogText.field != "title"
    )
    for text in db.session.scalars(texts).all():
        db.session.add(
            CatalogText(
                product_id=copy.id, language=text.language, field=text.field, text=text.text
            )
        )


def free_slug(slug: str) -> str:
    """`slug` with -copy behind it, and a number where that is taken."""
    stem = slug[: LONGEST["slug"] - len("-copy") - ROOM].rstrip("-") + "-copy"
    return _first_free(Product.slug, stem)


def free_sku(sku: str) -> str:
    """`sku` with -COPY behind it, and a number where that is taken."""
    return _first_free(Variant.sku, sku[: LONGEST["sku"] - len("-COPY") - ROOM] + "-COPY")


def _first_free(column: Any, stem: str) -> str:
    taken = set(
        db.session.scalars(db.select(column).where(column.startswith(stem, autoescape=True)))
    )
    return next(name for name in numbered(stem) if name not in taken)


def _copy_options(product: Product, copy: Product) -> dict[int, OptionValue]:
    """The copy's choices by the ids of the product's."""
    found = {}
    for option in product.options:
        own = Option(name=option.name, position=option.position)
        copy.options.append(own)
        for value in option.values:
            found[value.id] = OptionValue(value=value.value, position=value.position)
            own.values.append(found[value.id])
    return found


def _copy_pictures(product: Product, copy: Product) -> dict[int, Picture]:
    """The copy's pictures by the ids of the product's; those whose files are gone are left out."""
    found = {}
    for picture in product.pictures:
        if own := copy_picture(picture):
            found[picture.id] = own
            copy.pictures.append(own)
    db.session.flush()
    for own in found.values():
        outbox.post(Job.RENDER_PICTURE, picture_id=own.id)
    return found


def _copy_variant(
    variant: Variant, values: dict[int, OptionValue], pictures: dict[int, Picture]
) -> Variant:
    return Variant(
        sku=free_sku(variant.sku),
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        weight=variant.weight,
        position=variant.position,
        picture=pictures.get(variant.picture_id or 0),
        option_values=[values[value.id] for value in variant.option_values],
    )
