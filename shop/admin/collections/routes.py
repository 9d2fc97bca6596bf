"""The list of collections, their order, adding one and deleting one."""

from collections.abc import Iterator

from flask import Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.audit import trail
from shop.admin.audit.noticing import REMOVED
from shop.admin.audit.targets import Target
from shop.admin.blueprint import blueprint
from shop.admin.collections.listing import COLLECTIONS, all_rows, page_of
from shop.admin.exports import csv_answer
from shop.catalog import collection_services
from shop.catalog.collection_services import NotEmpty
from shop.catalog.forms import CollectionForm
from shop.catalog.models import Collection
from shop.catalog.navigation import tree
from shop.errors import Conflict
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other

CSV_COLUMNS = ("slug", "title", "parent", "description", "products", "hidden_products")
STEPS = {"up": -1, "down": 1}


@blueprint.get("/collections")
@needs(Right.SEE_CATALOG)
def collections() -> str:
    asked = COLLECTIONS.asked()
    return render_template(
        "admin/collections/list.html", listing=COLLECTIONS, asked=asked, page=page_of(asked)
    )


@blueprint.get("/collections.csv")
@needs(Right.SEE_CATALOG)
def collections_csv() -> Response:
    return csv_answer("collections", CSV_COLUMNS, _csv_rows())


def _csv_rows() -> Iterator[tuple[str | int, ...]]:
    """Each collection before those inside it."""
    texts = dict(db.session.execute(db.select(Collection.id, Collection.description)).all())
    for row in all_rows():
        above = tree().by_id.get(row.node.parent_id) if row.node.parent_id else None
        parent = above.slug if above else ""
        text = texts.get(row.node.id, "")
        yield row.node.slug, row.node.title, parent, text, row.products, row.hidden


@blueprint.get("/collections/new")
@needs(Right.EDIT_CATALOG)
def new_collection() -> str:
    return render_template("admin/collections/new.html", form=CollectionForm(request.args))


@blueprint.post("/collections/new")
@needs(Right.EDIT_CATALOG)
def create_collection() -> ResponseReturnValue:
    form = CollectionForm(request.form)
    if not form.validate():
        return render_template("admin/collections/new.html", form=form), 400
    made = collection_services.create(form.title.data, form.description.data, form.parent_id)
    db.session.commit()
    flash(_("The collection “%(title)s” is there.", title=made.title), "success")
    return see_other(url_for("admin.collection", collection_id=made.id))


@blueprint.post("/collections/<int:collection_id>/move")
@needs(Right.EDIT_CATALOG)
def move_collection(collection_id: int) -> ResponseReturnValue:
    collection_services.shift(
        db.get_or_404(Collection, collection_id),
        STEPS.get(request.form.get("direction", "")) or abort(400),
    )
    db.session.commit()
    return see_other(url_for("admin.collections", _anchor=f"collection-{collection_id}"))


@blueprint.post("/collections/<int:collection_id>/delete")
@needs(Right.EDIT_CATALOG)
def delete_collection(collection_id: int) -> ResponseReturnValue:
    collection = db.get_or_404(Collection, collection_id)
    target = Target("collection", collection.id, collection.title)
    try:
        collection_services.remove(collection)
    except NotEmpty:
        raise Conflict(
            _("It holds products or other collections. Move them elsewhere first."),
            url_for("admin.collection", collection_id=collection_id),
            _("Back to the collection"),
        ) from None
    where = {"field": "title", "table": "collections", "event": REMOVED}
    trail.note(target, target.label, None, row=target.id, **where)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=target.label), "success")
    return see_other(url_for("admin.collections"))
