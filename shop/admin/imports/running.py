"""Checking and importing an uploaded file, in a worker. Each may be done twice, or be killed."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from shop import clock
from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.admin.imports import files
from shop.admin.imports.models import ImportFile, ImportFinding, ImportRun, Kind, Status
from shop.admin.imports.progress import Progress
from shop.auth.models import User
from shop.catalog.transfer import importer
from shop.catalog.transfer.importer import Change, Problem, Summary
from shop.extensions import db
from shop.media import renditions

ACTION = "tasks.imports.apply_import"
MOST_NOTED = 1000  # products whose changes the audit log has one by one
MOST_KEPT = 50_000  # findings of a run; all are counted
LONGEST = 500  # characters of a value that are shown
KEPT_FOR = timedelta(days=90)
COUNTS = (
    *("new_products", "changed_products", "same_products"),
    *("new_variants", "changed_variants", "same_variants"),
)


@dataclass
class Report:
    """What the importer tells of a file."""

    changes: list[Change] = field(default_factory=list)
    stocks: dict[str, int] = field(default_factory=dict)  # units by SKU, where the file has others
    count: int = 0
    problems: Sequence[Problem] = ()
    summary: Summary = field(default_factory=Summary)
    _hash: Any = field(default_factory=hashlib.sha256)

    def tell(self, change: Change) -> None:
        """Sales change stock every minute; all else must be as it was when it was looked at."""
        self.count += 1
        if change.column == "stock":
            self.stocks[change.sku] = int(change.old)
        else:
            self._hash.update(repr(tuple(change)).encode())
        if len(self.changes) < MOST_KEPT:
            self.changes.append(change)

    @property
    def digest(self) -> str:
        return str(self._hash.hexdigest())


def check(run_id: int) -> None:
    """Find out what importing the file would change, and what is wrong with it."""
    run = db.session.get(ImportRun, run_id)
    if run is None or run.status != Status.WAITING:
        db.session.rollback()
        return
    progress = Progress(run_id, run.products)
    with files.on_disk(_content(run_id)) as path:
        report = examined(path, progress)
    _keep(run_id, report, Status.WAITING)


def apply(run_id: int) -> None:
    """Import the file, all of it in one transaction, if that does what was looked at.

    Where the catalog has changed since, it is only checked again, for somebody to look.
    """
    run = db.session.get(ImportRun, run_id)
    if run is None or run.status != Status.APPLYING:
        db.session.rollback()
        return
    digest, total = run.digest, run.products
    with files.on_disk(_content(run_id)) as path:
        # First without a transaction that writes: on SQLite the shop waits for that one.
        report = examined(path, Progress(run_id, 2 * total))
        if report.digest == digest and not report.problems:
            try:
                _import(run_id, path, digest)
                return
            except importer.CatalogChanged as error:
                report = examined(path, Progress(run_id, total))
                if report.digest == digest and not report.problems:
                    report.problems = [_not_taken(str(error))]
        _keep(run_id, report, Status.APPLYING, is_outdated=not report.problems)


def examined(path: Path, progress: Progress) -> Report:
    """A dry run over the file at `path`, in a transaction that only reads and is ended."""
    report = Report()
    db.session.rollback()
    db.session.connection(execution_options={"writes": False})
    try:
        report.summary = importer.check(path, report.tell, progress.advance)
    except importer.BadRows as bad:
        report.problems = bad.problems
    except importer.FileRefused as refused:
        report.problems = [Problem(1, "", str(refused))]
    db.session.rollback()
    return report


def _not_taken(slug: str) -> Problem:
    """What is wrong where the catalog has not changed, and yet does not take the file: without
    this, one would look and press for ever."""
    text = _("The catalog does not take %(slug)s as the file has it.", slug=slug or _("a product"))
    return Problem(1, "", text)


def _import(run_id: int, path: Path, digest: str) -> None:
    """Import and commit. Raises importer.CatalogChanged, with nothing done."""
    run = _held(run_id, Status.APPLYING)
    if run is None:
        return  # another worker was faster, or somebody has called it off
    user = db.session.get(User, run.user_id) if run.user_id else None
    stocks = db.session.scalar(db.select(ImportFile.stocks).where(ImportFile.run_id == run_id))
    report, progress = Report(), Progress(run_id, 2 * run.products)
    progress.advance(run.products)
    with ExitStack() as noted:
        if run.new_products + run.changed_products <= MOST_NOTED and run.changes <= 5 * MOST_NOTED:
            noted.enter_context(trail.on_behalf_of(user, ACTION))
        try:
            summary = importer.apply(path, report.tell, progress.advance, stocks)
            db.session.flush()
            if report.digest != digest:
                raise importer.CatalogChanged
        except IntegrityError as error:
            db.session.rollback()
            raise importer.CatalogChanged from error
        except importer.CatalogChanged:
            db.session.rollback()
            raise
        run = db.session.get_one(ImportRun, run_id)
        if trail.current() is None:
            noted.enter_context(trail.on_behalf_of(user, ACTION))
            counts = {name: getattr(summary, name) for name in COUNTS}
            trail.note(target_of(run), None, counts, field="catalog")
        run.status, run.finished_at = Status.DONE, clock.now()
        db.session.commit()
    for key, width in summary.replaced_pictures:
        renditions.forget(key, width)


def _keep(run_id: int, report: Report, status: Status, *, is_outdated: bool = False) -> None:
    """Write down what a check found, unless the run has moved on, or is gone, meanwhile."""
    run = _held(run_id, status)
    if run is None:
        return
    for name in COUNTS:
        setattr(run, name, 0 if report.problems else getattr(report.summary, name))
    run.problems = len(report.problems)
    run.changes = 0 if report.problems else report.count
    run.status = Status.REFUSED if report.problems else Status.CHECKED
    run.digest, run.is_outdated = report.digest, is_outdated
    db.session.execute(db.delete(ImportFinding).where(ImportFinding.run_id == run_id))
    if rows := [{"run_id": run_id, **row} for row in _findings(report)]:
        db.session.execute(db.insert(ImportFinding), rows)
    stocks = db.update(ImportFile).where(ImportFile.run_id == run_id)
    db.session.execute(stocks.values(stocks=report.stocks))
    db.session.commit()


def _findings(report: Report) -> list[dict[str, Any]]:
    if report.problems:
        return [
            {"kind": Kind.PROBLEM, "line": p.line, "cell": p.column, "text": p.text}
            for p in report.problems[:MOST_KEPT]
        ]
    return [
        {
            "kind": Kind.CHANGED if c.column else Kind.NEW,
            "line": c.line,
            "slug": c.slug,
            "sku": c.sku,
            "cell": c.column,
            "before": c.old[:LONGEST],
            "after": c.new[:LONGEST],
        }
        for c in report.changes
    ]


def _held(run_id: int, status: Status) -> ImportRun | None:
    """The run, held until the commit, where it still has `status`."""
    db.session.rollback()
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.status != status:
        db.session.rollback()
        return None
    return run


def _content(run_id: int) -> bytes:
    content = db.session.scalar(db.select(ImportFile.content).where(ImportFile.run_id == run_id))
    db.session.rollback()
    return content or b""


def delete_old() -> int:
    """Delete the runs of long ago with their files; how many there were."""
    gone: Any = db.session.execute(
        db.delete(ImportRun).where(ImportRun.created_at < clock.now() - KEPT_FOR)
    )
    db.session.commit()
    return int(gone.rowcount)
