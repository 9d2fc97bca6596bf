"""The log of changes, each change on a page of its own, and undoing one."""

from typing import Any

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.audit import showing, trail, undoing
from shop.admin.audit.listing import COLUMNS, asked_of, file_rows, listing
from shop.admin.audit.models import AuditEntry
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer
from shop.errors import Conflict
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/changes")
@needs(Right.SEE_CHANGES)
def changes() -> str:
    found = listing()
    statement, asked = asked_of(found)
    page = found.page(statement, asked)
    return render_template("admin/changes/list.html", listing=found, asked=asked, page=page)


@blueprint.get("/changes.csv")
@needs(Right.SEE_CHANGES)
def changes_csv() -> Response:
    found = listing()
    return csv_answer("changes", COLUMNS, file_rows(found.selected(*asked_of(found))))


@blueprint.get("/changes/<int:entry_id>")
@needs(Right.SEE_CHANGES)
def change(entry_id: int) -> str:
    return _page(db.get_or_404(AuditEntry, entry_id))


@blueprint.post("/changes/<int:entry_id>/undo")
@needs(Right.UNDO_CHANGES)
def undo_change(entry_id: int) -> ResponseReturnValue:
    entry = db.get_or_404(AuditEntry, entry_id)
    try:
        is_done = _undo(entry)
    except undoing.Outdated as error:
        db.session.rollback()
        return _page(entry, differences=showing.differences(entry, error.differences)), 409
    if is_done:
        db.session.commit()
        flash(_("Undone: all of it is as it was before."), "success")
    else:
        flash(_("Nothing to undo: all of it is as it was before."), "success")
    return see_other(url_for("admin.change", entry_id=entry_id))


def _undo(entry: AuditEntry) -> bool:
    """undoing.undo, with its refusals as answers; what it changes is noted as an undo."""
    if current := trail.current():
        current.undoes_id = entry.id
    try:
        return undoing.undo(entry)
    except undoing.NotUndoable:
        raise _conflict(entry, _("This cannot be undone here.")) from None
    except undoing.DoesNotFit:
        said = _(
            "What it was before is not possible any more: an address, a code or an SKU is "
            "another's by now, or the price would reach the one struck through."
        )
        raise _conflict(entry, said) from None


def _conflict(entry: AuditEntry, said: str) -> Conflict:
    way_on = url_for("admin.change", entry_id=entry.id)
    return Conflict(said, way_on, _("Back to the change"))


def _page(entry: AuditEntry, **more: Any) -> str:
    [shown] = showing.shown([entry])
    return render_template(
        "admin/changes/show.html",
        shown=shown,
        entry=entry,
        lines=showing.lines(entry, whole=True),
        restorable=showing.lines_of(entry, undoing.restorable(entry)),
        **more,
    )
