"""One valid request for each unsafe address of jobs."""

import uuid

from shop.extensions import db
from shop.outbox import STUCK_AFTER, Job, OutboxJob


def stuck_job(name=Job.SEND_WELCOME, **fields):
    """A job that failed as often as it takes to be called stuck."""
    values = {
        "id": uuid.uuid4().hex,
        "arguments": {"user_id": 0},
        "attempts": STUCK_AFTER,
        "error": "ConnectionRefusedError: [Errno 111] Connection refused",
    }
    row = OutboxJob(name=str(name), **values | fields)
    db.session.add(row)
    db.session.commit()
    return row


def retry_job():
    return f"/admin/jobs/{stuck_job().id}/retry", {}


def retry_stuck_jobs():
    stuck_job()
    return "/admin/jobs/retry", {}


def delete_job():
    return f"/admin/jobs/{stuck_job().id}/delete", {}


EXAMPLES = {
    "admin.retry_job": retry_job,
    "admin.retry_stuck_jobs": retry_stuck_jobs,
    "admin.delete_job": delete_job,
}
