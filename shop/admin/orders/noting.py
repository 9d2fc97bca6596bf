"""What the audit log says of an order's step, which is one statement and no change of a row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.orders.models import Order

# The columns that shop.orders.states.advance() may set.
COLUMNS = (
    *("status", "paid_at", "packed_at", "shipped_at", "delivered_at", "cancelled_at"),
    *("tracking_number", "tracking_url"),
)


@contextmanager
def noted(order: Order) -> Iterator[None]:
    """Note what the block makes of the order's state, before and after."""
    before, returns = _state(order), _returns(order)
    yield
    target = target_of(order)
    for column, after in _state(order).items():
        if after != before[column]:
            trail.note(target, before[column], after, field=column)
    for wish_id, status in _returns(order).items():
        if status != returns[wish_id]:
            trail.note(target, returns[wish_id], status, what=f"return {wish_id}", field="status")


def _state(order: Order) -> dict[str, Any]:
    return {column: getattr(order, column) for column in COLUMNS}


def _returns(order: Order) -> dict[int, str]:
    return {wish.id: wish.status for wish in order.returns}
