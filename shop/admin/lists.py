"""Lists of the back office: searched, filtered, sorted and paged by their address alone.

    ORDERS = Listing(
        sorts={"placed": Order.placed_at, "total": Order.total},
        labels={"-placed": _l("Newest first"), "placed": _l("Oldest first")},
        key=Order.id,
        filters=(Filter("status", _l("State"), {"paid": (_l("Paid"), Order.status == "paid")}),),
        search=matching,
    )

    asked = ORDERS.asked()
    page = ORDERS.page(db.select(Order), asked)

Junk in the query is left out, never an error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_babel import LazyString, to_utc
from sqlalchemy import ColumnElement, Select, and_, func
from sqlalchemy.orm import InstrumentedAttribute

from shop.extensions import db
from shop.web import Page, page_number

PER_PAGE = 50
LONGEST_SEARCH = 100  # characters

Column = InstrumentedAttribute[Any] | ColumnElement[Any]
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Filter:
    """One choice beside a list. `options`: its value in the address, its label, its condition."""

    name: str
    label: LazyString | str
    options: Mapping[str, tuple[LazyString | str, Condition]]
    is_tabs: bool = False  # drawn above the list by the macro `tabs`, not in its toolbar


@dataclass(frozen=True)
class Asked:
    """What the address asks of a list."""

    q: str
    sort: str
    chosen: Mapping[str, str]
    number: int

    def args(self, **changes: Any) -> dict[str, Any]:
        """What url_for needs for the same list with `changes`; a change begins at page 1."""
        values = {"q": self.q, "sort": self.sort, **self.chosen} | changes
        return {name: value for name, value in values.items() if value}

    def here(self) -> dict[str, Any]:
        """What url_for needs for the list as it is asked for, its page included."""
        return self.args(page=self.number if self.number > 1 else None)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is searched or filtered."""
        return bool(self.q or any(self.chosen.values()))


@dataclass(frozen=True)
class Listing:
    """How one list can be asked for. The first of `labels` is how it is sorted unasked.

    sorts: a name in the address to a column or several, indexed where the list grows long;
    `-name` is the other way round. labels: what the menu calls each. key: the id, to be unique.
    search: puts the words of the search field into the select. dates: the time that the days
    `from` and `to` of the address are about, in the shop's time zone. most_counted: where the list
    is narrowed and more are found, how many of them there are, and their pages, stay unknown.
    """

    sorts: Mapping[str, Column | tuple[Column, ...]]
    labels: Mapping[str, LazyString | str]
    key: Column
    filters: tuple[Filter, ...] = ()
    search: Callable[[Select[Any], str], Select[Any]] | None = None
    dates: Column | None = None
    most_counted: int | None = None
    per_page: int = field(default=PER_PAGE)

    def asked(self) -> Asked:
        """What the address of this request asks for."""
        sort = request.args.get("sort", "")
        chosen = {f.name: request.args.get(f.name, "") for f in self.filters}
        known = {f.name: f.options for f in self.filters}
        kept = {name: value for name, value in chosen.items() if value in known[name]}
        return Asked(
            q=" ".join(request.args.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH],
            sort=sort if sort in self.labels else next(iter(self.labels)),
            chosen=kept if self.dates is None else kept | _days(),
            number=page_number(),
        )

    def narrowed(self, statement: Select[Any], asked: Asked) -> Select[Any]:
        """The rows that are asked for, in no order."""
        for each in self.filters:
            if each.name in asked.chosen:
                statement = statement.where(each.options[asked.chosen[each.name]][1])
        if self.dates is not None and (first := asked.chosen.get("from")):
            statement = statement.where(self.dates >= _midnight(first))
        if self.dates is not None and (last := asked.chosen.get("to")):
            statement = statement.where(self.dates < _midnight(last, days=1))
        if asked.q and self.search:
            statement = self.search(statement, asked.q)
        return statement

    def selected(self, statement: Select[Any], asked: Asked) -> Select[Any]:
        """All the rows that are asked for, sorted: what an export writes."""
        return self._sorted(self.narrowed(statement, asked), asked)

    def _sorted(self, statement: Select[Any], asked: Asked) -> Select[Any]:
        columns = self.sorts[asked.sort.removeprefix("-")]
        columns = (*(columns if isinstance(columns, tuple) else (columns,)), self.key)
        if asked.sort.startswith("-"):
            return statement.order_by(*(column.desc() for column in columns))
        return statement.order_by(*(column.asc() for column in columns))

    def page(
        self, statement: Select[Any], asked: Asked, counted: Select[Any] | None = None
    ) -> Page[Any]:
        """One page of them, in two queries: entities for a select of one, else its rows.

        counted: a select of as many rows, where there is one that is quicker to count.
        """
        narrowed = self.narrowed(statement, asked)
        if counted is None:
            counted = narrowed.with_only_columns(self.key).order_by(None)
        most = self.most_counted if asked.is_narrowed else None
        if most is not None:
            counted = counted.limit(most + 1)
        total = db.session.scalar(db.select(func.count()).select_from(counted.subquery())) or 0
        is_more = most is not None and total > most
        total = min(total, most) if most is not None else total
        if not total:
            return Page([], 1, self.per_page, 0)
        number = min(asked.number, max(1, -(-total // self.per_page)))
        wanted = self._sorted(narrowed, asked).limit(self.per_page)
        result = db.session.execute(wanted.offset((number - 1) * self.per_page))
        is_single = len(statement.column_descriptions) == 1
        rows = result.unique().scalars().all() if is_single else result.unique().all()
        return Page(rows, number, self.per_page, total, is_more)


def _days() -> dict[str, str]:
    """The days from and to which a list is asked for; junk is left out."""
    found = {name: _day(request.args.get(name, "")) for name in ("from", "to")}
    return {name: day.isoformat() for name, day in found.items() if day}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 2200 else None  # what every database and time zone can take


def _midnight(day: str, days: int = 0) -> datetime:
    """The moment in which a day of the shop's time zone begins, `days` later."""
    begin = datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min)
    return to_utc(begin).replace(tzinfo=UTC)  # type: ignore[no-any-return]


def begins_with(column: Column, text: str) -> Condition:
    """Whether a text column begins with `text`, in this case; looked up in its index, which on
    PostgreSQL must be one of varchar_pattern_ops."""
    if db.engine.dialect.name == "postgresql":
        return column.startswith(text, autoescape=True)
    return and_(column >= text, column < text + "\U0010ffff")


def contains(column: Column, text: str) -> Condition:
    """Whether a text column holds `text` anywhere, in either case; its % and _ mean themselves."""
    if db.engine.dialect.name == "sqlite":  # whose LIKE knows no case of ASCII, nor does lower()
        return column.contains(text, autoescape=True)
    return column.icontains(text, autoescape=True)
