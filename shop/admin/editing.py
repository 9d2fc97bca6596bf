"""Two administrators at one thing: who saves second is shown what the first one saved.

An EditForm carries a digest of what was stored when its page was drawn. Where that is no longer
what is stored, nothing is saved: the page comes back with 409, what was typed still in its
fields, and both versions of each field that differs. Saving again then means it.

    stored = ProductForm(obj=product, blank=True)      # as the row is now, held until the commit
    form = ProductForm(stored=stored)                  # as it was sent
    if not form.validate_on_submit(): …                # 400
    if form.is_outdated: …                             # 409; form.differences() for the page
"""

import hashlib
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FileField, FormField, HiddenField

from shop.extensions import db

LEFT_OUT = ("version", "csrf_token")


class Difference(NamedTuple):
    """A field that somebody else has changed meanwhile."""

    label: str
    stored: str
    typed: str


class EditForm(FlaskForm):
    """A form over something that is stored already.

    blank=True: filled from `obj` and deaf to the request. stored: such a blank form of the same
    thing, which the sent one is compared with; its version becomes this form's.
    """

    class Meta:
        csrf = False  # shop.forgery decides

    version = HiddenField()

    def __init__(self, *, blank: bool = False, stored: "EditForm | None" = None, **kwargs: Any):
        if blank:
            kwargs["formdata"] = None
        super().__init__(**kwargs)
        self.stored = stored
        self.sent_version = self.version.data or ""
        self.version.data = (stored or self).digest()

    def digest(self) -> str:
        """Stands for the values of all fields."""
        values = [(f.name, as_text(f)) for f in self if _is_kept(f)]
        return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def is_outdated(self) -> bool:
        """Whether what was stored has changed since the page of this form was drawn."""
        return self.stored is not None and self.sent_version != self.stored.digest()

    def differences(self) -> list[Difference]:
        """What is stored now and what was typed, field by field where they differ."""
        pairs = [] if self.stored is None else zip(self.stored, self, strict=True)
        return [
            Difference(str(typed.label.text), as_text(stored), as_text(typed))
            for stored, typed in pairs
            if _is_kept(typed) and as_text(stored) != as_text(typed)
        ]


def _is_kept(field: Field) -> bool:
    return field.name not in LEFT_OUT and not isinstance(field, FileField)


def as_text(field: Field) -> str:
    """A field's value as its control shows it."""
    if isinstance(field, BooleanField):
        return str(_("yes") if field.data else _("no"))
    rows: list[Any] = getattr(field, "iter_choices", list)()
    choices = {str(row[0]): str(row[1]) for row in rows}
    if choices:
        data = field.data if isinstance(field.data, list | tuple | set) else [field.data]
        return ", ".join(choices.get(str(value), str(value)) for value in data if value is not None)
    if isinstance(field, FormField):
        return ", ".join(filter(None, map(as_text, field.form)))
    if hasattr(field, "entries"):
        return "; ".join(filter(None, map(as_text, field.entries)))
    if hasattr(field, "_value"):
        return str(field._value()).replace("\r\n", "\n").strip()
    return str(field.data)


def hold(row: Any) -> None:
    """Lock the row until the commit and read it anew, so that comparing and saving are one."""
    db.session.flush()
    db.session.refresh(row, with_for_update={"of": type(row)})  # not what is read along with it
