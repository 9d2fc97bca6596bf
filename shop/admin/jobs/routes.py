"""The page of jobs and mail."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _

from shop import languages, outbox, web
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer, in_chunks
from shop.admin.jobs import services
from shop.admin.jobs.listing import JOBS, lines, wanted
from shop.admin.jobs.wording import periodic_title
from shop.errors import Conflict
from shop.extensions import db
from shop.operations import health
from shop.outbox import OutboxJob, PeriodicRun
from shop.rights import Right


@blueprint.get("/jobs")
@needs(Right.SEE_JOBS)
def jobs() -> str:
    asked = JOBS.asked()
    page = JOBS.page(wanted(asked), asked)
    backlog = outbox.backlog()
    runs = db.session.scalars(db.select(PeriodicRun).order_by(PeriodicRun.began_at.desc()))
    return render_template(
        "admin/jobs/list.html",
        listing=JOBS,
        asked=asked,
        page=page,
        lines=lines(list(page.items)),
        backlog=backlog,
        oldest=format_timedelta(timedelta(seconds=backlog.oldest_seconds)),
        redis=health.redis_state(),
        periodic=[(periodic_title(run.id), run.began_at) for run in runs],
        here=languages.own_address(),
    )


@blueprint.get("/jobs.csv")
@needs(Right.SEE_JOBS)
def jobs_csv() -> ResponseReturnValue:
    columns = ("job", "to", "about", "state", "attempts", "reason", "created_at", "due_at", "id")
    asked = JOBS.asked()
    return csv_answer("jobs", columns, _rows(JOBS.selected(wanted(asked), asked)))


def _rows(statement: Any) -> Iterator[tuple[Any, ...]]:
    for chunk in in_chunks(statement):
        for line in lines(list(chunk)):
            row, about = line.row, line.subject
            yield (
                *(line.title, about.to, about.about, line.state, row.attempts, line.reason),
                *(row.created_at, row.due_at, row.id),
            )


@blueprint.post("/jobs/retry")
@needs(Right.RETRY_JOBS)
def retry_stuck_jobs() -> ResponseReturnValue:
    count = services.retry_stuck()
    db.session.commit()
    tried = ngettext("%(num)s job is tried again.", "%(num)s jobs are tried again.", count)
    flash(f"{tried} {_when()}" if count else _("Nothing is stuck."), "success")
    return web.see_other(back())


@blueprint.post("/jobs/<job_id>/retry")
@needs(Right.RETRY_JOBS)
def retry_job(job_id: str) -> ResponseReturnValue:
    row = held(job_id)
    try:
        services.retry(row)
    except services.InHand:
        raise in_hand() from None
    is_done = row.done_at is not None
    db.session.commit()
    text = _("It is done already.") if is_done else _("It is tried again.") + f" {_when()}"
    flash(text, "success")
    return web.see_other(back())


@blueprint.post("/jobs/<job_id>/delete")
@needs(Right.RETRY_JOBS)
def delete_job(job_id: str) -> ResponseReturnValue:
    try:
        services.delete(held(job_id))
    except services.InHand:
        raise in_hand() from None
    db.session.commit()
    flash(_("The job is given up and will not be tried again."), "success")
    return web.see_other(back())


def _when() -> str:
    """When what was just offered is done, as far as one can say."""
    if health.redis_state()["workers"]:
        return str(_("A worker does it now; look again in a moment."))
    return str(_("No worker is running at the moment: it is done as soon as one is."))


def held(job_id: str) -> OutboxJob:
    """The job, locked until the commit."""
    row = db.session.get(OutboxJob, job_id, with_for_update=True) if len(job_id) <= 32 else None
    return row or abort(404)


def in_hand() -> Conflict:
    return Conflict(
        _("A worker has it in hand at this moment. If it fails, it is tried again by itself."),
        url_for("admin.jobs"),
        _("To the jobs"),
    )


def back() -> str:
    """The list as it was narrowed."""
    return web.safe_next(request.form.get("next"), url_for("admin.jobs"))
