"""Invoices and their numbers, which follow each other without a gap.

The next number is a row that stays locked until the commit: an invoice that is not kept gives its
number back, and two orders never get the same one. It is taken last in a transaction, so that
nobody waits for it longer than they must.
"""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from shop.extensions import db
from shop.orders.models import Counter, Invoice, Order

COUNTER = "invoice"


def issue(order: Order) -> Invoice:
    """The invoice of `order`; it is made where there is none. The order's row must be locked."""
    invoice = of(order)
    if invoice is None:
        invoice = Invoice(number=_next_number(), order_id=order.id)
        db.session.add(invoice)
        db.session.flush()
    return invoice


def of(order: Order) -> Invoice | None:
    """The invoice of `order`, if it has one yet."""
    found: Invoice | None = db.session.scalar(
        db.select(Invoice).where(Invoice.order_id == order.id)
    )
    return found


def _next_number() -> int:
    number = _count_up()
    if number is None:
        _start_counter()
        number = _count_up()
    assert number is not None  # noqa: S101 - the row was just made, and nobody deletes it
    return number


def _count_up() -> int | None:
    return db.session.scalar(
        update(Counter)
        .where(Counter.name == COUNTER)
        .values(value=Counter.value + 1)
        .returning(Counter.value)
        .execution_options(synchronize_session=False)
    )


def _start_counter() -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Counter(name=COUNTER, value=0))
    except IntegrityError:
        return  # another order was the first
