"""The forms about reviews."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from shop.admin.editing import EditForm
from shop.catalog.forms import LONGEST_TEXT, TOO_LONG, is_text, one_line, paragraphs
from shop.catalog.review_services import LONGEST_REASON

MOST_AT_ONCE = 200  # reviews


class AnswerForm(EditForm):
    """The shop's answer, shown under a review."""

    answer = TextAreaField(
        _l("Your answer"),
        [
            DataRequired(_l("Write a sentence or two.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
            is_text,
        ],
        filters=[paragraphs],
    )


class HideForm(FlaskForm):
    """Why a review is hidden."""

    class Meta:
        csrf = False  # shop.forgery decides

    reason = StringField(
        _l("Why? Its author reads this on the page of the product."),
        [Length(max=LONGEST_REASON, message=TOO_LONG), is_text],
        filters=[one_line],
    )


def chosen_ids() -> list[int]:
    """The ids of the rows that were selected, without junk, MOST_AT_ONCE at most."""
    texts = request.form.getlist("ids")[:MOST_AT_ONCE]
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10]
