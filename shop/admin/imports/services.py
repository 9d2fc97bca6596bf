"""What an administrator does with an uploaded file. Nothing here commits."""

from shop import outbox
from shop.admin.imports import files
from shop.admin.imports.models import ImportFile, ImportRun, Status
from shop.auth.models import User
from shop.extensions import db
from shop.outbox import Job, OutboxJob


class NotNow(Exception):
    """The run is no longer, or not yet, where this could be done."""


def receive(user: User, filename: str | None, content: bytes) -> ImportRun:
    """Keep an uploaded file and ask for its check. Raises files.FileRefused."""
    run = ImportRun(
        user_id=user.id,
        actor=user.name,
        name=files.named(filename),
        size=len(content),
        products=files.count_products(content),
    )
    db.session.add(run)
    db.session.flush()
    db.session.add(ImportFile(run_id=run.id, content=content))
    ask_for_check(run)
    return run


def check_again(run: ImportRun) -> None:
    """Check the file once more: the catalog may fit it now. Raises NotNow.

    Nothing happens while a check waits that can still be made.
    """
    if run.status == Status.DONE or (run.status == Status.APPLYING and job_of(run)):
        raise NotNow
    if run.status != Status.WAITING or not job_of(run):
        ask_for_check(run)


def ask_for_check(run: ImportRun) -> None:
    run.status, run.is_outdated = Status.WAITING, False
    run.job_id = outbox.post(Job.CHECK_IMPORT, run_id=run.id).id


def approve(run: ImportRun, digest: str) -> None:
    """Have what the check found imported; `digest` is that of the check that was looked at.

    Raises NotNow.
    """
    if run.status != Status.CHECKED or run.digest != digest or not run.changes:
        raise NotNow
    run.status, run.is_outdated = Status.APPLYING, False
    run.job_id = outbox.post(Job.APPLY_IMPORT, run_id=run.id).id


def is_approved(run: ImportRun, digest: str) -> bool:
    """Whether just this is asked for already."""
    return run.status in (Status.APPLYING, Status.DONE) and run.digest == digest


def discard(run: ImportRun) -> None:
    """Delete the file and all that is said of it, and call its job off.

    Raises NotNow while it is being imported.
    """
    job = job_of(run)
    if run.status == Status.APPLYING and job and job.is_in_hand:
        raise NotNow
    if job:
        db.session.delete(job)
    db.session.delete(run)


def job_of(run: ImportRun) -> OutboxJob | None:
    """The job that is to move the run on; None where it is done, or was taken out."""
    job = db.session.get(OutboxJob, run.job_id) if run.job_id and run.is_moving else None
    return job if job and not job.done_at else None
