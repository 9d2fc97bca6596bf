"""The form of a product: its words, variants, pictures and whatever else is on its page."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Form,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from shop.admin.editing import Difference, EditForm, as_text
from shop.admin.products.fields import (
    MOST_WEIGHT,
    AmountField,
    CountField,
    MomentField,
    Rows,
    ids,
)
from shop.catalog import matrix
from shop.catalog.forms import TOO_LONG, is_text, one_line, paragraphs
from shop.catalog.models import Picture
from shop.catalog.transfer.fields import SLUG
from shop.money import currency

LONGEST_DESCRIPTION = 20_000
VALUES = ("value_1", "value_2", "value_3")  # a variant's choice of each option
PUBLISHED, SCHEDULED, HIDDEN = "published", "scheduled", "hidden"
# Fields that say how to save, or what each shopper's order changes: no version of the product.
NO_VERSION = frozenset(
    {"version", "csrf_token", "pictures", "options", "variants", "gallery"}
    | {"removed_variants", "removed_pictures"}
)
NO_VERSION_OF_A_VARIANT = frozenset({"key", "stock", "stock_seen", "stock_reason"})

Texts = dict[tuple[str, ...], tuple[str, str]]  # what it is: its label, its text


def line(label: Any, longest: int, *validators: Any) -> StringField:
    checks = [*validators, Length(max=longest, message=TOO_LONG), is_text]
    return StringField(label, checks, filters=[one_line])


class OptionRow(Form):
    """What variants differ in, and its values with commas between them."""

    key = HiddenField()  # the id of a stored one
    name = line(_("Option"), 40)
    values = line(_("Its values"), 20_000)
    values_were = HiddenField()  # when the page was drawn

    @property
    def choices(self) -> list[str]:
        return matrix.split(self.values.data or "")

    @property
    def is_used(self) -> bool:
        return bool(self.name.data or self.choices)


class VariantRow(Form):
    """One variant."""

    key = HiddenField()  # the id of a stored one
    value_1 = line("", 60)
    value_2 = line("", 60)
    value_3 = line("", 60)
    sku = line(_("SKU"), 64)
    price = AmountField(_("Price"), [DataRequired(_("Give it a price."))])
    compare_at_price = AmountField(_("Price before"))
    stock = CountField(_("Stock"))
    stock_seen = HiddenField()  # what the page said, so that a sale since then is not undone
    stock_reason = line(_("Reason"), 40)
    weight = CountField(_("Weight, g"), most=MOST_WEIGHT)
    picture = SelectField(_("Picture"), choices=[], validate_choice=False)

    @property
    def choice(self) -> tuple[str, ...]:
        """The values of all options that there can be."""
        return tuple(self[name].data or "" for name in VALUES)

    @property
    def label(self) -> str:
        """The variant in words; its SKU where it has no choice."""
        return " / ".join(value for value in self.choice if value) or self.sku.data or ""


class PictureRow(Form):
    """A picture, in its place among the others."""

    key = HiddenField()  # its id
    alt = line(_("What is on it"), 250)


class ProductForm(EditForm):
    """All of a product. `known` are the pictures that its rows may name, by their ids as texts."""

    title = line(_("Title"), 160, DataRequired(_("Give it a title.")))
    slug = line(
        _("Address"),
        160,
        Regexp(rf"^$|^{SLUG.pattern}$", message=_("Use small letters, digits and hyphens.")),
    )
    description = TextAreaField(
        _("Description"),
        [Length(max=LONGEST_DESCRIPTION, message=TOO_LONG), is_text],
        filters=[paragraphs],
    )
    collections = SelectMultipleField(_("Collections"), choices=[])
    tax_class = SelectField(_("Tax class"), choices=[])
    visibility = RadioField(
        _("State"),
        choices=[
            SelectChoice(PUBLISHED, _("Published")),
            SelectChoice(SCHEDULED, _("Published from a day and time on")),
            SelectChoice(HIDDEN, _("Hidden")),
        ],
        default=PUBLISHED,
    )
    publish_at = MomentField(_("From"))
    seo_title = line(_("Title for search engines"), 120)
    seo_description = line(_("Description for search engines"), 320)
    options = Rows(FormField(OptionRow), _("Options"))
    variants = Rows(FormField(VariantRow), _("Variants"))
    gallery = Rows(FormField(PictureRow), _("Pictures"))
    pictures = MultipleFileField(_("Add pictures"))
    removed_variants = HiddenField()
    removed_pictures = HiddenField()

    def __init__(self, *, lists: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.collections.choices = lists["collections"]
        self.tax_class.choices = lists["tax_classes"]
        self.known: dict[str, Picture] = {}
        self.refused: list[str] = []  # what was uploaded and not taken, in sentences

    def show_pictures(self, known: Mapping[str, Picture]) -> None:
        """Leave out rows of pictures that are gone, and let variants choose among the others."""
        self.known = dict(known)
        self.gallery.entries = [row for row in self.gallery if row.form.key.data in self.known]
        choices = [SelectChoice("", gettext("none"))]
        for number, row in enumerate(self.gallery, 1):
            shown = row.form.alt.data or gettext("Picture")
            label = f"{number}. {shown[:40]}"
            choices.append(SelectChoice(row.form.key.data, label))
        for row in self.variants:
            row.form.picture.choices = choices

    @property
    def used_options(self) -> list[tuple[str, OptionRow]]:
        """The options that say something, each with the name of the variants' field for it."""
        rows = zip(VALUES, self.options, strict=False)
        return [(name, row.form) for name, row in rows if row.form.is_used]

    @property
    def removed_variant_ids(self) -> list[int]:
        return ids(self.removed_variants)

    @property
    def removed_picture_ids(self) -> list[int]:
        return ids(self.removed_pictures)

    def digest(self) -> str:
        """Stands for all that is stored of the product, but for its stock."""
        values = [(key, text) for key, (_label, text) in self.texts(plainly=True).items()]
        return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:32]

    def differences(self) -> list[Difference]:
        """What is stored now and what was typed, wherever they differ."""
        if self.stored is None:
            return []
        stored, typed = self.stored.texts(), self.texts()
        nothing = ("", "")
        return [
            Difference(
                (typed.get(key) or stored[key])[0],
                stored.get(key, nothing)[1],
                typed.get(key, nothing)[1],
            )
            for key in stored | typed
            if stored.get(key, nothing)[1] != typed.get(key, nothing)[1]
        ]

    def texts(self, *, plainly: bool = False) -> Texts:
        """Everything of the form by what it is: a variant's by the variant, wherever it stands.

        What was chosen from a list in the list's words, or `plainly` as it is kept.
        """
        found: Texts = {
            (field.name,): (str(field.label.text), str(field.data) if plainly else as_text(field))
            for field in self
            if field.name not in NO_VERSION
        }
        if self.visibility.data != SCHEDULED:
            found[("publish_at",)] = (found[("publish_at",)][0], "")
        for number, row in enumerate((row.form for row in self.options if row.form.is_used), 1):
            text = f"{row.name.data}: {matrix.join(row.choices)}"
            found[("option", str(number))] = (gettext("Option %(number)s", number=number), text)
        for number, row in enumerate(row.form for row in self.variants):
            found.update(_variant_texts(row, row.key.data or f"new {number}", plainly=plainly))
        order = [row.form.key.data for row in self.gallery]
        found[("gallery",)] = (gettext("Order of the pictures"), ", ".join(order))
        for number, row in enumerate((row.form for row in self.gallery), 1):
            label = gettext("What is on picture %(number)s", number=number)
            found[("alt", row.key.data)] = (label, row.alt.data or "")
        return found

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Each error: the id of its control, what that is called, the error."""
        for field in self:
            if not isinstance(field, Rows):
                yield from ((field.id, str(field.label.text), text) for text in field.errors)
                continue
            for number, row in enumerate(field, 1):
                for inner in row.form:
                    label = f"{_row_label(row.form, number)}: {inner.label.text}"
                    yield from ((inner.id, label, text) for text in inner.errors)


def _row_label(row: Form, number: int) -> str:
    if isinstance(row, VariantRow):
        return row.label or str(gettext("Variant %(number)s", number=number))
    if isinstance(row, OptionRow):
        return str(gettext("Option %(number)s", number=number))
    return str(gettext("Picture %(number)s", number=number))


def _variant_texts(row: VariantRow, key: str, *, plainly: bool) -> Texts:
    found: Texts = {}
    for field in row:
        text = str(field.data or "").strip()
        if isinstance(field, AmountField):
            text = field.plain
        elif isinstance(field, SelectField) and not plainly:
            text = as_text(field)
        if field.short_name not in NO_VERSION_OF_A_VARIANT:
            name = field.label.text or gettext("Option")
            label = f"{row.label}: {name}"
            found[("variant", key, field.short_name)] = (label, text)
    return found


def price_label() -> str:
    """What a price is typed in."""
    told: str = gettext("Prices in %(currency)s, such as 12.50.", currency=currency())
    return told
