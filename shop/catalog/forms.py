"""The catalog's forms, and the same fields read from JSON."""

import re
from typing import Any

from flask import json, request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length

from shop.catalog.navigation import Node, Tree, tree

LONGEST_TITLE = 120
LONGEST_TEXT = 5000
MOST_DEEP = 5  # collections, one inside the other
TOO_LONG = _("Use at most %(max)d characters.")
# Control characters but for line breaks and tabs, and halves of characters that JSON can spell.
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class BadBody(ValueError):
    """A JSON body that is no object."""


class NotText(ValueError):
    """Fields of a JSON body that should be texts; their names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def is_text(_form: FlaskForm, field: Field) -> None:
    if NO_TEXT.search(field.data or ""):
        raise ValidationError(_("There is a character in it that no text has."))


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """`text` with line breaks as they are kept, whatever the browser sent."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def title_field(label: str, missing: str) -> StringField:
    return StringField(
        label,
        [DataRequired(missing), Length(max=LONGEST_TITLE, message=TOO_LONG), is_text],
        filters=[one_line],
    )


class Form(FlaskForm):
    """A form over fields that the caller hands in; shop.forgery has checked where they are from."""

    class Meta:
        csrf = False


class CollectionForm(Form):
    """A collection's words and its place; `of` is the collection that is changed, if any."""

    title = title_field(_("Title"), _("Give it a title."))
    description = TextAreaField(
        _("Description"),
        [Length(max=LONGEST_TEXT, message=TOO_LONG), is_text],
        filters=[paragraphs],
    )
    parent = SelectField(_("Part of"), validate_choice=False)

    def __init__(self, fields: MultiDict[str, str] | None = None, of: Node | None = None) -> None:
        super().__init__(formdata=fields)
        self.of = of
        top = SelectChoice("", _("Nothing, it stands at the top"))
        self.parent.choices = [top, *places(tree())]

    @property
    def parent_id(self) -> int | None:
        node = tree().by_slug.get(self.parent.data or "")
        return node.id if node else None

    def validate_parent(self, field: Field) -> None:
        if not field.data:
            return
        node = tree().by_slug.get(field.data)
        if node is None:
            raise ValidationError(_("There is no such collection."))
        path = tree().path(node.id)
        if self.of and self.of in path:
            raise ValidationError(_("A collection cannot stand inside itself."))
        if len(path) + height(self.of) > MOST_DEEP:
            raise ValidationError(
                _("Collections go %(most)d deep at most; choose a higher one.", most=MOST_DEEP)
            )


class ReviewForm(Form):
    """What a customer thinks of a product."""

    rating = StringField(
        _("Stars"),
        [AnyOf(("1", "2", "3", "4", "5"), _("Choose from one to five stars."))],
    )
    title = title_field(_("In a few words"), _("Sum it up in a few words."))
    body = TextAreaField(
        _("What others should know"),
        [
            DataRequired(_("Write a sentence or two.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
            is_text,
        ],
        filters=[paragraphs],
    )


def places(known: Tree, parent_id: int | None = None, depth: int = 0) -> list[SelectChoice]:
    """Every collection for a select, indented by its depth."""
    found = []
    for node in known.children(parent_id):
        found.append(SelectChoice(node.slug, "\N{EM SPACE}" * depth + node.title))
        found += places(known, node.id, depth + 1)
    return found


def height(node: Node | None) -> int:
    """How many levels a collection takes with those inside it."""
    if node is None:
        return 1
    return 1 + max((height(child) for child in tree().children(node.id)), default=0)


def sent_fields(names: tuple[str, ...]) -> MultiDict[str, str]:
    """The body's fields: a form's, or those of a JSON object, where null is as good as nothing.

    Raises BadBody, or NotText for values of another type.
    """
    if not request.is_json:
        return MultiDict(request.form)
    body = read_json()
    given = {name: body[name] for name in names if body.get(name) is not None}
    wrong = [name for name, value in given.items() if not isinstance(value, str)]
    if wrong:
        raise NotText(wrong)
    return MultiDict(given)


def read_json() -> dict[str, Any]:
    """Raises BadBody for all that is no JSON object, or nested deeper than Python reads."""
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise BadBody from error
    if not isinstance(body, dict):
        raise BadBody
    return body
