"""The worker as a process: it does jobs, survives kills, and ends when asked."""

from types import SimpleNamespace

import pytest
from factories import UserFactory
from processes import running, wait_until
from rq import Worker
from smtp_server import smtp_server

from shop import outbox
from shop.extensions import db
from shop.outbox import Job, OutboxJob
from shop.redis import redis_client

pytestmark = pytest.mark.slow

WORKER = "tasks.worker"


@pytest.fixture
def server():
    with smtp_server() as server:
        yield server


@pytest.fixture
def variables(environ, server):
    return environ | {"MAIL_URL": server.url, "SWEEP_INTERVAL": "1"}


@pytest.fixture(scope="class")
def running_worker(migrated_app, environ):
    """A worker for the tests that leave it alive, and the mail server that it sends to."""
    with (
        smtp_server() as server,
        running(environ, WORKER, MAIL_URL=server.url, SWEEP_INTERVAL=1) as process,
    ):
        yield SimpleNamespace(server=server, process=process)


def make_user():
    user_id = UserFactory().id
    db.session.rollback()  # a test's transactions that read first cannot write later
    return user_id


def post_welcome():
    user_id = make_user()
    job_id = outbox.post(Job.SEND_WELCOME, user_id=user_id).id
    db.session.commit()
    return job_id


def is_done(job_id):
    return db.session.scalar(db.select(OutboxJob.done_at).where(OutboxJob.id == job_id))


def count_workers():
    return Worker.count(connection=redis_client())


class TestLivingWorker:
    def test_sends_the_mail_that_was_asked_for(self, app, running_worker):
        job_id = post_welcome()
        wait_until(lambda: is_done(job_id))
        assert running_worker.server.taken[-1]["Message-ID"] == f"<{job_id}@localhost>"
        assert running_worker.server.taken[-1]["Subject"] == "Welcome to Wrenfield"

    def test_sweeps_by_itself_where_no_scheduler_runs(self, app, running_worker):
        wait_until(lambda: count_workers() == 1)
        user_id = make_user()
        row = OutboxJob(id="1" * 32, name=Job.SEND_WELCOME, arguments={"user_id": user_id})
        db.session.add(row)  # and nobody offers it to RQ
        db.session.commit()
        wait_until(lambda: is_done("1" * 32))
        assert running_worker.server.taken[-1]["Message-ID"] == f"<{'1' * 32}@localhost>"

    def test_is_listed_again_after_redis_was_wiped(self, app, running_worker):
        wait_until(lambda: count_workers() == 1)
        redis_client().flushdb()
        assert count_workers() == 0
        wait_until(lambda: count_workers() == 1)


def test_works_without_forking_and_ends_when_asked(app, variables, server):
    with running(variables, WORKER, SHOP_WORKER="simple") as worker:
        job_id = post_welcome()
        wait_until(lambda: is_done(job_id))
        assert worker.end() == 0
    assert len(server.taken) == 1


def test_mail_still_leaves_after_kill_9_in_the_middle_of_it(app, variables, server):
    """The claim lapses and the next worker's sweep offers the job again.

    With the settings of a real shop: 45 + 3 seconds for the claim, 15 for the sweep.
    """
    server.takes = 5
    job_id = post_welcome()
    with running(variables, WORKER, JOB_TIMEOUT=2) as worker:
        wait_until(lambda: server.began)
        worker.kill()
    assert server.taken == []
    assert not is_done(job_id)
    server.takes = 0
    with running(variables, WORKER, JOB_TIMEOUT=2):
        wait_until(lambda: is_done(job_id))
    assert len(server.taken) == 1
    assert {mail["Message-ID"] for mail in server.began} == {f"<{job_id}@localhost>"}


def test_job_in_hand_is_finished_before_the_worker_ends(app, variables, server):
    server.takes = 1
    job_id = post_welcome()
    with running(variables, WORKER) as worker:
        wait_until(lambda: server.began)
        assert worker.end() == 0
    assert len(server.taken) == 1
    db.session.rollback()
    assert is_done(job_id)


def test_job_that_takes_too_long_is_ended_and_tried_again_later(
    app, variables, server, monkeypatch
):
    monkeypatch.setitem(app.config, "JOB_TIMEOUT", 1)  # whoever offers a job tells RQ
    server.takes = 4
    job_id = post_welcome()
    with running(variables, WORKER, JOB_TIMEOUT=1):
        wait_until(
            lambda: db.session.scalar(db.select(OutboxJob.error).where(OutboxJob.id == job_id))
        )
    row = db.session.get(OutboxJob, job_id)
    assert "JobTimeoutException" in row.error
    assert row.due_at > row.created_at


def test_two_workers_send_each_mail_once(app, variables, server):
    with running(variables, WORKER), running(variables, WORKER):
        job_ids = [post_welcome() for _ in range(10)]
        wait_until(lambda: all(map(is_done, job_ids)))
    assert len(server.taken) == 10


def test_refuses_to_start_with_a_setting_that_is_wrong(variables):
    with running(variables, WORKER, MAIL_URL="gopher://x") as worker:
        assert worker.popen.wait(20) == 1
        assert "MAIL_URL" in worker.output()
