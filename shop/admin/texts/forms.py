"""The forms of what the catalog says in another language. Nothing in them must be filled in."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from shop.admin.editing import Difference, EditForm
from shop.catalog.forms import LONGEST_TEXT, LONGEST_TITLE, TOO_LONG, is_text, one_line, paragraphs
from shop.pages.models import LONGEST_BODY

MOST_WORDS = 100  # on one page
LONGEST_DESCRIPTION = 20_000
LONGEST_OF_A_WORD = 250
Word = tuple[str, str]  # field and word


def line(label: Any, longest: int) -> StringField:
    checks = [Length(max=longest, message=TOO_LONG), is_text]
    return StringField(label, checks, filters=[one_line])


def text(label: Any, longest: int) -> TextAreaField:
    checks = [Length(max=longest, message=TOO_LONG), is_text]
    return TextAreaField(label, checks, filters=[paragraphs])


class WordRow(Form):
    """A word, and what it is in the other language."""

    kind = HiddenField()
    word = HiddenField()
    text = line("", LONGEST_OF_A_WORD)


class WordsForm(EditForm):
    """Many words, each in a row of its own."""

    words = FieldList(FormField(WordRow), _("Words"), max_entries=MOST_WORDS)

    @property
    def texts(self) -> dict[Word, str]:
        rows = [row.form for row in self.words]
        return {(row.kind.data or "", row.word.data or ""): row.text.data or "" for row in rows}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_right = bool(super().validate(*args, **kwargs))
        inner = [error for row in self.words for error in row.form.text.errors]
        self.words.errors = list(dict.fromkeys(inner))
        return is_right

    def fields(self) -> Iterator[tuple[Any, str, str]]:
        """Of each text: its key, its label, itself."""
        for key, said in self.texts.items():
            yield key, key[1], said

    def digest(self) -> str:
        values = [(key, said) for key, _label, said in self.fields()]
        return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:32]

    def differences(self) -> list[Difference]:
        stored = {key: said for key, _label, said in self.stored.fields()} if self.stored else {}  # type: ignore[attr-defined]
        return [
            Difference(label, stored.get(key, ""), said)
            for key, label, said in self.fields()
            if stored.get(key, "") != said
        ]


class TextsForm(WordsForm):
    """What one thing says; the rows are of its pictures."""

    NAMES: tuple[str, ...] = ()

    def fields(self) -> Iterator[tuple[Any, str, str]]:
        for name in self.NAMES:
            yield name, str(self[name].label.text), self[name].data or ""
        yield from super().fields()

    @property
    def values(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in self.NAMES}


class ProductTexts(TextsForm):
    NAMES = ("title", "description", "seo_title", "seo_description")

    title = line(_("Title"), 160)
    description = text(_("Description"), LONGEST_DESCRIPTION)
    seo_title = line(_("Title for search engines"), 120)
    seo_description = line(_("Description for search engines"), 320)


class CollectionTexts(TextsForm):
    NAMES = ("title", "description")

    title = line(_("Title"), LONGEST_TITLE)
    description = text(_("Description"), LONGEST_TEXT)


class PageTexts(TextsForm):
    NAMES = ("title", "body")

    title = line(_("Title"), LONGEST_TITLE)
    body = text(_("Text"), LONGEST_BODY)


def rows_of(words: Mapping[Word, str]) -> list[dict[str, str]]:
    """The rows' data."""
    return [{"kind": kind, "word": word, "text": said} for (kind, word), said in words.items()]
