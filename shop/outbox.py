"""The one door from the shop to its background jobs.

`post()` writes a job as a row in the caller's transaction, so a job exists exactly when the
change that asked for it does. After the commit the row is offered to RQ; `tasks.outbox.sweep`
offers again what is not done. RQ and Redis only wake the worker up: losing them loses nothing.
"""

import logging
import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask
from rq import Queue
from sqlalchemy import JSON, Index, String, Text, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from shop import clock
from shop.extensions import Model, db
from shop.redis import RedisError, redis_client

log = logging.getLogger(__name__)

QUEUE = "default"
PERFORM = "tasks.outbox.perform"
JOB_TIMEOUT = 300  # seconds that one job may take
RESULT_TTL = 3600  # seconds that RQ keeps a finished job for rq-dashboard
FAILURE_TTL = 7 * 24 * 3600  # seconds that RQ keeps a failed one


class Job(StrEnum):
    """Every job that the shop may post, by the name of its function in `tasks`."""

    SEND_WELCOME = "tasks.mail.send_welcome"
    SEND_CONFIRMATION = "tasks.mail.send_confirmation"
    SEND_PASSWORD_RESET = "tasks.mail.send_password_reset"
    SEND_PASSWORD_CHANGED = "tasks.mail.send_password_changed"
    SEND_EMAIL_CHANGE = "tasks.mail.send_email_change"
    RENDER_PICTURE = "tasks.media.render_picture"
    REFRESH_SITEMAP = "tasks.catalog.refresh_sitemap"


class OutboxJob(Model):
    """A job that was asked for: what to call, with what, and how it went."""

    __tablename__ = "outbox_jobs"
    __table_args__ = (Index("ix_outbox_jobs_open", "done_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    offered_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


def post(job: Job, *, delay: timedelta = timedelta(), **arguments: Any) -> OutboxJob:
    """Ask for `job` with `arguments` (JSON values, ids rather than objects) once this commits.

    With `delay` it is due only after that time; the sweep offers it then.
    """
    row = OutboxJob(
        id=uuid.uuid4().hex, name=str(job), arguments=arguments, due_at=clock.now() + delay
    )
    db.session.add(row)
    if not delay:
        db.session.info.setdefault("posted_jobs", []).append((row.id, describe(row)))
    return row


def describe(row: OutboxJob) -> str:
    """What rq-dashboard shows of a job."""
    arguments = ", ".join(f"{name}={value!r}" for name, value in row.arguments.items())
    return f"{row.name}({arguments})"


def offer(jobs: list[tuple[str, str]]) -> bool:
    """Wake a worker up for `jobs`, pairs of id and description; False when Redis is away."""
    try:
        queue = Queue(QUEUE, connection=redis_client())
        for job_id, description in jobs:
            queue.enqueue_call(
                PERFORM,
                args=(job_id,),
                job_id=job_id,
                description=description,
                timeout=JOB_TIMEOUT,
                result_ttl=RESULT_TTL,
                failure_ttl=FAILURE_TTL,
            )
    except RedisError as error:
        log.warning("%d jobs wait in the outbox, Redis is away: %s", len(jobs), error)
        return False
    return True


def init_app(app: Flask) -> None:
    """Offer what a session posted once it has committed."""
    if not event.contains(db.session, "after_commit", _after_commit):
        event.listen(db.session, "after_commit", _after_commit)
        event.listen(db.session, "after_soft_rollback", _after_rollback)


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint; the real commit is still to come
        return
    jobs = session.info.pop("posted_jobs", [])
    if jobs:
        offer(jobs)


def _after_rollback(session: Session, _transaction: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop("posted_jobs", None)
