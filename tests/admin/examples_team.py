"""A request that works for each of the team's endpoints that change something."""

from factories import UserFactory

from shop.admin.team.forms import RoleForm
from shop.auth.models import SecondFactor
from shop.extensions import db
from shop.rights import Role


def invite():
    return "/admin/team", {"email": "new@example.com", "role": Role.STAFF}


def change_role():
    member = UserFactory(role=Role.READER)
    version = RoleForm(blank=True, obj=member).version.data
    return f"/admin/team/{member.id}", {"role": Role.PACKER, "version": version}


def remove_member():
    return f"/admin/team/{UserFactory(role=Role.READER).id}/remove", {}


def invite_again():
    return f"/admin/team/{UserFactory(role=Role.READER, confirmed_at=None).id}/invite", {}


def remove_members_second_factor():
    member = UserFactory(role=Role.READER)
    db.session.add(SecondFactor(user_id=member.id, secret="A" * 32, last_step=0))
    db.session.commit()
    return f"/admin/team/{member.id}/second-factor/remove", {}


EXAMPLES = {
    "admin.invite": invite,
    "admin.change_role": change_role,
    "admin.remove_member": remove_member,
    "admin.invite_again": invite_again,
    "admin.remove_members_second_factor": remove_members_second_factor,
}
