"""What the page of an import says of where it stands."""

from dataclasses import dataclass
from typing import Any

from flask_babel import format_datetime, format_decimal, ngettext
from flask_babel import gettext as _

from shop.admin.imports import progress, services
from shop.admin.imports.models import ImportRun, Status
from shop.admin.imports.progress import Step
from shop.admin.jobs.reasons import reason
from shop.extensions import db
from shop.operations import health
from shop.outbox import OutboxJob

MANY = 2000  # products that SQLite takes two seconds or more to write


@dataclass(frozen=True)
class State:
    """Where a run stands, in words, and how far its job is where one is at it."""

    status: str
    text: str
    kind: str  # of the notice: info success warning error
    is_moving: bool
    step: Step | None = None
    is_lost: bool = False  # its job was taken out of the outbox

    def as_json(self, run: ImportRun) -> dict[str, Any]:
        """For the script of the page."""
        done, total = self.step or (None, run.products)
        return {
            "status": self.status,
            "text": self.text,
            "is_moving": self.is_moving,
            "done": done,
            "total": total,
        }


def state(run: ImportRun) -> State:
    """Where `run` stands."""
    if run.is_moving:
        return _of_job(run)
    text, kind = _of_result(run)
    return State(run.status, text, kind, is_moving=False)


def size(run: ImportRun) -> str:
    """How large the file is: kilobytes, from a million bytes on megabytes."""
    if run.size < 1_000_000:
        return f"{format_decimal(-(-run.size // 1000))} kB"
    return f"{format_decimal(run.size / 1_000_000, '#,##0.0')} MB"


def holds_shoppers_up(run: ImportRun) -> bool:
    """Whether importing it makes shoppers wait: SQLite has one writer at a time."""
    products = run.new_products + run.changed_products
    return products > MANY and db.session.get_bind().dialect.name == "sqlite"


def _of_job(run: ImportRun) -> State:
    job = services.job_of(run)
    if job is None:
        text = _("Its job was taken out of the list of jobs. Have the file checked once more.")
        return State(run.status, text, "error", is_moving=False, is_lost=True)
    if job.is_in_hand:
        step = progress.of(run.id)
        return State(run.status, _under_way(run, job, step), "info", is_moving=True, step=step)
    if job.error:
        text = _("It did not work: %(reason)s It will be tried again.", reason=reason(job))
        return State(run.status, text, "error", is_moving=True)
    return State(run.status, _waiting(), "info", is_moving=True)


def _under_way(run: ImportRun, job: OutboxJob, step: Step | None) -> str:
    is_import = run.status == Status.APPLYING
    text = str(_("It is being imported.") if is_import else _("The file is being checked."))
    if step:
        return text
    again = format_datetime(job.claimed_until, "short")
    more = _("Should its worker have been stopped, it begins anew at %(time)s.", time=again)
    return f"{text} {more}"


def _waiting() -> str:
    if health.redis_state()["workers"]:
        return str(_("It is in line: a worker takes it as soon as one is free."))
    return str(_("It waits for a worker. None is running at the moment; it begins once one is."))


def _of_result(run: ImportRun) -> tuple[str, str]:
    if run.status == Status.DONE:
        return _("The file is imported."), "success"
    if run.status == Status.REFUSED:
        words = ngettext(
            "%(num)s thing is wrong in the file, so nothing of it can be imported.",
            "%(num)s things are wrong in the file, so nothing of it can be imported.",
            run.problems,
        )
        return words, "error"
    if run.is_outdated:
        text = _(
            "The catalog was changed after the file had been checked."
            " Nothing is imported yet: look at what would change now."
        )
        return text, "warning"
    if not run.changes:
        return _("The catalog is already as the file says. There is nothing to import."), "success"
    return _("The file is without fault. Nothing is changed yet: look, then import."), "success"
