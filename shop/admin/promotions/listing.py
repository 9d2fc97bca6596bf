"""The list of promotions, and what its file has."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func
from sqlalchemy.orm import selectinload

from shop import clock, money
from shop.admin.exports import in_chunks
from shop.admin.lists import Filter, Listing, contains
from shop.admin.promotions import summary
from shop.catalog.models import Collection, Product
from shop.extensions import db
from shop.orders import earnings
from shop.orders.earnings import Earned
from shop.pricing import Kind
from shop.promotions import managing, wording
from shop.promotions.managing import CONDITIONS, State
from shop.promotions.models import Promotion

STATES: dict[str, LazyString] = {
    State.RUNNING: _l("Running"),
    State.SCHEDULED: _l("Scheduled"),
    State.PAUSED: _l("Paused"),
    State.USED_UP: _l("Used up"),
    State.ENDED: _l("Ended"),
}
BADGES = {State.RUNNING: "success", State.SCHEDULED: "sale", State.PAUSED: "low"}
COLUMNS = (
    *("title", "code", "gives", "covers", "state", "starts_at", "ends_at", "used", "limit"),
    *("orders", "revenue", "discount", "currency"),
)


class Row(NamedTuple):
    """A promotion as the list shows it."""

    promotion: Promotion
    state: State
    effect: str
    covered: str
    earned: Earned


def matching(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(db.or_(contains(Promotion.title, text), contains(Promotion.code, text)))


STATE = Filter(
    "state",
    _l("State"),
    {state: (label, CONDITIONS[State(state)]) for state, label in STATES.items()},
    is_tabs=True,
)
PROMOTIONS = Listing(
    sorts={
        "added": Promotion.id,
        "title": Promotion.title,
        "used": Promotion.used_count,
        "ends": (Promotion.ends_at.is_(None), Promotion.ends_at),
    },
    labels={
        "-added": _l("Newest first"),
        "ends": _l("Ending soonest first"),
        "-used": _l("Most used first"),
        "title": _l("Title, A to Z"),
    },
    key=Promotion.id,
    filters=(
        STATE,
        Filter(
            "kind",
            _l("What it gives"),
            {
                Kind.PERCENT.value: (_l("Percent off"), Promotion.kind == Kind.PERCENT),
                Kind.AMOUNT.value: (_l("Amount off"), Promotion.kind == Kind.AMOUNT),
                Kind.BUY_GET.value: (_l("Free units"), Promotion.kind == Kind.BUY_GET),
                Kind.FREE_SHIPPING.value: (
                    _l("Free shipping"),
                    Promotion.kind == Kind.FREE_SHIPPING,
                ),
            },
        ),
        Filter(
            "by",
            _l("Asked for by"),
            {
                "code": (_l("A code"), Promotion.code.is_not(None)),
                "itself": (_l("Nothing, it applies by itself"), Promotion.code.is_(None)),
            },
        ),
    ),
    search=matching,
)


def select_promotions() -> Select[Promotion]:
    """Promotions with the titles of what they cover."""
    statement: Select[Promotion] = db.select(Promotion).options(
        selectinload(Promotion.collections).load_only(Collection.title),
        selectinload(Promotion.products).load_only(Product.title),
    )
    return statement


def rows_of(promotions: Any) -> list[Row]:
    """`promotions` with what each earned. One query."""
    earned, now = earnings.of_promotions(row.id for row in promotions), clock.now()
    return [
        Row(
            each,
            managing.state(each, now),
            wording.effect(each),
            summary.covered(each),
            earned.get(each.id, Earned()),
        )
        for each in promotions
    ]


def counts() -> dict[str, int]:
    """How many promotions are in each state."""
    each = [func.count().filter(CONDITIONS[State(state)]) for state in STATES]
    row = db.session.execute(db.select(*each).select_from(Promotion)).one()
    return dict(zip(STATES, row, strict=True))


def file_rows(statement: Select[Promotion]) -> Iterator[tuple[Any, ...]]:
    """The values of COLUMNS for each promotion of `statement`; money in major units."""
    code = money.currency()
    for several in in_chunks(statement):
        for row in rows_of(several):
            each, earned = row.promotion, row.earned
            yield (
                *(each.title, each.code, row.effect, row.covered, row.state),
                *(at and at.isoformat(timespec="seconds") for at in (each.starts_at, each.ends_at)),
                *(each.used_count, each.total_limit, earned.orders),
                *(money.major(earned.revenue, code), money.major(earned.discount, code), code),
            )
