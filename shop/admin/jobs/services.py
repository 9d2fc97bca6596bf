"""What an administrator does with jobs. Nothing here commits."""

from sqlalchemy import or_

from shop import clock, outbox
from shop.admin.audit import trail
from shop.admin.audit.targets import Target
from shop.admin.jobs import listing
from shop.extensions import db
from shop.outbox import STUCK_AFTER, OutboxJob

AT_ONCE = 500  # jobs offered to the workers with the commit; the sweep offers the rest


class InHand(Exception):
    """A worker is at the job now."""


def retry(row: OutboxJob) -> None:
    """Have a job tried again now. Nothing happens to one that is done. Raises InHand."""
    if row.done_at:
        return
    if row.is_in_hand:
        raise InHand
    before = row.attempts
    outbox.retry(row)
    trail.note(_target(row), before, 0, field="attempts")


def retry_stuck() -> int:
    """Have all stuck jobs tried again now; how many there are."""
    now = clock.now()
    stuck = (
        OutboxJob.done_at.is_(None),
        OutboxJob.attempts >= STUCK_AFTER,
        or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until <= now),
    )
    first = db.select(OutboxJob).where(*stuck).order_by(OutboxJob.due_at).limit(AT_ONCE)
    rows = db.session.scalars(first.with_for_update(skip_locked=True)).all()
    for row in rows:
        outbox.retry(row)
    db.session.flush()
    rest = db.update(OutboxJob).where(*stuck).values(due_at=now, attempts=0, offered_at=None)
    more = db.session.execute(rest.execution_options(synchronize_session=False))
    count = len(rows) + int(more.rowcount)  # type: ignore[attr-defined]
    if count:
        trail.note(Target("job", None, "stuck jobs"), count, 0, field="stuck")
    return count


def delete(row: OutboxJob) -> None:
    """Give a job up for good. Raises InHand."""
    if row.is_in_hand:
        raise InHand
    trail.note(_target(row), row.error or "waiting", None, field="job")
    db.session.delete(row)


def _target(row: OutboxJob) -> Target:
    return Target("job", None, listing.lines([row])[0].words[:200])
