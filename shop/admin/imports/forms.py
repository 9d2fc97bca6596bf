"""The form that takes a catalog file."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class UploadForm(FlaskForm):
    """A catalog file; what is wrong inside it, reading it tells."""

    class Meta:
        csrf = False  # shop.forgery decides

    file = FileField(_l("Catalog file (CSV)"), validators=[FileRequired(_l("Choose a file."))])
