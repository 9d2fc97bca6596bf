"""Uploading a catalog file, looking at what it would change, and having it imported."""

from collections.abc import Iterator
from typing import Any

from flask import abort, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import bodies, web
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer, in_chunks
from shop.admin.imports import files, pages, services
from shop.admin.imports.forms import UploadForm
from shop.admin.imports.listing import COLUMNS, RUNS, STATES, exports, findings, listing_of
from shop.admin.imports.models import ImportRun
from shop.errors import Conflict
from shop.extensions import db
from shop.rights import Right

AROUND_A_FILE = 64 * 1024  # bytes that a form adds to the file in it


@blueprint.get("/imports")
@needs(Right.SEE_CATALOG)
def imports() -> str:
    return show_list(UploadForm())


@blueprint.post("/imports")
@bodies.up_to(files.MOST_BYTES + AROUND_A_FILE)
@needs(Right.EDIT_CATALOG)
def upload_import() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate():
        return show_list(form), 400
    try:
        run = services.receive(current_user, form.file.data.filename, form.file.data.read())
    except files.FileRefused as refused:
        form.file.errors = [str(refused)]
        return show_list(form), 400
    db.session.commit()
    return web.see_other(url_for("admin.import_run", run_id=run.id))


def show_list(form: UploadForm) -> str:
    asked = RUNS.asked()
    return render_template(
        "admin/imports/list.html",
        form=form,
        listing=RUNS,
        asked=asked,
        page=RUNS.page(db.select(ImportRun), asked),
        states=STATES,
        exports=exports(),
    )


@blueprint.get("/imports.csv")
@needs(Right.SEE_CATALOG)
def imports_csv() -> ResponseReturnValue:
    columns = ("name", "uploaded_at", "by", "status", "products", "changes", "problems")
    chosen = RUNS.selected(db.select(ImportRun), RUNS.asked())
    rows = (
        (r.name, r.created_at, r.actor, r.status, r.products, r.changes, r.problems)
        for runs in in_chunks(chosen)
        for r in runs
    )
    return csv_answer("imports", columns, rows)


@blueprint.get("/imports/<int:run_id>")
@needs(Right.SEE_CATALOG)
def import_run(run_id: int) -> ResponseReturnValue:
    run = found(run_id)
    state = pages.state(run)
    if web.wants_json():
        return current_app.json.response(state.as_json(run))
    listing = listing_of(run)
    asked = listing.asked()
    return render_template(
        "admin/imports/show.html",
        run=run,
        size=pages.size(run),
        state=state,
        is_slow=pages.holds_shoppers_up(run),
        states=STATES,
        columns=COLUMNS,
        listing=listing,
        asked=asked,
        page=listing.page(findings(run), asked),
    )


@blueprint.get("/imports/<int:run_id>.csv")
@needs(Right.SEE_CATALOG)
def import_findings(run_id: int) -> ResponseReturnValue:
    columns = ("line", "what", "slug", "sku", "column", "before", "after", "problem")
    run = found(run_id)
    listing = listing_of(run)
    chosen = listing.selected(findings(run), listing.asked())
    return csv_answer(f"import-{run_id}", columns, _finding_rows(chosen))


def _finding_rows(chosen: Any) -> Iterator[tuple[Any, ...]]:
    for chunk in in_chunks(chosen):
        for f in chunk:
            yield f.line, f.kind, f.slug, f.sku, f.cell, f.before, f.after, f.text


@blueprint.post("/imports/<int:run_id>/apply")
@needs(Right.EDIT_CATALOG)
def apply_import(run_id: int) -> ResponseReturnValue:
    digest = request.form.get("digest", "")
    if not services.is_approved(found(run_id), digest):
        try:
            services.approve(held(run_id), digest)
        except services.NotNow:
            raise conflict(run_id, _("The file was checked again meanwhile.")) from None
        db.session.commit()
    return web.see_other(url_for("admin.import_run", run_id=run_id))


@blueprint.post("/imports/<int:run_id>/check")
@needs(Right.EDIT_CATALOG)
def check_import(run_id: int) -> ResponseReturnValue:
    try:
        services.check_again(held(run_id))
    except services.NotNow:
        raise conflict(run_id, _("The file is imported, or being imported.")) from None
    db.session.commit()
    return web.see_other(url_for("admin.import_run", run_id=run_id))


@blueprint.post("/imports/<int:run_id>/delete")
@needs(Right.EDIT_CATALOG)
def delete_import(run_id: int) -> ResponseReturnValue:
    run = held(run_id)
    name = run.name
    try:
        services.discard(run)
    except services.NotNow:
        raise conflict(run_id, _("The file is being imported at this moment.")) from None
    db.session.commit()
    flash(_("%(name)s is deleted. The catalog stays as it is.", name=name), "success")
    return web.see_other(url_for("admin.imports"))


def found(run_id: int) -> ImportRun:
    run: ImportRun = db.session.get(ImportRun, run_id) or abort(404)
    return run


def held(run_id: int) -> ImportRun:
    """The run, locked until the commit; a worker that imports it holds it for minutes."""
    found(run_id)
    locked = db.select(ImportRun).where(ImportRun.id == run_id).with_for_update(skip_locked=True)
    run: ImportRun | None = db.session.scalar(locked.execution_options(populate_existing=True))
    if run is None:
        raise conflict(run_id, _("The file is being imported at this moment."))
    return run


def conflict(run_id: int, sentence: str) -> Conflict:
    way_on = url_for("admin.import_run", run_id=run_id)
    return Conflict(sentence, way_on, _("To the import"))
