"""Saying products, collections and pages in another language, beside what they say in the first."""

from typing import Any, NamedTuple

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import languages
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.texts.forms import (
    CollectionTexts,
    PageTexts,
    ProductTexts,
    TextsForm,
    rows_of,
)
from shop.admin.texts.overview import name_of, other
from shop.catalog import wording
from shop.catalog.models import Collection, Product
from shop.extensions import db
from shop.pages.models import Page
from shop.rights import Right
from shop.texts import keeping
from shop.web import see_other


class Kind(NamedTuple):
    """What can be said in another language, and how it is edited."""

    form: type[TextsForm]
    endpoint: str  # of its own page
    right: Right


KINDS: dict[type[Any], Kind] = {
    Product: Kind(ProductTexts, "admin.product", Right.EDIT_CATALOG),
    Collection: Kind(CollectionTexts, "admin.collection", Right.EDIT_CATALOG),
    Page: Kind(PageTexts, "admin.page", Right.EDIT_SETTINGS),
}


@blueprint.get("/products/<int:product_id>/texts/<language>")
@needs(Right.SEE_CATALOG)
def product_texts(product_id: int, language: str) -> str:
    return page_of(db.get_or_404(Product, product_id), other(language))


@blueprint.post("/products/<int:product_id>/texts/<language>")
@needs(Right.EDIT_CATALOG)
def save_product_texts(product_id: int, language: str) -> ResponseReturnValue:
    return save(db.get_or_404(Product, product_id), other(language))


@blueprint.get("/collections/<int:collection_id>/texts/<language>")
@needs(Right.SEE_CATALOG)
def collection_texts(collection_id: int, language: str) -> str:
    return page_of(db.get_or_404(Collection, collection_id), other(language))


@blueprint.post("/collections/<int:collection_id>/texts/<language>")
@needs(Right.EDIT_CATALOG)
def save_collection_texts(collection_id: int, language: str) -> ResponseReturnValue:
    return save(db.get_or_404(Collection, collection_id), other(language))


@blueprint.get("/pages/<int:page_id>/texts/<language>")
@needs(Right.SEE_SETTINGS)
def page_texts(page_id: int, language: str) -> str:
    return page_of(db.get_or_404(Page, page_id), other(language))


@blueprint.post("/pages/<int:page_id>/texts/<language>")
@needs(Right.EDIT_SETTINGS)
def save_page_texts(page_id: int, language: str) -> ResponseReturnValue:
    return save(db.get_or_404(Page, page_id), other(language))


def stored(row: Any, language: str) -> TextsForm:
    """What is kept, in a form that does not look at the request."""
    alts = {("alt", word): "" for word in _alts(row)}
    said = alts | keeping.of_words(language, alts)
    form: TextsForm = kind_of(row).form(
        blank=True, data={**keeping.of_row(row, language), "words": rows_of(said)}
    )
    return form


def save(row: Any, language: str) -> ResponseReturnValue:
    hold(row)
    form = kind_of(row).form(stored=stored(row, language))
    if not form.validate():
        return page_of(row, language, form), 400
    if form.is_outdated:
        return page_of(row, language, form), 409
    keep(row, language, form)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(kind_of(row).endpoint + "_texts", language=language, **address(row)))


def keep(row: Any, language: str, form: TextsForm) -> None:
    if isinstance(row, Product):
        own = set(_alts(row))
        alts = {word: said for (_kind, word), said in form.texts.items() if word in own}
        wording.say_product(row, language, form.values, alts)
    elif isinstance(row, Collection):
        wording.say_collections([(row, form.values)], language)
    else:
        keeping.put(row, language, form.values)


def kind_of(row: Any) -> Kind:
    return KINDS[type(row)]


def address(row: Any) -> dict[str, Any]:
    """What its page is built with."""
    return {kind_of(row).endpoint.removeprefix("admin.") + "_id": row.id}


def _alts(row: Any) -> list[str]:
    return wording.alts_of(row) if isinstance(row, Product) else []


def page_of(row: Any, language: str, form: TextsForm | None = None) -> str:
    kind = kind_of(row)
    return render_template(
        "admin/texts/edit.html",
        row=row,
        form=form or stored(row, language),
        language=language,
        language_name=name_of(language),
        own_language=languages.default(),
        own_name=name_of(languages.default()),
        back=url_for(kind.endpoint, **address(row)),
        may_edit=current_user.may(kind.right),
    )
