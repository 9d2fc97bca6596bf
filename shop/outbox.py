"""The one door from the shop to its background jobs.

`post()` writes a job as a row in the caller's transaction, so a job exists exactly when the
change that asked for it does. After the commit the row is offered to RQ; `tasks.outbox.sweep`
offers again what is not done. RQ and Redis only wake the worker up: losing them loses nothing.
"""

import json
import logging
import uuid
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from flask import Flask, current_app
from rq import Queue
from rq.queue import EnqueueData
from sqlalchemy import JSON, Index, String, Text, event, func
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from shop import clock
from shop.extensions import Model, db
from shop.redis import RedisError, redis_client

log = logging.getLogger(__name__)

QUEUE = "default"
SLOW_QUEUE = "slow"  # a mail must not wait behind two hundred pictures
QUEUES = (QUEUE, SLOW_QUEUE)  # in the order in which a worker empties them
PERFORM = "tasks.outbox.perform"
RESULT_TTL = 3600  # seconds that RQ keeps a finished job for rq-dashboard
FAILURE_TTL = 7 * 24 * 3600  # seconds that RQ keeps a failed one
CLAIM_MARGIN = 3  # seconds that a claim outlasts the job's own limit
SCHEDULER_KEY = "shop:scheduler"  # in Redis while a scheduler runs
SCHEDULER_EXPIRES = 30  # seconds after its last look
STUCK_AFTER = 5  # attempts; it is still tried after them, every few hours

# The job that this process performs at the moment; its id makes a mail's Message-ID.
performing: ContextVar[str | None] = ContextVar("performing", default=None)


class Job(StrEnum):
    """Every job that the shop may post, by the name of its function in `tasks`."""

    SEND_WELCOME = "tasks.mail.send_welcome"
    SEND_CONFIRMATION = "tasks.mail.send_confirmation"
    SEND_PASSWORD_RESET = "tasks.mail.send_password_reset"
    SEND_PASSWORD_CHANGED = "tasks.mail.send_password_changed"
    SEND_EMAIL_CHANGE = "tasks.mail.send_email_change"
    SEND_EMAIL_CHANGED = "tasks.mail.send_email_changed"
    SEND_SECOND_FACTOR_CHANGED = "tasks.mail.send_second_factor_changed"
    SEND_INVITATION = "tasks.mail.send_invitation"
    SEND_LOW_STOCK = "tasks.mail.send_low_stock"
    SEND_REVIEW_ANSWERED = "tasks.reviews.send_review_answered"
    SEND_ORDER_PLACED = "tasks.orders.send_placed"
    SEND_ORDER_PAID = "tasks.orders.send_paid"
    SEND_ORDER_SHIPPED = "tasks.orders.send_shipped"
    SEND_ORDER_DELIVERED = "tasks.orders.send_delivered"
    SEND_ORDER_CANCELLED = "tasks.orders.send_cancelled"
    SEND_ORDER_REFUNDED = "tasks.orders.send_refunded"
    SEND_BACK_IN_STOCK = "tasks.orders.send_back_in_stock"
    SEND_REFUND = "tasks.orders.send_refund"
    SEND_CHECKOUT_REMINDER = "tasks.checkout.send_reminder"
    DELIVER_TEST_MESSAGE = "tasks.payments.deliver_test_message"
    RENDER_PICTURE = "tasks.media.render_picture"
    FORGET_PICTURES = "tasks.media.forget_pictures"
    REFRESH_SITEMAP = "tasks.catalog.refresh_sitemap"
    CHECK_IMPORT = "tasks.imports.check_import"
    APPLY_IMPORT = "tasks.imports.apply_import"


# Seconds that a job may take, where JOB_TIMEOUT is too short for it.
LONG_JOBS: dict[str, int] = {
    Job.RENDER_PICTURE: 240,
    Job.FORGET_PICTURES: 240,
    Job.REFRESH_SITEMAP: 240,
    Job.CHECK_IMPORT: 600,
    Job.APPLY_IMPORT: 900,
}


class OutboxJob(Model):
    """A job that was asked for: what to call, with what, and how it went."""

    __tablename__ = "outbox_jobs"
    __table_args__ = (
        Index("ix_outbox_jobs_open", "done_at", "due_at"),
        Index("ix_outbox_jobs_attempts", "done_at", "attempts", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)  # not to be offered before
    offered_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]  # a worker has it in hand; a dead one's claim lapses
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)

    @property
    def is_stuck(self) -> bool:
        return self.done_at is None and self.attempts >= STUCK_AFTER

    @property
    def is_in_hand(self) -> bool:
        """Whether a worker is at it now, or was until it was killed a moment ago."""
        claimed_until = self.claimed_until
        return self.done_at is None and claimed_until is not None and claimed_until > clock.now()


class PeriodicRun(Model):
    """When a periodic job last began. Its row is the lock that keeps it from running twice."""

    __tablename__ = "periodic_runs"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    began_at: Mapped[datetime]


class Offer(NamedTuple):
    """What RQ is told of a job: its row's id, its name, and what rq-dashboard shows."""

    id: str
    name: str
    description: str


class Backlog(NamedTuple):
    """How the outbox stands: jobs due or to be tried again, those stuck, the oldest's age."""

    waiting: int
    stuck: int
    oldest_seconds: float


def post(job: Job, *, delay: timedelta = timedelta(), **arguments: Any) -> OutboxJob:
    """Ask for `job` with `arguments` (JSON values, ids rather than objects) once this commits.

    With `delay` it is due only after that time; the sweep offers it then.
    Raises TypeError when an argument is no JSON value.
    """
    json.dumps(arguments)
    now = clock.now()
    row = OutboxJob(
        id=uuid.uuid4().hex,
        name=str(job),
        arguments=arguments,
        created_at=now,
        due_at=now + delay,
        offered_at=None if delay else now,
    )
    db.session.add(row)
    if not delay:
        db.session.info.setdefault("posted_jobs", []).append(describe(row))
    return row


def retry(row: OutboxJob) -> None:
    """Have `row` tried at once when this commits, as if it had never failed.

    Nothing happens to one that is done, or in a worker's hands: it would be done twice.
    """
    if row.done_at or row.is_in_hand:
        return
    row.due_at = row.offered_at = clock.now()
    row.attempts, row.claimed_until = 0, None
    db.session.info.setdefault("posted_jobs", []).append(describe(row))


def describe(row: OutboxJob) -> Offer:
    """The offer of `row` to RQ."""
    arguments = ", ".join(f"{name}={value!r}" for name, value in row.arguments.items())
    return Offer(row.id, row.name, f"{row.name}({arguments})")


def timeout(name: str) -> int:
    """Seconds that one run of the job `name` may take."""
    usual: int = current_app.config["JOB_TIMEOUT"]
    return LONG_JOBS.get(name, usual)


def offer(offers: Sequence[Offer]) -> bool:
    """Wake a worker up for each of `offers`, in one exchange a queue; False when Redis is away."""
    try:
        for name in QUEUES:
            mine = [job for job in offers if queue_of(job.name) == name]
            if mine:
                _enqueue(Queue(name, connection=redis_client()), mine)
    except RedisError as error:
        log.warning("%d jobs wait in the outbox, Redis is away: %s", len(offers), error)
        return False
    return True


def queue_of(name: str) -> str:
    """The queue of the job `name`."""
    return SLOW_QUEUE if name in LONG_JOBS else QUEUE


def _enqueue(queue: Queue, offers: Sequence[Offer]) -> None:
    with queue.connection.pipeline() as pipeline:
        pipeline.zrem(queue.failed_job_registry.key, *(job.id for job in offers))
        queue.enqueue_many([_for_rq(job) for job in offers], pipeline=pipeline)
        pipeline.execute()


def _for_rq(job: Offer) -> EnqueueData:
    return Queue.prepare_data(
        PERFORM,
        args=(job.id,),
        job_id=job.id,
        description=job.description,
        timeout=timeout(job.name),
        result_ttl=RESULT_TTL,
        failure_ttl=FAILURE_TTL,
    )


def queued_ids() -> set[str]:
    """The jobs that wait in RQ's queues now. Raises RedisError."""
    queues = [Queue(name, connection=redis_client()) for name in QUEUES]
    return {job_id for queue in queues for job_id in queue.get_job_ids()}


def backlog() -> Backlog:
    """How the outbox stands, in one query."""
    now = clock.now()
    waiting, stuck, oldest = db.session.execute(
        db.select(
            func.count(),
            func.count().filter(OutboxJob.attempts >= STUCK_AFTER),
            func.min(OutboxJob.created_at),
        ).where(OutboxJob.done_at.is_(None), (OutboxJob.due_at <= now) | (OutboxJob.attempts > 0))
    ).one()
    return Backlog(waiting, stuck, (now - oldest).total_seconds() if oldest else 0.0)


def init_app(app: Flask) -> None:
    """Offer what a session posted once it has committed."""
    if not event.contains(db.session, "after_commit", _after_commit):
        event.listen(db.session, "after_commit", _after_commit)
        event.listen(db.session, "after_soft_rollback", _after_rollback)


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint; the real commit is still to come
        return
    offers = session.info.pop("posted_jobs", [])
    if offers:
        offer(offers)


def _after_rollback(session: Session, transaction: SessionTransaction) -> None:
    # After a savepoint's rollback some rows are gone and some are not. All stay on offer: a
    # worker that finds no row does nothing.
    if not transaction.nested:
        session.info.pop("posted_jobs", None)
