"""Making a product of the catalog what the rows of a file say it is."""

from shop import clock
from shop.catalog import services
from shop.catalog.models import Picture, Product
from shop.catalog.pictures import add_picture
from shop.catalog.transfer.differences import choices
from shop.catalog.transfer.fields import plain_text
from shop.catalog.transfer.matching import Match, PictureFiles, digest
from shop.catalog.transfer.reading import FileRefused
from shop.catalog.transfer.rows import ProductRows, VariantRow
from shop.extensions import db
from shop.media import PictureRefused

REASON = "import"  # of the stock movements


def bring_in_line(match: Match, files: PictureFiles) -> tuple[Product, list[tuple[str, int]]]:
    """Make or change the product of `match`; its collections are left to the caller.

    With it come the keys and widths of the pictures that others have replaced.

    Raises FileRefused where a picture that was checked before is no longer there.
    """
    product = match.product or Product(slug=match.rows.slug)
    db.session.add(product)
    with db.session.no_autoflush:
        _describe(product, match.rows)
        for row in match.rows.variants:
            _set_variant(product, match, row)
        _drop_unused_choices(product)
    before = {(p.key, p.width) for p in product.pictures}
    if any(row.images for row in match.rows.variants):
        _set_pictures(product, match, files)
    services.summarise(product)
    product.updated_at = clock.now()
    return product, list(before - {(p.key, p.width) for p in product.pictures})


def _describe(product: Product, rows: ProductRows) -> None:
    services.rename(product, rows.slug)
    product.title = rows.title
    if plain_text(product.description or "") != rows.description:
        product.description = rows.description


def _set_variant(product: Product, match: Match, row: VariantRow) -> None:
    variant = match.variants.get(row.sku)
    if variant is None:
        match.variants[row.sku] = services.add_variant(
            product,
            row.sku,
            row.price,
            stock=row.stock,
            compare_at_price=row.compare_at_price,
            options=row.options,
            reason=REASON,
        )
        return
    variant.price, variant.compare_at_price = row.price, row.compare_at_price
    if choices(variant) != row.options:
        variant.option_values = [services.choice(product, *pair) for pair in row.options.items()]
    if variant.stock != row.stock:
        services.set_stock(variant, row.stock, REASON)


def _drop_unused_choices(product: Product) -> None:
    used = {value for variant in product.variants for value in variant.option_values}
    for option in list(product.options):
        for value in set(option.values) - used:
            option.values.remove(value)
        if not option.values:
            product.options.remove(option)


def _set_pictures(product: Product, match: Match, files: PictureFiles) -> None:
    shown = {name: _picture(product, match, files, name) for name in match.rows.images()}
    for row in match.rows.variants:
        if row.images:
            match.variants[row.sku].picture = shown.get(row.images[0])
    if product.cover is None or product.cover not in product.pictures:
        product.cover = min(product.pictures, key=lambda p: p.position, default=None)


def _picture(product: Product, match: Match, files: PictureFiles, name: str) -> Picture:
    """The product's picture for the file `name`: as it is, made anew, or added as the last."""
    old = match.picture(name)
    data = files.newer(name, old)
    if old and not data:
        return old
    position = old.position if old else max((p.position for p in product.pictures), default=-1) + 1
    alt = old.alt if old else _alternative(match.rows, name)
    try:
        picture = add_picture(product, data or b"", alt, position)
    except PictureRefused as refused:
        raise FileRefused(f"{name}: {refused}") from refused
    picture.source_name, picture.source_digest = name, digest(data or b"")
    if old:
        product.pictures.remove(old)
    return picture


def _alternative(rows: ProductRows, name: str) -> str:
    """What is on the picture: the product, with the choices that all its variants share."""
    shown_by = [row.options.items() for row in rows.variants if row.images[:1] == [name]]
    if not shown_by:
        return rows.title
    shared = [value for option, value in shown_by[0] if all((option, value) in o for o in shown_by)]
    return ", ".join([rows.title, *shared])[:250]
