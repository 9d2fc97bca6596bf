"""The collections: the page of them all, and how administrators make and change them."""

from flask import current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from shop import access, headers
from shop.catalog import collection_index, collection_services
from shop.catalog.blueprint import blueprint
from shop.catalog.collection_services import NotEmpty
from shop.catalog.forms import BadBody, CollectionForm, NotText, sent_fields
from shop.catalog.models import Collection
from shop.catalog.navigation import Node
from shop.catalog.redirects import check_slug
from shop.catalog.shelves import WouldLoop
from shop.errors import problem
from shop.extensions import db
from shop.pagecache import keys
from shop.rights import Right
from shop.web import see_other, wants_json

FIELDS = ("title", "description", "parent")


@blueprint.get("/collections")
@headers.public
@keys.kept()
def collections() -> ResponseReturnValue:
    if wants_json():
        return current_app.json.response(items=collection_index.as_items())
    return render_template("catalog/collections.html", sections=collection_index.sections())


@blueprint.get("/collections/new")
@access.needs(Right.EDIT_CATALOG)
def new_collection() -> str:
    return render_template("catalog/collection_form.html", form=CollectionForm())


@blueprint.post("/collections")
@access.needs(Right.EDIT_CATALOG)
def create_collection() -> ResponseReturnValue:
    form = CollectionForm(sent_fields(FIELDS))
    if not form.validate():
        return refused(form)
    made = collection_services.create(form.title.data, form.description.data, form.parent_id)
    db.session.commit()
    if request.is_json:
        return described(made)
    flash(_("The collection “%(title)s” is there.", title=made.title), "success")
    return see_other(url_for("catalog.collection", slug=made.slug))


@blueprint.put("/collections/<slug>")
@access.needs(Right.EDIT_CATALOG)
def change_collection(slug: str) -> ResponseReturnValue:
    collection = find(slug)
    form = CollectionForm(sent_fields(FIELDS), of=node_of(collection))
    if not form.validate():
        return refused(form, as_problem=True)
    collection_services.change(collection, form.title.data, form.description.data, form.parent_id)
    db.session.commit()
    return described(collection)


@blueprint.delete("/collections/<slug>")
@access.needs(Right.EDIT_CATALOG)
def delete_collection(slug: str) -> ResponseReturnValue:
    collection_services.remove(find(slug))
    db.session.commit()
    return "", 204


def find(slug: str) -> Collection:
    """Raises NotFound, as a problem document: these are for scripts."""
    check_slug(slug)
    found: Collection | None = db.session.scalar(select(Collection).where(Collection.slug == slug))
    if found is None:
        sentence = _("There is no such collection.")
        raise NotFound(response=problem(404, _("Page not found"), sentence))
    return found


def described(collection: Collection) -> ResponseReturnValue:
    """The collection as JSON has it."""
    count = collection_index.product_counts(collection.id).get(collection.id, 0)
    node = node_of(collection)
    return current_app.json.response(collection_index.as_item(node, collection.description, count))


def node_of(collection: Collection) -> Node:
    return Node(collection.id, collection.slug, collection.title, collection.parent_id)


def refused(form: CollectionForm, *, as_problem: bool = False) -> ResponseReturnValue:
    """400: the form again, or a problem document with the errors by field."""
    if as_problem or request.is_json or wants_json():
        return invalid({name: list(map(str, texts)) for name, texts in form.errors.items()})
    return render_template("catalog/collection_form.html", form=form), 400


def invalid(errors: dict[str, list[str]]) -> ResponseReturnValue:
    sentence = _("Some of the fields cannot be taken as they are.")
    return problem(400, _("That did not work"), sentence, errors=errors)


@blueprint.errorhandler(BadBody)
def show_bad_body(_error: BadBody) -> ResponseReturnValue:
    return problem(400, _("That did not work"), _("The body must be a JSON object."))


@blueprint.errorhandler(NotText)
def show_not_text(error: NotText) -> ResponseReturnValue:
    return invalid({name: [_("This must be a text.")] for name in error.names})


@blueprint.errorhandler(WouldLoop)
def show_loop(_error: WouldLoop) -> ResponseReturnValue:
    return invalid({"parent": [_("A collection cannot stand inside itself.")]})


@blueprint.errorhandler(NotEmpty)
def show_not_empty(_error: NotEmpty) -> ResponseReturnValue:
    sentence = _("It holds products or other collections. Move them elsewhere first.")
    return problem(409, _("That has changed"), sentence)
