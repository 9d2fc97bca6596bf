"""The list of jobs: those not done, the most failed first, or what was done since yesterday."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, or_
from sqlalchemy.sql.elements import ColumnElement

from shop import clock
from shop.admin.jobs import subjects
from shop.admin.jobs.reasons import reason
from shop.admin.jobs.subjects import Subject
from shop.admin.jobs.wording import is_letter, names_with, title
from shop.admin.lists import Asked, Filter, Listing, contains
from shop.auth.models import User
from shop.database import UTCDateTime
from shop.extensions import db
from shop.orders.models import Order
from shop.outbox import STUCK_AFTER, OutboxJob

A_DAY = timedelta(days=1)
MOST_FOUND = 200  # accounts and orders that a search follows to their jobs

_since = bindparam("since", callable_=lambda: clock.now() - A_DAY, type_=UTCDateTime())
DONE = OutboxJob.done_at > _since
STUCK = OutboxJob.attempts >= STUCK_AFTER


def _about(statement: Select[tuple[OutboxJob]], text: str) -> Select[tuple[OutboxJob]]:
    """Jobs by their words, the address that they write to, an order's number, or their reason."""
    found: list[ColumnElement[bool]] = [
        OutboxJob.name.in_(names_with(text)),
        contains(OutboxJob.name, text),
        contains(OutboxJob.error, text),
        OutboxJob.arguments["email"].as_string() == text.lower(),
        *_of_person(text),
    ]
    return statement.where(or_(*found))


def _of_person(text: str) -> list[ColumnElement[bool]]:
    users = db.select(User.id).where(User.email == text.lower())
    orders = db.select(Order.id).where(
        or_(Order.email == text.lower(), Order.number == text.upper())
    )
    user_ids = db.session.scalars(users).all()
    order_ids = db.session.scalars(orders.order_by(Order.id.desc()).limit(MOST_FOUND)).all()
    return [
        OutboxJob.arguments["user_id"].as_integer().in_(user_ids),
        OutboxJob.arguments["order_id"].as_integer().in_(order_ids),
    ]


JOBS = Listing(
    sorts={"failed": OutboxJob.attempts, "due": OutboxJob.due_at},
    labels={"-failed": _l("Stuck first"), "due": _l("Due first"), "-due": _l("Due last")},
    key=OutboxJob.id,
    filters=(
        Filter(
            "state",
            _l("State"),
            {
                "stuck": (_l("Stuck"), STUCK),
                "failed": (
                    _l("Failed, tried again"),
                    OutboxJob.attempts.between(1, STUCK_AFTER - 1),
                ),
                "waiting": (_l("Not tried yet"), OutboxJob.attempts == 0),
                "done": (_l("Done since yesterday"), DONE),
            },
            is_tabs=True,
        ),
    ),
    search=_about,
    per_page=25,
)


class Line(NamedTuple):
    """One job as the list shows it."""

    row: OutboxJob
    title: str
    subject: Subject
    reason: str
    state: str
    kind: str  # of the badge

    @property
    def words(self) -> str:
        """What it is and whom it is for, in one sentence or less."""
        if is_letter(self.row.name):
            to = self.subject.to or _("somebody who is gone")
            return str(_("%(letter)s to %(to)s", letter=self.title, to=to))
        if self.subject.about:
            return str(_("%(what)s: %(about)s", what=self.title, about=self.subject.about))
        return self.title

    @property
    def trouble(self) -> str:
        """What went wrong, in one or two sentences; empty where nothing did."""
        if not self.reason or self.row.done_at:
            return ""
        if is_letter(self.row.name):
            failed = _("%(what)s could not be sent.", what=self.words)
        else:
            failed = _("%(what)s did not work.", what=self.words)
        return f"{failed} {self.reason}"


def wanted(asked: Asked) -> Select[tuple[OutboxJob]]:
    """The jobs that are open, or the done ones where those are asked for."""
    jobs: Select[tuple[OutboxJob]] = db.select(OutboxJob)
    return jobs if asked.chosen.get("state") == "done" else jobs.where(OutboxJob.done_at.is_(None))


def lines(rows: list[OutboxJob]) -> list[Line]:
    """`rows` as the list shows them; a constant number of queries."""
    about = subjects.of(rows)
    return [Line(r, title(r.name), about[r.id], reason(r), *_state(r)) for r in rows]


def _state(row: OutboxJob) -> tuple[str, str]:
    if row.done_at:
        return _("Done"), "success"
    if row.is_in_hand:
        return _("Being done"), "quiet"
    if row.is_stuck:
        return _("Stuck"), "sold-out"
    if row.attempts:
        return _("Failed, tried again"), "low"
    return (_("Later") if _is_later(row.due_at) else _("Waits")), "quiet"


def _is_later(due_at: datetime) -> bool:
    return due_at > clock.now()
