"""Every address of the back office is closed to whoever lacks its right, and leaves a trail.

Each topic has a module `examples_<topic>.py` beside this one: for every unsafe endpoint a
function that makes what it needs and returns an address and a form that the view accepts.
"""

import hashlib
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from factories import UserFactory

from shop import access
from shop.admin.audit.models import AuditEntry
from shop.auth.models import SignIn, User
from shop.database import SAFE_METHODS
from shop.extensions import db
from shop.rights import TABLE, Right, Role

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("examples_*.py"))
EXAMPLES = {
    endpoint: example
    for module in MODULES
    for endpoint, example in import_module(module).EXAMPLES.items()
}
# They only show something, but take a form too long for an address.
NO_CHANGE: set[str] = set()


def rules(app, *, safe):
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"OPTIONS", "HEAD"})
        if rule.endpoint.startswith("admin.") and (method in SAFE_METHODS) == safe
    ]


def unsafe_endpoints(app):
    return {rule.endpoint for rule, _ in rules(app, safe=False)}


def fingerprint():
    db.session.rollback()
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        if table.name not in (SignIn.__tablename__, "outbox_jobs"):
            for row in sorted(map(repr, db.session.execute(db.select(table)))):
                digest.update(f"{table.name} {row}\n".encode())
    db.session.rollback()
    return digest.hexdigest()


def again(data):
    """The same form once more: sending a file closes it."""
    return {
        name: (BytesIO(value[0].getvalue()), *value[1:]) if isinstance(value, tuple) else value
        for name, value in data.items()
    }


def entries():
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count(AuditEntry.id)))


def test_every_view_asks_for_a_right(app):
    for safe in (True, False):
        for rule, method in rules(app, safe=safe):
            need = access.needed(rule.endpoint, method)
            assert isinstance(need, Right), rule.endpoint
            if not safe:
                assert not need.value.startswith("see_"), rule.endpoint


def test_every_right_is_in_the_table_and_the_owner_has_it():
    assert set(TABLE) == set(Right)
    assert all(Role.OWNER in roles for roles in TABLE.values())


def test_every_change_has_an_example(app):
    assert unsafe_endpoints(app) == set(EXAMPLES)


@pytest.mark.parametrize("endpoint", sorted(EXAMPLES))
class TestEachChange:
    def test_is_for_those_with_the_right_alone(self, app, client, sign_in, endpoint):
        url, data = EXAMPLES[endpoint]()
        before = fingerprint()
        assert client.post(url, data=again(data)).status_code == 401
        need = access.needed(endpoint, "POST")
        for role in (None, *(role for role in Role if role not in TABLE[need])):
            user = UserFactory(role=role)
            browser = app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            sign_in(user, browser)
            assert browser.post(url, data=again(data)).status_code == 403, role
            db.session.execute(db.delete(User).where(User.id == user.id))
            db.session.commit()
        assert fingerprint() == before

    def test_leaves_its_trail(self, client, administrator, endpoint):
        url, data = EXAMPLES[endpoint]()
        before = entries()
        answer = client.post(url, data=data, content_type="multipart/form-data")
        assert answer.status_code in (200, 303), (answer.status_code, answer.text[-3000:])
        if endpoint not in NO_CHANGE:
            assert entries() > before


def pages(app):
    """The addresses of the back office that need nothing but themselves."""
    return [rule.rule for rule, _ in rules(app, safe=True) if not rule.arguments]


def test_strangers_are_sent_to_sign_in_and_customers_are_refused(
    app, client, other_client, sign_in
):
    sign_in(UserFactory(), other_client)
    for url in pages(app):
        assert client.get(url).headers["Location"].startswith("/auth/login?next="), url
        assert other_client.get(url).status_code == 403, url


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_its_menu_shows_and_no_more(app, client, sign_in, role):
    sign_in(UserFactory(role=role))
    for rule, method in rules(app, safe=True):
        if rule.arguments:
            continue
        may = role in TABLE[access.needed(rule.endpoint, method)]
        answer = client.get(rule.rule, buffered=True)
        assert (answer.status_code == 403) == (not may), rule.rule
        assert answer.status_code < 500
    page = client.get("/admin/").text
    for rule, method in rules(app, safe=True):
        if not rule.arguments and role not in TABLE[access.needed(rule.endpoint, method)]:
            assert f'href="{rule.rule}"' not in page, rule.rule
