"""What is wrong with a product's form as a whole, beyond its single fields."""

from collections import Counter
from typing import Any

from flask_babel import gettext as _
from wtforms import Field

from shop import clock
from shop.admin.products.fields import whole_number
from shop.admin.products.forms import SCHEDULED, VALUES, OptionRow, ProductForm, VariantRow
from shop.catalog.models import Product, Variant
from shop.catalog.transfer.fields import MOST_STOCK
from shop.extensions import db

LONGEST_VALUE = 60  # characters


def is_sound(form: ProductForm, product: Product | None) -> bool:
    """Check all of the form, against what is stored too; errors stand beside their fields."""
    form.validate()
    for text in form.refused:
        refuse(form.pictures, text)
    check_address(form, product)
    check_moment(form, product)
    check_options(form)
    check_choices(form)
    check_skus(form)
    stored = {str(variant.id): variant for variant in product.variants} if product else {}
    reason = ""
    for row in (row.form for row in form.variants):
        check_prices(row)
        reason = check_stock(row, stored.get(row.key.data), reason)
    return not any(form.problems())


def refuse(field: Field, text: Any) -> None:
    field.errors = [*field.errors, text]


def check_address(form: ProductForm, product: Product | None) -> None:
    slug = form.slug.data
    if not slug:
        if product:
            refuse(form.slug, _("Give it an address."))
        return
    taken = db.session.scalar(db.select(Product.id).where(Product.slug == slug))
    if taken and (product is None or taken != product.id):
        refuse(form.slug, _("Another product has this address already."))


def check_moment(form: ProductForm, product: Product | None) -> None:
    if form.visibility.data != SCHEDULED:
        return
    moment = form.publish_at.moment
    is_as_stored = product and product.publish_at and moment == product.publish_at
    if moment is None:
        refuse(form.publish_at, _("Give a day and a time."))
    elif moment <= clock.now() and not is_as_stored:
        refuse(form.publish_at, _("This is past already. To show it now, choose “Published”."))


def check_options(form: ProductForm) -> None:
    used = [row for _name, row in form.used_options]
    names = Counter((row.name.data or "").casefold() for row in used)
    for row in used:
        if not row.name.data:
            refuse(row.name, _("Name it, such as Colour."))
        elif names[row.name.data.casefold()] > 1:
            refuse(row.name, _("Two options have this name."))
        if not row.choices:
            refuse(row.values, _("Give its values, such as Sage, Clay."))
        if any(len(value) > LONGEST_VALUE for value in row.choices):
            refuse(row.values, _("Use at most %(max)d characters a value.", max=LONGEST_VALUE))


def check_choices(form: ProductForm) -> None:
    """Every variant is one choice of each option, and no other variant is the same."""
    options = form.used_options
    seen: set[tuple[str, ...]] = set()
    for row in (row.form for row in form.variants):
        choice = tuple(row[name].data for name, _option in options)
        for name, option in options:
            if row[name].data not in option.choices:
                refuse(row[name], _("Choose one of the values."))
        if choice in seen and not any(row[name].errors for name in VALUES):
            refuse(row[options[0][0]] if options else row.sku, _twice(options))
        seen.add(choice)


def _twice(options: list[tuple[str, OptionRow]]) -> str:
    if options:
        return str(_("Another variant is the same. Choose differently, or remove one."))
    return str(_("Name an option that tells the variants apart, or remove this one."))


def has_values_without_variant(form: ProductForm) -> bool:
    """Whether the options say something that no variant is, as when they were just typed."""
    return any(
        set(option.choices) - {row.form[name].data for row in form.variants}
        for name, option in form.used_options
    )


def check_skus(form: ProductForm) -> None:
    rows = [row.form for row in form.variants if row.form.sku.data]
    counts = Counter(row.sku.data for row in rows)
    stored = db.session.execute(
        db.select(Variant.sku, Variant.id).where(
            Variant.sku.in_(list(counts)), Variant.id.not_in(form.removed_variant_ids)
        )
    )
    owners = {row.sku: str(row.id) for row in stored}
    for row in rows:
        if counts[row.sku.data] > 1:
            refuse(row.sku, _("Two variants have this SKU."))
        elif owners.get(row.sku.data, row.key.data) != row.key.data:
            refuse(row.sku, _("Another variant of the shop has this SKU already."))


def check_prices(row: VariantRow) -> None:
    price, before = row.price.amount, row.compare_at_price.amount
    if price is not None and before is not None and before <= price:
        refuse(row.compare_at_price, _("It must be higher than the price, or empty."))


def check_stock(row: VariantRow, variant: Variant | None, reason: str) -> str:
    """A change needs a reason: its own, or that of the change above. Returns the reason."""
    change = stock_change(row, variant)
    if row.stock.errors or not change or variant is None:
        return reason
    left = variant.stock + change
    if left < 0:
        refuse(row.stock, _("By now there are only %(units)s.", units=variant.stock))
    elif left > MOST_STOCK:
        refuse(row.stock, _("Give a whole number from 0 to %(most)s.", most=MOST_STOCK))
    row.stock_reason.data = row.stock_reason.data or reason
    if not row.stock_reason.data:
        refuse(row.stock_reason, _("Say why, such as “delivery” or “counted”."))
    return str(row.stock_reason.data)


def stock_change(row: VariantRow, variant: Variant | None) -> int:
    """Units more than the page said, or fewer: 0 where its field was left as it was."""
    typed = whole_number(row.stock.data, MOST_STOCK)
    seen = whole_number(row.stock_seen.data, 2**31 - 1)
    if seen is None:
        seen = variant.stock if variant else 0
    return 0 if typed is None else typed - seen
