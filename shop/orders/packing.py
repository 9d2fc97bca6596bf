"""What is to be packed and sent: the orders in line, what to fetch for them, many at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, literal_column, or_
from sqlalchemy.orm import selectinload

from shop.catalog.models import Collection, CollectionProduct
from shop.extensions import db
from shop.orders import services
from shop.orders.models import Order, OrderLine
from shop.orders.states import NotPossible, Status

MOST_AT_ONCE = 100  # orders on one print sheet, or changed by one press


class Pick(NamedTuple):
    """So many units of one variant, to be fetched from its shelf."""

    collection: str
    sku: str
    title: str
    units: int
    orders: int  # how many want it


class Packed(NamedTuple):
    """What became of orders that were to be taken a step further together."""

    done: list[Order]
    stuck: list[Order]  # their state does not allow it (any more)


def to_pack() -> ColumnElement[bool]:
    """The condition of orders that wait to be packed: paid, or on invoice, and not refunded whole.

    Written out, not with parameters, as only so both databases see that it is the index's own.
    """
    on_invoice = and_(
        Order.status == literal_column("'pending'"),
        Order.payment_method == literal_column("'invoice'"),
    )
    return and_(
        or_(Order.status == literal_column("'paid'"), on_invoice),
        or_(Order.refunded < Order.total, Order.total == literal_column("0")),
    )


def to_ship() -> ColumnElement[bool]:
    """The condition of orders that are packed and wait for the carrier."""
    return Order.status == Status.PACKED


def by_id(ids: Iterable[int]) -> Sequence[Order]:
    """Those of `ids` that there are, with their lines, the oldest first; at most MOST_AT_ONCE."""
    rows: Sequence[Order] = db.session.scalars(
        db.select(Order)
        .where(Order.id.in_(sorted(set(ids))[:MOST_AT_ONCE]))
        .options(selectinload(Order.lines))
        .order_by(Order.placed_at, Order.id)
    ).all()
    return rows


def units_left(line: OrderLine) -> int:
    """The units of `line` that go into the parcel: those that were not refunded."""
    return line.quantity - line.refunded_quantity


def pick_list(orders: Iterable[Order]) -> list[Pick]:
    """What to fetch for all `orders` together, shelf by shelf: by collection, then by SKU."""
    wanted: dict[tuple[str, str], list[OrderLine]] = {}
    for order in orders:
        for line in order.lines:
            if units_left(line):
                wanted.setdefault((line.sku, line.full_title), []).append(line)
    shelves = _shelves({lines[0].product_id for lines in wanted.values()})
    picks = [
        Pick(
            shelves.get(lines[0].product_id, ""),
            sku,
            title,
            sum(map(units_left, lines)),
            len({line.order_id for line in lines}),
        )
        for (sku, title), lines in wanted.items()
    ]
    return sorted(picks)


def _shelves(product_ids: set[int]) -> dict[int, str]:
    """The first collection that each product was put into itself, by its title."""
    rows = db.session.execute(
        db.select(CollectionProduct.product_id, Collection.title)
        .join(Collection, Collection.id == CollectionProduct.collection_id)
        .where(CollectionProduct.product_id.in_(product_ids), CollectionProduct.is_direct)
        .order_by(Collection.position.desc(), Collection.title.desc())
    )
    return {row.product_id: row.title for row in rows}


def pack_all(orders: Iterable[Order], actor: str) -> Packed:
    """Note that each of `orders` is packed, where its state allows it; see services.pack."""
    return _each(orders, Status.PACKED, lambda order: services.pack(order, actor))


def ship_all(tracking: Mapping[Order, str], actor: str) -> Packed:
    """Note that each order is on its way, under its tracking number; see services.ship."""
    return _each(
        tracking, Status.SHIPPED, lambda order: services.ship(order, tracking[order], actor=actor)
    )


def _each(orders: Iterable[Order], after: Status, act: Callable[[Order], None]) -> Packed:
    """`act` on each, by their ids, so that two who do this at once do not wait for each other
    in a circle. One that is `after` already counts as done: the button was pressed twice."""
    packed = Packed([], [])
    for order in sorted(orders, key=lambda order: order.id):
        try:
            act(order)
        except NotPossible:
            if order.status != after:
                packed.stuck.append(order)
                continue
        packed.done.append(order)
    return packed
