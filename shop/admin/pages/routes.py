"""Listing and writing pages."""

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.exports import csv_answer
from shop.admin.pages.forms import PageForm
from shop.admin.pages.listing import COLUMNS, PAGES, file_rows
from shop.admin.texts.overview import overview
from shop.extensions import db
from shop.pages import markdown, services
from shop.pages.models import Page
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/pages", endpoint="pages")
@needs(Right.SEE_SETTINGS)
def list_pages() -> str:
    asked = PAGES.asked()
    page = PAGES.page(db.select(Page), asked)
    return render_template("admin/pages/list.html", listing=PAGES, asked=asked, page=page)


@blueprint.get("/pages.csv")
@needs(Right.SEE_SETTINGS)
def pages_csv() -> Response:
    rows = file_rows(PAGES.selected(db.select(Page), PAGES.asked()))
    return csv_answer("pages", COLUMNS, rows)


@blueprint.get("/pages/new")
@needs(Right.EDIT_SETTINGS)
def new_page() -> str:
    return _page_of(PageForm(blank=True))


@blueprint.post("/pages")
@needs(Right.EDIT_SETTINGS)
def create_page() -> ResponseReturnValue:
    form = PageForm()
    if not form.validate_on_submit():
        return _page_of(form), 400
    if "preview" in request.form:
        return _page_of(form)
    try:
        page = services.create(**form.values)
    except services.SlugTaken:
        return _taken(form)
    db.session.commit()
    return _saved(page)


@blueprint.get("/pages/<int:page_id>")
@needs(Right.SEE_SETTINGS)
def page(page_id: int) -> str:
    found = db.get_or_404(Page, page_id)
    return _page_of(PageForm(obj=found, blank=True), found)


@blueprint.post("/pages/<int:page_id>")
@needs(Right.EDIT_SETTINGS)
def save_page(page_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Page, page_id)
    hold(found)
    form = PageForm(stored=PageForm(obj=found, blank=True))
    if not form.validate_on_submit():
        return _page_of(form, found), 400
    if "preview" in request.form:
        form.version.data = form.sent_version  # seeing is not agreeing to what another has saved
        return _page_of(form, found)
    if form.is_outdated:
        return _page_of(form, found), 409
    try:
        services.change(found, **form.values)
    except services.SlugTaken:
        return _taken(form, found)
    db.session.commit()
    return _saved(found)


@blueprint.post("/pages/<int:page_id>/delete")
@needs(Right.EDIT_SETTINGS)
def delete_page(page_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Page, page_id)
    title = found.title
    services.remove(found)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.pages"))


def _taken(form: PageForm, page: Page | None = None) -> ResponseReturnValue:
    form.slug.errors = [_("Another page has this address.")]
    return _page_of(form, page), 400


def _saved(page: Page) -> ResponseReturnValue:
    flash(_("Saved.") if page.is_published else _("Saved as a draft."), "success")
    return see_other(url_for("admin.page", page_id=page.id))


def _page_of(form: PageForm, page: Page | None = None) -> str:
    """`page` is as it is stored; None for one that is not, yet."""
    return render_template(
        "admin/pages/page.html",
        form=form,
        page=page,
        is_preview="preview" in request.form,
        said=overview(page),
        content=markdown.to_html(form.body.data or ""),
    )
