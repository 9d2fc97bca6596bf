"""The form of a collection."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from shop.admin.editing import EditForm
from shop.catalog.collection_services import RESERVED
from shop.catalog.forms import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    TOO_LONG,
    CollectionForm,
    is_text,
    one_line,
    paragraphs,
    places,
    title_field,
)
from shop.catalog.models import Collection, Product, Variant
from shop.catalog.navigation import Node, tree
from shop.catalog.transfer.fields import SLUG
from shop.extensions import db

NOTHING = SelectChoice("", _("Nothing, it stands at the top"))


class EditCollectionForm(EditForm):
    """All that can be said of a collection; `of` is the one that is stored."""

    title = title_field(_("Title"), _("Give it a title."))
    slug = StringField(
        _("Address"),
        [
            DataRequired(_("Give it an address.")),
            Length(max=LONGEST_TITLE, message=TOO_LONG),
            Regexp(rf"^{SLUG.pattern}$", message=_("Use small letters, digits and hyphens.")),
        ],
        filters=[one_line],
    )
    description = TextAreaField(
        _("Description"),
        [Length(max=LONGEST_TEXT, message=TOO_LONG), is_text],
        filters=[paragraphs],
    )
    parent = SelectField(
        _("Part of"), choices=lambda: [NOTHING, *places(tree())], validate_choice=False
    )
    featured = StringField(
        _("Featured product"),
        [Length(max=160, message=TOO_LONG), is_text],
        filters=[one_line],
    )
    picture = FileField(_("Picture"))
    drop_picture = BooleanField(_("Take the picture away"))

    def __init__(self, of: Collection, **kwargs: Any) -> None:
        self.of: Node = tree().by_id[of.id]
        self.featured_product: Product | None = of.featured_product
        above = tree().by_id.get(of.parent_id) if of.parent_id else None
        stored = {
            "title": of.title,
            "slug": of.slug,
            "description": of.description,
            "parent": above.slug if above else "",
            "featured": of.featured_product.slug if of.featured_product else "",
        }
        super().__init__(data=stored, **kwargs)

    @property
    def parent_id(self) -> int | None:
        node = tree().by_slug.get(self.parent.data or "")
        return node.id if node else None

    validate_parent = CollectionForm.validate_parent

    def validate_slug(self, field: Field) -> None:
        taken = tree().by_slug.get(field.data)
        if field.data in RESERVED or (taken and taken.id != self.of.id):
            raise ValidationError(_("Another collection has this address already."))

    def validate_featured(self, field: Field) -> None:
        self.featured_product = _product(field.data) if field.data else None
        if field.data and self.featured_product is None:
            raise ValidationError(_("No product has this address or SKU."))


def _product(text: str) -> Product | None:
    """The product at that address, or with a variant of that SKU."""
    by_slug = db.select(Product).where(Product.slug == text)
    by_sku = db.select(Product).join(Variant).where(Variant.sku == text)
    found: Product | None = db.session.scalar(by_slug) or db.session.scalar(by_sku)
    return found
