"""Performing what `shop.outbox` keeps, and offering again what was not done."""

import logging
from datetime import timedelta

from rq.utils import import_attribute
from sqlalchemy import update

from shop import clock, outbox
from shop.extensions import db
from shop.outbox import OutboxJob

log = logging.getLogger(__name__)

OFFER_AGAIN_AFTER = timedelta(seconds=60)
SWEEP_SIZE = 500  # jobs offered by one sweep


def perform(job_id: str) -> None:
    """Run one job of the outbox; nothing happens when it is done already.

    What the job raises is kept with the row and raised again, for RQ to show.
    """
    row = db.session.get(OutboxJob, job_id)
    if row is None or row.done_at:
        return
    function = import_attribute(row.name)
    arguments = dict(row.arguments)
    db.session.execute(
        update(OutboxJob).where(OutboxJob.id == job_id).values(attempts=OutboxJob.attempts + 1)
    )
    db.session.commit()
    try:
        function(**arguments)
    except Exception as error:
        db.session.rollback()
        _note(job_id, error=f"{type(error).__name__}: {error}"[:1000])
        raise
    _note(job_id, error=None, done_at=clock.now())


def _note(job_id: str, **values: object) -> None:
    db.session.execute(update(OutboxJob).where(OutboxJob.id == job_id).values(**values))
    db.session.commit()


def sweep() -> int:
    """Offer every job that is due and not done again; how many that were."""
    now = clock.now()
    rows = db.session.scalars(
        db.select(OutboxJob)
        .where(OutboxJob.done_at.is_(None), OutboxJob.due_at <= now)
        .order_by(OutboxJob.due_at)
        .limit(SWEEP_SIZE)
    ).all()
    jobs = [(row.id, outbox.describe(row)) for row in rows]
    db.session.commit()
    return len(jobs) if jobs and outbox.offer(jobs) else 0
