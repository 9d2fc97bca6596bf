"""Making a product what its form says. Nothing here commits."""

from shop import clock
from shop.admin.products.checks import stock_change
from shop.admin.products.fields import whole_number
from shop.admin.products.forms import HIDDEN, PUBLISHED, ProductForm, VariantRow
from shop.catalog import matrix, publishing, search, services, skus
from shop.catalog.models import Collection, Picture, Product, Variant
from shop.catalog.slugs import numbered, slug_of
from shop.extensions import db

Gone = list[tuple[str, int]]  # keys and widths of pictures, for renditions.forget after the commit


def save(product: Product | None, form: ProductForm, actor: str) -> tuple[Product, Gone]:
    """Write a form without errors into `product`, which is held, or into a new one.

    `actor` is the administrator's name. Raises services.SlugTaken and services.NotEnough, which
    the form's checks have ruled out for a product that is held, and IntegrityError where another
    took an SKU or an address at the same moment.
    """
    product = product or _new(form)
    _describe(product, form)
    gone = _set_pictures(product, form)
    _set_variants(product, form, actor)
    _set_collections(product, form)
    _set_visibility(product, form)
    services.summarise(product)
    product.updated_at = clock.now()
    search.index([product.id])
    return product, gone


def _new(form: ProductForm) -> Product:
    stem = form.slug.data or slug_of(form.title.data, "product")
    taken = set(db.session.scalars(db.select(Product.slug).where(Product.slug.startswith(stem))))
    slug = next(slug for slug in numbered(stem) if slug not in taken)
    product = Product(slug=slug, title=form.title.data, is_published=False)
    db.session.add(product)
    db.session.flush()
    return product


def _describe(product: Product, form: ProductForm) -> None:
    if form.slug.data:
        services.rename(product, form.slug.data)
    for name in ("title", "tax_class", "seo_title", "seo_description"):
        setattr(product, name, getattr(form, name).data)
    if (product.description or "").replace("\r\n", "\n") != form.description.data:
        product.description = form.description.data


def _set_pictures(product: Product, form: ProductForm) -> Gone:
    """The rows' order and words; the first is the cover."""
    removed = [p for p in product.pictures if p.id in form.removed_picture_ids]
    for variant in product.variants:
        if variant.picture_id in form.removed_picture_ids:
            variant.picture_id = None
    if product.cover_id in form.removed_picture_ids:
        product.cover = None
    db.session.flush()  # nothing refers to them when they go
    for picture in removed:
        product.pictures.remove(picture)
    for position, row in enumerate(form.gallery):
        picture = form.known[row.form.key.data]
        picture.alt, picture.position = row.form.alt.data, position
        if picture not in product.pictures:
            product.pictures.append(picture)
    ordered = sorted(product.pictures, key=lambda picture: picture.position)
    if ordered:  # a product without one of its own may show another's
        product.cover = ordered[0]
    return [(picture.key, picture.width) for picture in removed]


def _set_variants(product: Product, form: ProductForm, actor: str) -> None:
    for variant in [v for v in product.variants if v.id in form.removed_variant_ids]:
        product.variants.remove(variant)
    db.session.flush()
    stored = {str(variant.id): variant for variant in product.variants}
    taken = {row.form.sku.data for row in form.variants}
    choices: dict[Variant, matrix.Choice] = {}
    for position, row in enumerate(row.form for row in form.variants):
        choice = tuple(row[name].data for name, _option in form.used_options)
        if not row.sku.data:
            row.sku.data = skus.free_sku(product.title, choice, taken)
            taken.add(row.sku.data)
        variant = stored.get(row.key.data) or _new_variant(product, row, actor)
        _set_variant(variant, row, form.known.get(row.picture.data or ""), actor)
        variant.position = position
        choices[variant] = choice
    wanted = [
        matrix.Wanted(whole_number(option.key.data, 2**31 - 1), option.name.data, option.choices)
        for _name, option in form.used_options
    ]
    matrix.set_options(product, wanted, choices)


def _new_variant(product: Product, row: VariantRow, actor: str) -> Variant:
    variant = services.add_variant(
        product,
        row.sku.data,
        row.price.amount or 0,
        stock=row.stock.count or 0,
        reason=row.stock_reason.data or "new variant",
        actor=actor,
    )
    row.stock_seen.data = row.stock.data
    return variant


def _set_variant(variant: Variant, row: VariantRow, picture: Picture | None, actor: str) -> None:
    if change := stock_change(row, variant):
        services.adjust_stock(variant, change, row.stock_reason.data, actor)
    variant.sku, variant.price = row.sku.data, row.price.amount or 0
    variant.compare_at_price = row.compare_at_price.amount
    variant.weight = row.weight.count or 0
    variant.picture_id = picture.id if picture else None


def _set_collections(product: Product, form: ProductForm) -> None:
    wanted = {int(id_) for id_ in form.collections.data}
    if wanted != {collection.id for collection in product.collections}:
        chosen = db.session.scalars(db.select(Collection).where(Collection.id.in_(wanted)))
        services.put_into(product, chosen)


def _set_visibility(product: Product, form: ProductForm) -> None:
    if form.visibility.data == PUBLISHED:
        publishing.publish(product)
    elif form.visibility.data == HIDDEN or form.publish_at.moment is None:
        publishing.hide(product)
    elif form.publish_at.moment != product.publish_at:
        publishing.schedule(product, form.publish_at.moment)
