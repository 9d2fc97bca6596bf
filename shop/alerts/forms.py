"""The form on the page of a product that is sold out."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import DataRequired

from shop.auth.forms import Form, email_field
from shop.catalog.models import Variant


class AlertForm(Form):
    """Of what to tell, and whom."""

    id_prefix = "alert-"

    variant = SelectField(_("What"), [DataRequired(_("Choose one."))])
    email = email_field()

    def __init__(self, variants: list[Variant], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by_id = {str(variant.id): variant for variant in variants}
        self.variant.choices = [(id_, id_) for id_ in self.by_id]

    @property
    def chosen(self) -> Variant:
        return self.by_id[self.variant.data]
