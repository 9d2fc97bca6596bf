"""The forms of the team's pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from shop.admin.editing import EditForm
from shop.admin.team.words import ABOUT, ROLES
from shop.auth.forms import Form, email_field
from shop.rights import Role


def role_field() -> SelectField:
    choices = [SelectChoice(str(role), _named(role)) for role in Role]
    return SelectField(_l("Role"), [DataRequired(_l("Choose a role."))], choices=choices)


def _named(role: Role) -> Any:
    return _l("%(role)s: %(about)s", role=ROLES[role], about=ABOUT[role])


class InviteForm(Form):
    email = email_field()
    role = role_field()


class RoleForm(EditForm):
    role = role_field()
