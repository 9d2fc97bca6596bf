"""Taking stock, and giving it back. Nothing is sold that is not there.

A unit is taken by `UPDATE … WHERE stock >= units` and the count of rows that it changed; there is
no moment between looking and taking. Variants are always taken in the order of their ids, and
products are summed up after that, so that two orders of the same things never wait for each other.

Pages tell how many units are left only where they are few. So an order that leaves plenty changes
no page, and those that are kept stay (shop/pagecache).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import update
from sqlalchemy.orm.util import identity_key

from shop import settings
from shop.catalog.models import Product, StockMovement, Variant
from shop.catalog.summaries import summarise_all
from shop.extensions import db
from shop.pagecache import changes


class SoldOut(Exception):
    """Some variants have fewer units than were wanted. The caller must roll back.

    `left` has the units that are left of each of them, by variant id; `titles` their names.
    """

    def __init__(self, left: dict[int, int], titles: dict[int, str]) -> None:
        super().__init__(", ".join(titles.values()) or "variants that are gone")
        self.left = left
        self.titles = titles


def take(units: Mapping[int, int], reason: str) -> None:
    """Take `units` (by variant id) out of the stock, all of them; `reason` up to 40 characters.

    Does not commit. Raises SoldOut, with all that is short; the caller then rolls back.
    """
    with changes.judged_by_caller():
        short = [
            variant_id for variant_id in sorted(units) if not _move(variant_id, -units[variant_id])
        ]
        if short:
            raise _sold_out(short)
        _note(units, -1, reason)


def give_back(units: Mapping[int, int], reason: str) -> None:
    """Put `units` (by variant id) back; what is of a variant that is gone is left out.

    Does not commit.
    """
    with changes.judged_by_caller():
        back = {id_: units[id_] for id_ in sorted(units) if _move(id_, units[id_])}
        _note(back, 1, reason)


def _move(variant_id: int, change: int) -> bool:
    """Change the stock, unless too little is there; whether it was changed."""
    left = db.session.scalar(
        update(Variant)
        .where(Variant.id == variant_id, Variant.stock >= -change)
        .values(stock=Variant.stock + change)
        .returning(Variant.stock)
        .execution_options(synchronize_session=False)
    )
    if left is None:
        return False
    if shown(left) != shown(left - change):
        changes.mark()
    return True


def shown(units: int) -> int:
    """What pages tell of so many units: their number where they are few, else that they are not."""
    return min(units, settings.current().low_stock + 1)


def _note(units: Mapping[int, int], sign: int, reason: str) -> None:
    """The movements, and the summaries of the products."""
    if not units:
        return
    db.session.execute(
        db.insert(StockMovement),
        [{"variant_id": i, "change": sign * n, "reason": reason} for i, n in units.items()],
    )
    # Held before they are summed up: a summary made while another order of the same product is
    # under way would not know of what that one took.
    product_ids = db.session.scalars(
        db.select(Product.id)
        .where(Product.id.in_(db.select(Variant.product_id).where(Variant.id.in_(units))))
        .order_by(Product.id)
        .with_for_update()
    ).all()
    summarise_all(product_ids)
    _forget(units, product_ids)


def _forget(variant_ids: Iterable[int], product_ids: Iterable[int]) -> None:
    """Let the session read again what the statements above have changed."""
    columns = {Variant: ["stock"], Product: ["stock", "lowest_stock", "is_available"]}
    for model, ids in ((Variant, variant_ids), (Product, product_ids)):
        for id_ in ids:
            row = db.session.identity_map.get(identity_key(model, id_))
            if row is not None:
                db.session.expire(row, columns[model])


def _sold_out(variant_ids: list[int]) -> SoldOut:
    rows = db.session.execute(
        db.select(Variant.id, Variant.stock, Product.title)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(variant_ids))
        .order_by(Variant.id)
    ).all()
    left = dict.fromkeys(variant_ids, 0) | {row.id: row.stock for row in rows}
    return SoldOut(left, {row.id: row.title for row in rows})
