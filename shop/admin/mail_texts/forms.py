"""The form of a letter's words."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from shop.admin.editing import EditForm
from shop.catalog.forms import TOO_LONG, is_text, one_line, paragraphs
from shop.mail import drafts
from shop.mail.letters import Letter
from shop.mail.sandbox import LONGEST_BODY, LONGEST_SUBJECT
from shop.mail.texts import BodyRefused, SubjectRefused


class MailTextForm(EditForm):
    """Subject and body of the letter `name`. `letter` is the sample in them once it is valid."""

    subject = StringField(
        _l("Subject"),
        [
            DataRequired(_l("Give it a subject.")),
            Length(max=LONGEST_SUBJECT, message=TOO_LONG),
            is_text,
        ],
        filters=[one_line],
    )
    body = TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("A letter needs words.")),
            Length(max=LONGEST_BODY, message=TOO_LONG),
            is_text,
        ],
        filters=[paragraphs],
    )
    letter: Letter | None = None

    @property
    def frame(self) -> str:
        """The sample's HTML without its sheet for the dark, which the page's policy forbids."""
        html = self.letter.html if self.letter else ""
        return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)

    def is_sound(self, name: str) -> bool:
        """Whether it was sent, and the letter `name` can be written in these words."""
        return bool(self.validate_on_submit()) and self.look(name)

    def look(self, name: str) -> bool:
        """Write the sample; False where these words do not allow it, with the reason beside."""
        try:
            self.letter = drafts.checked(name, self.subject.data or "", self.body.data or "")
        except SubjectRefused as refused:
            self.subject.errors = [str(refused)]
        except BodyRefused as refused:
            self.body.errors = [str(refused)]
        return self.letter is not None
