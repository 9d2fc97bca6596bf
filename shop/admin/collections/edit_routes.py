"""The page where a collection is edited."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.collections.forms import EditCollectionForm
from shop.admin.products.uploads import Received, receive
from shop.admin.texts.overview import overview
from shop.bodies import up_to
from shop.catalog import collection_pictures, collection_services, pictures, services
from shop.catalog.models import Collection, CollectionProduct, Product
from shop.catalog.navigation import tree
from shop.catalog.services import SlugTaken, WouldLoop
from shop.errors import Conflict
from shop.extensions import db
from shop.media import renditions
from shop.media.uploads import MOST_BYTES
from shop.rights import Right
from shop.web import see_other

MOST_BODY = MOST_BYTES + 1024 * 1024  # bytes: a picture and the words
MOST_OFFERED = 100  # products to choose a featured one from


@blueprint.get("/collections/<int:collection_id>")
@needs(Right.SEE_CATALOG)
def collection(collection_id: int) -> str:
    found = db.get_or_404(Collection, collection_id)
    return page_of(found, EditCollectionForm(found, blank=True))


@blueprint.post("/collections/<int:collection_id>")
@needs(Right.EDIT_CATALOG)
@up_to(MOST_BODY)
def save_collection(collection_id: int) -> ResponseReturnValue:
    sent = receive(request.files.getlist("picture")[:1])
    collection_services.hold_tree()
    found = db.session.get(Collection, collection_id, populate_existing=True) or abort(404)
    form = EditCollectionForm(found, stored=EditCollectionForm(found, blank=True))
    if not form.validate() or sent.refused:
        return not_saved(found, form, sent), 400
    if form.is_outdated:
        return not_saved(found, form, sent), 409
    try:
        save(found, form, sent)
        db.session.commit()
    except (SlugTaken, WouldLoop, IntegrityError):
        raise meanwhile(collection_id) from None
    flash(_("Saved."), "success")
    return see_other(url_for("admin.collection", collection_id=collection_id))


def save(found: Collection, form: EditCollectionForm, sent: Received) -> None:
    """Make of the stored collection what the form says."""
    collection_services.change(found, form.title.data, form.description.data, form.parent_id)
    services.rename(found, form.slug.data)
    found.featured_product = form.featured_product
    if sent.kept:
        collection_pictures.show_picture(found, sent.kept[0])
    elif form.drop_picture.data:
        collection_pictures.drop_picture(found)


def meanwhile(collection_id: int) -> Conflict:
    """What the form was checked against is no longer so."""
    db.session.rollback()
    sentence = _("Somebody else has changed the collections meanwhile. Nothing is saved.")
    back = url_for("admin.collection", collection_id=collection_id)
    return Conflict(sentence, back, _("Back to the collection"))


def not_saved(found: Collection, form: EditCollectionForm, sent: Received) -> str:
    """The page again; a picture that came with it is not kept, as browsers do not name it again."""
    for kept in sent.kept:
        renditions.forget(kept.key, kept.width)
    form.picture.errors = [*form.picture.errors, *sent.refused]
    return page_of(found, form)


def page_of(found: Collection, form: EditCollectionForm) -> str:
    return render_template(
        "admin/collections/edit.html",
        collection=found,
        form=form,
        picture=pictures.view(found.picture),
        path=tree().path(found.id)[:-1],
        inside=tree().children(found.id),
        said=overview(found),
        **_products(found),
    )


def _products(found: Collection) -> dict[str, Any]:
    """How many it shows, and the first of them to choose from."""
    shown = db.select(CollectionProduct.product_id).where(
        CollectionProduct.collection_id == found.id
    )
    some = Product.id.in_(shown.limit(MOST_OFFERED))
    offered = db.select(Product.slug, Product.title).where(some)
    return {
        "count": db.session.scalar(db.select(db.func.count()).select_from(shown.subquery())),
        "offered": db.session.execute(offered.order_by(Product.title)).all(),
    }
