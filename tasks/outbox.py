"""Performing what `shop.outbox` keeps, and offering again what was not done."""

import logging
import time
from datetime import timedelta
from typing import Any, cast

from rq.utils import import_attribute
from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.exc import OperationalError

from shop import clock, outbox, settings
from shop.extensions import db
from shop.operations import job_counts
from shop.outbox import Offer, OutboxJob
from shop.redis import RedisError

log = logging.getLogger(__name__)

# How long a job rests after its first, second, … failure; after more, as after the last.
RESTS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
OFFER_AGAIN_AFTER = timedelta(seconds=10)  # a worker may be about to claim it
SWEEP_SIZE = 500  # jobs offered by one sweep
NOTE_AGAIN_AFTER = (0.2, 0.5, 1, 2, 4)  # seconds between tries to write down how a job went
KEEP_DONE_FOR = timedelta(days=14)


def perform(job_id: str) -> None:
    """Run one job of the outbox, unless it is done or in another worker's hands.

    What the job raises is kept with the row and raised again, for RQ to show; the row is due
    again after a rest that grows with each failure.
    """
    row = _claim(job_id)
    if row is None:
        return
    name, arguments, attempts = row
    settings.forget()
    performing, began = outbox.performing.set(job_id), time.monotonic()
    try:
        import_attribute(name)(**arguments)
    except Exception as error:
        db.session.rollback()
        job_counts.count(name, "failed", time.monotonic() - began)
        rest = RESTS[min(attempts, len(RESTS)) - 1]
        _note(job_id, error=f"{type(error).__name__}: {error}"[:1000], due_at=clock.now() + rest)
        raise
    finally:
        outbox.performing.reset(performing)
    _note(job_id, error=None, done_at=clock.now())
    job_counts.count(name, "done", time.monotonic() - began)


def _claim(job_id: str) -> tuple[str, dict[str, Any], int] | None:
    """Take the job for as long as it may run: its name, arguments and attempts with this one.

    None when there is no such job, or it is done, or somebody else holds it. Of two workers that
    try at once the database lets one through. A worker that is killed leaves a claim that lapses.
    """
    row = db.session.get(OutboxJob, job_id)
    if row is None or row.done_at:
        db.session.rollback()
        return None
    found = (row.name, dict(row.arguments), row.attempts + 1)
    now = clock.now()
    limit = timedelta(seconds=outbox.timeout(row.name) + outbox.CLAIM_MARGIN)
    claimed = db.session.execute(
        update(OutboxJob)
        .where(
            OutboxJob.id == job_id,
            OutboxJob.done_at.is_(None),
            or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until < now),
        )
        .values(claimed_until=now + limit, attempts=OutboxJob.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return found if cast(CursorResult[Any], claimed).rowcount == 1 else None


def _note(job_id: str, **values: object) -> None:
    """Write down how the job went, trying again while the database is restarted.

    What is not noted as done is done once more.
    """
    noted = update(OutboxJob).where(OutboxJob.id == job_id).values(claimed_until=None, **values)
    for pause in (*NOTE_AGAIN_AFTER, None):
        try:
            db.session.execute(noted)
            db.session.commit()
            return
        except OperationalError:
            db.session.rollback()
            if pause is None:
                raise
            time.sleep(pause)


def sweep() -> int:
    """Offer every job that is due, not done and not with RQ already; how many that were."""
    try:
        queued = outbox.queued_ids()
    except RedisError as error:
        log.warning("Nothing was swept, Redis is away: %s", error)
        return 0
    offers = [job for job in _due() if job.id not in queued]
    if not offers or not outbox.offer(offers):
        return 0
    db.session.execute(
        update(OutboxJob)
        .where(OutboxJob.id.in_([job.id for job in offers]))
        .values(offered_at=clock.now())
    )
    db.session.commit()
    return len(offers)


def _due() -> list[Offer]:
    now = clock.now()
    rows = db.session.scalars(
        db.select(OutboxJob)
        .where(
            OutboxJob.done_at.is_(None),
            OutboxJob.due_at <= now,
            or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until < now),
            or_(OutboxJob.offered_at.is_(None), OutboxJob.offered_at < now - OFFER_AGAIN_AFTER),
        )
        .order_by(OutboxJob.due_at)
        .limit(SWEEP_SIZE)
    ).all()
    offers = [outbox.describe(row) for row in rows]
    db.session.commit()
    return offers


def delete_done() -> int:
    """Delete the rows of jobs that were done a while ago; how many there were."""
    gone = db.session.execute(
        delete(OutboxJob).where(OutboxJob.done_at < clock.now() - KEEP_DONE_FOR)
    )
    db.session.commit()
    return cast(CursorResult[Any], gone).rowcount
