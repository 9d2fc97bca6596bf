"""The form of a page."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from shop.admin.editing import EditForm
from shop.catalog.forms import TOO_LONG, is_text, one_line, paragraphs
from shop.catalog.slugs import slug_of
from shop.pages.models import LONGEST_BODY, LONGEST_SLUG, LONGEST_TITLE
from shop.pages.services import is_slug

MOST_POSITION = 1000
WHOLE = _l("Give a whole number from 0 to %(max)s.")


class PageForm(EditForm):
    """The words of a page, its address, and where it is linked."""

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give it a title.")),
            Length(max=LONGEST_TITLE, message=TOO_LONG),
            is_text,
        ],
        filters=[one_line],
    )
    slug = StringField(_l("Address"), filters=[one_line])
    body = TextAreaField(
        _l("Text"),
        [Length(max=LONGEST_BODY, message=TOO_LONG), is_text],
        filters=[paragraphs],
    )
    is_published = BooleanField(_l("Published"))
    in_footer = BooleanField(_l("Linked at the foot of every page"), default=True)
    at_checkout = BooleanField(_l("Linked where an order is placed"))
    position = IntegerField(
        _l("Place among the links"),
        [InputRequired(WHOLE), NumberRange(0, MOST_POSITION, WHOLE)],
        default=0,
    )

    def validate_slug(self, field: StringField) -> None:
        """Empty, it is made from the title."""
        field.data = field.data or slug_of(self.title.data or "", "page")[:LONGEST_SLUG].strip("-")
        if not is_slug(field.data):
            raise ValidationError(
                gettext("Use small letters, digits and hyphens, at most %(max)s.", max=LONGEST_SLUG)
            )

    @property
    def values(self) -> dict[str, Any]:
        """What is kept, by the names of its columns."""
        return {name: value for name, value in self.data.items() if name != "version"}
