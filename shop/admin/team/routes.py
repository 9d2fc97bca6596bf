"""Administrators: who they are, what they may do, adding and removing them."""

from flask import Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import outbox
from shop.access import needs
from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer
from shop.admin.team.forms import InviteForm, RoleForm
from shop.admin.team.listing import COLUMNS, TEAM, file_rows, select_team
from shop.admin.team.words import ABOUT, ROLES, table
from shop.auth import second_factor, team
from shop.auth.models import User
from shop.errors import Conflict
from shop.extensions import db
from shop.outbox import Job
from shop.rights import Right, Role
from shop.web import see_other


@blueprint.get("/team", endpoint="team")
@needs(Right.EDIT_TEAM)
def team_list() -> ResponseReturnValue:
    return _list(InviteForm(blank=True, role=Role.STAFF))


@blueprint.get("/team.csv")
@needs(Right.EDIT_TEAM)
def team_csv() -> Response:
    return csv_answer("team", COLUMNS, file_rows(TEAM.selected(select_team(), TEAM.asked())))


@blueprint.post("/team")
@needs(Right.EDIT_TEAM)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate_on_submit():
        return _list(form)
    try:
        user = team.invite(form.email.data, Role(form.role.data), current_user)
    except team.AlreadyThere:
        form.email.errors = [_("This is an administrator already: open their page below.")]
        return _list(form)
    db.session.commit()
    flash(_("%(email)s is an administrator now, and told so by mail.", email=user.email), "success")
    return see_other(url_for("admin.team"))


@blueprint.get("/team/<int:user_id>")
@needs(Right.EDIT_TEAM)
def team_member(user_id: int) -> ResponseReturnValue:
    member = _member(user_id)
    return _page(member, RoleForm(blank=True, obj=member))


@blueprint.post("/team/<int:user_id>")
@needs(Right.EDIT_TEAM)
def change_role(user_id: int) -> ResponseReturnValue:
    member = _member(user_id)
    team.hold(member)
    form = RoleForm(stored=RoleForm(blank=True, obj=member))
    if not form.validate_on_submit():
        return _page(member, form), 400
    if form.is_outdated:
        return _page(member, form), 409
    _give_role(member, Role(form.role.data))
    db.session.commit()
    said = _("%(name)s is now: %(role)s", name=member.name, role=ROLES[form.role.data])
    flash(said, "success")
    return see_other(url_for("admin.team"))


@blueprint.post("/team/<int:user_id>/remove")
@needs(Right.EDIT_TEAM)
def remove_member(user_id: int) -> ResponseReturnValue:
    """Make an administrator a customer again; who is one already stays it."""
    user = db.get_or_404(User, user_id)
    if user.role:
        _give_role(user, None)
        db.session.commit()
        flash(_("%(name)s is no administrator any more.", name=user.name), "success")
    return see_other(url_for("admin.team"))


@blueprint.post("/team/<int:user_id>/invite")
@needs(Right.EDIT_TEAM)
def invite_again(user_id: int) -> ResponseReturnValue:
    """Mail the invitation once more."""
    member = _member(user_id)
    outbox.post(Job.SEND_INVITATION, user_id=member.id, by=current_user.name)
    trail.note(target_of(member), None, member.email, field="invitation")
    db.session.commit()
    flash(_("The invitation is on its way to %(email)s.", email=member.email), "success")
    return see_other(url_for("admin.team_member", user_id=user_id))


@blueprint.post("/team/<int:user_id>/second-factor/remove")
@needs(Right.EDIT_TEAM)
def remove_members_second_factor(user_id: int) -> ResponseReturnValue:
    """For a colleague whose phone and recovery codes are gone. Their own owners turn off at
    their account, where the password is asked."""
    member = _member(user_id)
    if member.id == current_user.id:
        return see_other(url_for("account.second_factor"))
    second_factor.turn_off(member, but_this_sign_in=False)
    db.session.commit()
    flash(_("%(name)s signs in with the password alone now.", name=member.name), "success")
    return see_other(url_for("admin.team_member", user_id=user_id))


def _member(user_id: int) -> User:
    found = db.select(User).where(User.id == user_id, User.role.is_not(None))
    member: User = db.first_or_404(found)
    return member


def _give_role(user: User, role: Role | None) -> None:
    """team.give_role, with its refusals as answers."""
    try:
        team.give_role(user, role, current_user)
    except team.NoLonger:
        abort(403)
    except team.OwnRole:
        raise _conflict(_("Nobody changes their own role. Ask another owner to do it.")) from None
    except team.LastOwner:
        said = _("This is the shop's only owner. Make somebody else one first.")
        raise _conflict(said) from None


def _conflict(said: str) -> Conflict:
    return Conflict(said, url_for("admin.team"), _("Back to the administrators"))


def _list(form: InviteForm) -> ResponseReturnValue:
    asked = TEAM.asked()
    page = render_template(
        "admin/team/list.html",
        listing=TEAM,
        asked=asked,
        page=TEAM.page(select_team(), asked),
        form=form,
        roles=ROLES,
        about=ABOUT,
        table=table(),
    )
    return page, 400 if form.errors else 200


def _page(member: User, form: RoleForm) -> str:
    seen = max((sign_in.last_seen_at for sign_in in member.sign_ins), default=None)
    return render_template(
        "admin/team/show.html", member=member, form=form, roles=ROLES, about=ABOUT, seen_at=seen
    )
