"""rq-dashboard under /admin/rq."""

import pytest
from rq import Queue

from shop import outbox, redis
from shop.extensions import db
from shop.outbox import Job
from shop.redis import redis_client

GET = [
    "/admin/rq/",
    "/admin/rq/0/view/workers",
    "/admin/rq/0/view/jobs",
    "/admin/rq/0/view/jobs/default/failed/8/asc/1",
    "/admin/rq/0/data/queues.json",
    "/admin/rq/0/data/workers.json",
    "/admin/rq/0/data/jobs/default/queued/8/asc/1.json",
]
POST = [
    "/admin/rq/job/some-job/delete",
    "/admin/rq/job/some-job/requeue",
    "/admin/rq/requeue/default",
    "/admin/rq/queue/default/queued/empty",
    "/admin/rq/queue/default/compact",
]


@pytest.fixture
def job_id(app):
    """A job that waits."""
    row = outbox.post(Job.SEND_EMAIL_CHANGE, user_id=1, email="<b>a</b>@example.com")
    db.session.commit()
    return row.id


class TestStrangers:
    @pytest.mark.parametrize("path", [*GET, "/admin/rq/static/js/jquery-3.5.1.min.js"])
    def test_are_asked_to_sign_in(self, client, path):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/auth/login?next=")

    @pytest.mark.parametrize("path", POST)
    def test_cannot_change_anything(self, client, job_id, path):
        assert client.post(path).status_code == 401
        assert Queue(outbox.QUEUE, connection=redis_client()).get_job_ids() == [job_id]

    @pytest.mark.parametrize("path", [*GET, *POST])
    def test_customers_are_refused(self, client, customer, path):
        method = client.get if path in GET else client.post
        assert method(path).status_code == 403


class TestAdministrators:
    @pytest.mark.parametrize("path", GET)
    def test_see_every_page(self, client, administrator, job_id, path):
        assert client.get(path).status_code == 200

    def test_see_a_job(self, client, administrator, job_id):
        assert client.get(f"/admin/rq/0/view/job/{job_id}").status_code == 200
        shown = client.get(f"/admin/rq/0/data/job/{job_id}.json").json
        assert shown["description"].startswith("tasks.mail.send_email_change(")

    def test_job_texts_are_only_texts(self, client, administrator, job_id):
        """Its scripts put them into the page as HTML."""
        shown = client.get("/admin/rq/0/data/jobs/default/queued/8/asc/1.json").json
        assert "&lt;b&gt;a&lt;/b&gt;" in shown["jobs"][0]["description"]
        assert "<b>" not in client.get(f"/admin/rq/0/data/job/{job_id}.json").text

    def test_delete_a_job_from_its_page(self, client, administrator, job_id):
        assert client.post(f"/admin/rq/job/{job_id}/delete").json == {"status": "OK"}
        assert Queue(outbox.QUEUE, connection=redis_client()).get_job_ids() == []

    @pytest.mark.parametrize("path", POST)
    def test_cannot_be_tricked_by_another_site(self, client, administrator, job_id, path):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(path, headers=headers).status_code == 400
        assert Queue(outbox.QUEUE, connection=redis_client()).get_job_ids() == [job_id]

    def test_cannot_requeue_by_a_link(self, client, administrator):
        assert client.get("/admin/rq/requeue/default").status_code == 405
        assert client.head("/admin/rq/requeue/default").status_code == 405
        assert client.post("/admin/rq/requeue/default").json == {"count": 0, "status": "OK"}

    @pytest.mark.parametrize(
        "path",
        [
            "/admin/rq/0/view/job/unknown",
            "/admin/rq/0/data/job/unknown.json",
            "/admin/rq/0/data/job/%00.json",
            "/admin/rq/0/data/job/%ED%A0%80.json",
            "/admin/rq/0/view/job/" + "x" * 3000,
            "/admin/rq/1/",
            "/admin/rq/1/data/queues.json",
            "/admin/rq/0/data/jobs/default/nowhere/8/asc/1.json",
            "/admin/rq/0/data/jobs/default/queued/8/up/1.json",
            "/admin/rq/0/data/jobs/default/queued/0/asc/1.json",
            "/admin/rq/0/data/jobs/default/queued/eight/asc/1.json",
            "/admin/rq/0/data/jobs/default/queued/8/asc/-1.json",
            "/admin/rq/0/data/jobs/default/queued/8/asc/99999999999999999999.json",
            "/admin/rq/0/view/jobs/default/queued/0/asc/1",
        ],
    )
    def test_find_nothing_at_made_up_addresses(self, client, administrator, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        "path", ["/admin/rq/job/unknown/requeue", "/admin/rq/queue/default/nowhere/empty"]
    )
    def test_change_nothing_that_is_not_there(self, client, administrator, path):
        assert client.post(path).status_code == 404

    def test_job_that_never_failed_is_not_requeued(self, client, administrator, job_id):
        assert client.post(f"/admin/rq/job/{job_id}/requeue").status_code == 404

    def test_read_that_redis_is_away(self, client, administrator, app, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "redis", redis.connect("redis://127.0.0.1:1"))
            answers = [client.get(path) for path in GET]
        for answer in answers:
            assert answer.status_code == 503
            assert "Redis is away" in answer.text
            assert answer.headers["Retry-After"]


class TestPolicy:
    def test_runs_only_its_own_scripts(self, client, administrator):
        answer = client.get("/admin/rq/")
        policy = answer.headers["Content-Security-Policy"]
        nonce = policy.split("'nonce-")[1].split("'")[0]
        assert f'<script nonce="{nonce}"' in answer.text
        assert "<script " not in answer.text.replace(f'<script nonce="{nonce}"', "")
        assert "script-src 'self' 'nonce-" in policy
        scripts = policy.split("script-src")[1].split(";")[0]
        assert "unsafe-inline" not in scripts

    def test_is_relaxed_for_it_alone(self, client, administrator):
        assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]
