"""What changes the catalog. Nothing here commits: the caller decides what belongs together."""

from collections.abc import Iterable, Mapping

from shop.catalog.models import (
    Collection,
    Option,
    OptionValue,
    Product,
    SlugRedirect,
    StockMovement,
    Variant,
)
from shop.catalog.shelves import WouldLoop, move_collection, put_into
from shop.catalog.summaries import refresh_rating, refresh_ratings, summarise, summarise_all
from shop.extensions import db

__all__ = [
    "NotEnough",
    "SlugTaken",
    "WouldLoop",
    "add_variant",
    "adjust_stock",
    "move_collection",
    "put_into",
    "refresh_rating",
    "refresh_ratings",
    "rename",
    "set_stock",
    "summarise",
    "summarise_all",
]


class SlugTaken(Exception):
    """Another product, or another collection, has this address already."""


class NotEnough(Exception):
    """More units would be taken away than there are; `left` is how many there are."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} left")
        self.left = left


def add_variant(
    product: Product,
    sku: str,
    price: int,
    *,
    stock: int = 0,
    compare_at_price: int | None = None,
    options: Mapping[str, str] | None = None,
    reason: str = "new variant",
    actor: str = "",
) -> Variant:
    """Give `product` another variant, after those it has; prices in minor units, stock in units.

    `options` are its choices, {"Colour": "Sage"}; names and values that are new to the product
    are added to it. Stock that is not 0 leaves a StockMovement with `reason` and `actor`. The
    caller summarises the product afterwards.
    """
    variant = Variant(
        product=product,
        sku=sku,
        price=price,
        compare_at_price=compare_at_price,
        stock=stock,
        position=_next_position(product.variants),
        option_values=[choice(product, name, value) for name, value in (options or {}).items()],
    )
    if stock:
        variant.movements.add(StockMovement(change=stock, reason=reason, actor=actor))
    db.session.add(variant)
    return variant


def choice(product: Product, name: str, value: str) -> OptionValue:
    """The `value` of `product`'s option `name`; both are made where the product lacks them."""
    option = next((o for o in product.options if o.name == name), None)
    if option is None:
        option = Option(name=name, position=_next_position(product.options))
        product.options.append(option)
    for known in option.values:
        if known.value == value:
            return known
    new = OptionValue(value=value, position=_next_position(option.values))
    option.values.append(new)
    return new


def _next_position(rows: Iterable[Variant | Option | OptionValue]) -> int:
    return max((row.position for row in rows), default=-1) + 1


def set_stock(variant: Variant, units: int, reason: str, actor: str = "") -> None:
    """Let `variant` have `units` in stock, and note the change with `reason` (up to 40 characters)
    and `actor`, the administrator's name.

    The row is locked while its stock is read, so that no sale in between is lost. Nothing
    happens where the stock is `units` already. The caller summarises the product afterwards.
    """
    _lock_stock(variant)
    _move_stock(variant, units - variant.stock, reason, actor)


def adjust_stock(variant: Variant, change: int, reason: str, actor: str = "") -> None:
    """Add `change` units to what `variant` has by now, or take them away; else as `set_stock`.

    Raises NotEnough where fewer are there.
    """
    _lock_stock(variant)
    if variant.stock + change < 0:
        raise NotEnough(variant.stock)
    _move_stock(variant, change, reason, actor)


def _lock_stock(variant: Variant) -> None:
    db.session.flush()
    db.session.refresh(variant, ["stock"], with_for_update=True)


def _move_stock(variant: Variant, change: int, reason: str, actor: str) -> None:
    if change:
        variant.stock += change
        variant.movements.add(StockMovement(change=change, reason=reason, actor=actor))


def rename(target: Product | Collection, slug: str) -> None:
    """Move `target` to the address `slug`; its old address leads there from now on.

    Raises SlugTaken where another one of its kind has it.
    """
    if target.slug == slug:
        return
    model = type(target)
    kind = "product" if isinstance(target, Product) else "collection"
    if db.session.scalar(db.select(model.id).where(model.slug == slug)):
        raise SlugTaken(slug)
    stale = db.delete(SlugRedirect).where(
        SlugRedirect.kind == kind, SlugRedirect.slug.in_([slug, target.slug])
    )
    db.session.execute(stale)
    db.session.add(SlugRedirect(kind=kind, slug=target.slug, target_id=target.id))
    target.slug = slug
