"""Who runs the shop: adding administrators, their roles, and ending them."""

import re

import pytest
from at_once import at_once
from factories import PASSWORD, UserFactory
from mails import link_mailed_to

from shop.admin.audit.models import AuditEntry
from shop.auth.models import SecondFactor, SignIn, User
from shop.extensions import db
from shop.mail import mailbox
from shop.outbox import Job
from shop.rights import Role

NEW = "staple battery horse"


@pytest.fixture(autouse=True)
def _empty_mailbox(app):
    mailbox.empty()


def role_of(user):
    db.session.rollback()
    return db.session.get(User, user.id).role


def version_of(client, user):
    page = client.get(f"/admin/team/{user.id}").text
    return re.search(r'name="version"[^>]*value="(\w+)"', page).group(1)


def give(client, user, role, version=None):
    data = {"role": role, "version": version or version_of(client, user)}
    return client.post(f"/admin/team/{user.id}", data=data)


def changes():
    db.session.rollback()
    return [
        change for entry in db.session.scalars(db.select(AuditEntry)) for change in entry.changes
    ]


class TestTheList:
    def test_shows_role_second_factor_and_when_each_was_seen(self, client, administrator):
        guarded = UserFactory(name="Grace Hill", role=Role.PACKER)
        db.session.add(SecondFactor(user_id=guarded.id, secret="A" * 32, last_step=0))
        UserFactory(name="A Customer")
        db.session.commit()
        page = client.get("/admin/team").text
        assert "Grace Hill" in page
        assert "Packer" in page
        assert "Not signed in" in page
        assert "A Customer" not in page

    def test_costs_the_same_for_any_number(self, client, administrator, count_queries):
        few = count_queries(lambda: client.get("/admin/team"))
        for _ in range(5):
            UserFactory(role=Role.READER)
        assert count_queries(lambda: client.get("/admin/team")) == few

    def test_shows_the_table_that_decides(self, client, administrator):
        page = client.get("/admin/team").text
        assert "Who may do what" in page
        assert "Refund, cancel and make orders" in page

    def test_is_there_as_csv(self, client, administrator):
        answer = client.get("/admin/team.csv")
        assert answer.mimetype == "text/csv"
        first, row = answer.text.splitlines()
        assert first == "email,name,role,second_factor,last_seen_at,created_at"
        assert row.startswith(f"{administrator.email},{administrator.name},owner,off,20")

    @pytest.mark.parametrize("role", [Role.STAFF, Role.PACKER, Role.READER])
    def test_is_closed_to_all_but_owners(self, client, sign_in, role):
        sign_in(UserFactory(role=role))
        assert client.get("/admin/team").status_code == 403


class TestAdding:
    def test_gives_an_account_that_is_there_the_role(self, client, administrator, run_jobs):
        customer = UserFactory(email="ben@example.com")
        answer = client.post("/admin/team", data={"email": "Ben@Example.com", "role": "packer"})
        assert answer.status_code == 303
        assert role_of(customer) == Role.PACKER
        assert "ben@example.com" in client.get("/admin/team").text
        run_jobs()
        assert link_mailed_to("ben@example.com") == "/admin/"

    def test_invites_a_new_address_to_choose_a_password(
        self, client, other_client, administrator, run_jobs
    ):
        client.post("/admin/team", data={"email": "ben@example.com", "role": "staff"})
        assert run_jobs() == [Job.SEND_INVITATION]
        link = link_mailed_to("ben@example.com")
        answer = other_client.post(link, data={"password": NEW})
        assert answer.status_code == 303
        assert other_client.get("/admin/").status_code == 200
        assert other_client.post(link, data={"password": NEW}).status_code == 404

    def test_takes_an_unconfirmed_account_from_whoever_signed_up_with_it(
        self, client, other_client, sign_in, administrator
    ):
        stranger = sign_in(UserFactory(email="ben@example.com", confirmed_at=None), other_client)
        client.post("/admin/team", data={"email": "ben@example.com", "role": "owner"})
        assert other_client.get("/admin/").status_code == 302
        data = {"email": stranger.email, "password": PASSWORD}
        assert other_client.post("/auth/login", data=data).status_code == 400

    def test_mails_the_invitation_again(self, client, administrator, run_jobs):
        client.post("/admin/team", data={"email": "ben@example.com", "role": "staff"})
        ben = db.session.scalar(db.select(User).where(User.email == "ben@example.com"))
        assert "not chosen a password" in client.get(f"/admin/team/{ben.id}").text
        client.post(f"/admin/team/{ben.id}/invite")
        assert run_jobs() == [Job.SEND_INVITATION] * 2

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"email": "ben", "role": "staff"}, "email-error"),
            ({"email": "ben@example.com", "role": "king"}, "role-error"),
            ({"email": "ben@example.com"}, "role-error"),
            ({}, "email-error"),
        ],
    )
    def test_refuses_what_is_no_address_or_role(self, client, administrator, data, error):
        answer = client.post("/admin/team", data=data)
        assert answer.status_code == 400
        assert f'id="{error}"' in answer.text

    def test_refuses_who_is_an_administrator_already(self, client, administrator):
        data = {"email": administrator.email, "role": "reader"}
        assert client.post("/admin/team", data=data).status_code == 400
        assert role_of(administrator) == Role.OWNER

    def test_leaves_its_trail(self, client, administrator):
        client.post("/admin/team", data={"email": UserFactory().email, "role": "packer"})
        assert [(c["field"], c["before"], c["after"]) for c in changes()] == [
            ("role", None, "packer")
        ]


class TestChangingARole:
    def test_holds_from_the_next_request(self, client, other_client, sign_in, administrator):
        member = sign_in(UserFactory(role=Role.OWNER), other_client)
        assert other_client.get("/admin/team").status_code == 200
        assert give(client, member, "reader").status_code == 303
        assert other_client.get("/admin/team").status_code == 403
        assert other_client.get("/admin/").status_code == 200

    def test_nobody_changes_their_own(self, client, administrator):
        UserFactory(role=Role.OWNER)
        answer = client.post(f"/admin/team/{administrator.id}/remove")
        assert answer.status_code == 409
        assert 'href="/admin/team"' in answer.text
        assert role_of(administrator) == Role.OWNER

    def test_never_overwrites_what_somebody_else_saved_meanwhile(
        self, client, other_client, sign_in, administrator
    ):
        sign_in(UserFactory(role=Role.OWNER), other_client)
        member = UserFactory(role=Role.READER)
        version = version_of(client, member)
        assert give(other_client, member, "staff").status_code == 303
        answer = give(client, member, "packer", version)
        assert answer.status_code == 409
        table = answer.text[answer.text.index("Somebody else has changed") :]
        assert "Staff: " in table
        assert "Packer: " in table
        assert role_of(member) == Role.STAFF

    def test_saving_again_after_that_means_it(self, client, administrator):
        member = UserFactory(role=Role.READER)
        answer = give(client, member, "packer", "of another day")
        version = re.search(r'name="version"[^>]*value="(\w+)"', answer.text).group(1)
        assert give(client, member, "packer", version).status_code == 303
        assert role_of(member) == Role.PACKER

    def test_unknown_roles_and_people_are_refused(self, client, administrator):
        assert give(client, UserFactory(role=Role.READER), "king").status_code == 400
        assert client.get(f"/admin/team/{UserFactory().id}").status_code == 404
        assert client.post("/admin/team/4711/remove").status_code == 404


class TestRemoving:
    def test_leaves_a_customer_who_may_shop(self, client, other_client, sign_in, administrator):
        member = sign_in(UserFactory(role=Role.STAFF), other_client)
        assert client.post(f"/admin/team/{member.id}/remove").status_code == 303
        assert other_client.get("/admin/").status_code == 403
        assert other_client.get("/account").status_code == 200

    def test_twice_is_once(self, client, administrator):
        member = UserFactory(role=Role.STAFF)
        for _ in range(2):
            assert client.post(f"/admin/team/{member.id}/remove").status_code == 303
        assert len(changes()) == 1

    @pytest.mark.parametrize("round_", range(3))
    def test_two_owners_who_remove_each_other_leave_one(
        self, app, client, other_client, sign_in, round_
    ):
        first = sign_in(UserFactory(role=Role.OWNER))
        second = sign_in(UserFactory(role=Role.OWNER), other_client)
        urls = [f"/admin/team/{user.id}/remove" for user in (second, first)]
        answers = at_once(app, [lambda: client.post(urls[0]), lambda: other_client.post(urls[1])])
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses[0] == 303
        assert statuses[1] in (403, 409)
        left = db.session.scalars(db.select(User.id).where(User.role == Role.OWNER)).all()
        assert len(left) == 1

    def test_two_demotions_at_once_leave_an_owner(self, app, client, other_client, sign_in):
        first = sign_in(UserFactory(role=Role.OWNER))
        second = sign_in(UserFactory(role=Role.OWNER), other_client)
        forms = [
            (f"/admin/team/{user.id}", {"role": "staff", "version": version_of(browser, user)})
            for browser, user in ((client, second), (other_client, first))
        ]
        answers = at_once(
            app,
            [
                lambda: client.post(forms[0][0], data=forms[0][1]),
                lambda: other_client.post(forms[1][0], data=forms[1][1]),
            ],
        )
        assert sorted(answer.status_code for answer in answers)[0] == 303
        assert {role_of(first), role_of(second)} == {Role.OWNER, Role.STAFF}


class TestALostPhone:
    def test_an_owner_turns_the_second_factor_of_a_colleague_off(
        self, client, administrator, run_jobs
    ):
        member = UserFactory(role=Role.STAFF)
        db.session.add(SecondFactor(user_id=member.id, secret="A" * 32, last_step=0))
        db.session.commit()
        answer = client.post(f"/admin/team/{member.id}/second-factor/remove")
        assert answer.status_code == 303
        assert db.session.get(SecondFactor, member.id) is None
        run_jobs()
        assert mailbox.mails()[0].subject == "Your second factor is off"
        assert "A" * 32 not in str(changes())

    def test_their_own_is_turned_off_with_the_password(self, client, administrator):
        answer = client.post(f"/admin/team/{administrator.id}/second-factor/remove")
        assert answer.location == "/account/second-factor"
        assert db.session.scalars(db.select(SignIn)).one().user_id == administrator.id
