"""Jobs: posted with the change that asks for them, done once, tried again, never lost."""

from datetime import timedelta

import pytest
from factories import UserFactory
from rq import Queue
from rq.job import Job as RQJob

from shop import clock, outbox
from shop.auth.models import User
from shop.extensions import db
from shop.outbox import Job, OutboxJob
from shop.redis import redis_client
from tasks import mail as mail_tasks
from tasks import outbox as outbox_tasks


@pytest.fixture
def ran(monkeypatch):
    """What SEND_WELCOME was called with, instead of sending mail."""
    calls = []
    monkeypatch.setattr(mail_tasks, "send_welcome", lambda **arguments: calls.append(arguments))
    return calls


@pytest.fixture
def failing(monkeypatch):
    """Have SEND_WELCOME fail."""

    def fail(**_arguments):
        raise ConnectionError("the mail server is away")

    monkeypatch.setattr(mail_tasks, "send_welcome", fail)


def post(user_id=1, **options):
    row = outbox.post(Job.SEND_WELCOME, user_id=user_id, **options)
    db.session.commit()
    return row.id


def queued():
    return Queue(outbox.QUEUE, connection=redis_client()).get_job_ids()


def row_of(job_id):
    db.session.expire_all()
    return db.session.get(OutboxJob, job_id)


def later(**time):
    clock.travel_to(clock.now() + timedelta(**time))


class TestPosting:
    def test_job_is_offered_once_its_change_is_committed(self, app):
        row = outbox.post(Job.SEND_WELCOME, user_id=1)
        assert queued() == []
        db.session.commit()
        assert queued() == [row.id]

    def test_job_is_gone_with_the_change_that_was_rolled_back(self, app):
        outbox.post(Job.SEND_WELCOME, user_id=1)
        db.session.rollback()
        db.session.commit()
        assert queued() == []
        assert db.session.scalar(db.select(OutboxJob)) is None

    def test_job_of_a_savepoint_waits_for_the_real_commit(self, app):
        with db.session.begin_nested():
            row = outbox.post(Job.SEND_WELCOME, user_id=1)
        assert queued() == []
        db.session.commit()
        assert queued() == [row.id]

    def test_job_posted_before_a_savepoint_survives_its_rollback(self, app):
        first = outbox.post(Job.SEND_WELCOME, user_id=1)
        savepoint = db.session.begin_nested()
        outbox.post(Job.SEND_WELCOME, user_id=2)
        savepoint.rollback()
        db.session.commit()
        assert first.id in queued()
        assert db.session.scalars(db.select(OutboxJob.id)).all() == [first.id]

    def test_job_of_a_savepoint_that_was_rolled_back_does_nothing(self, app, ran):
        savepoint = db.session.begin_nested()
        outbox.post(Job.SEND_WELCOME, user_id=2)
        savepoint.rollback()
        db.session.commit()
        for job_id in queued():
            outbox_tasks.perform(job_id)
        assert ran == []

    def test_job_with_a_delay_is_offered_only_after_it(self, app):
        job_id = post(delay=timedelta(hours=1))
        outbox_tasks.sweep()
        assert queued() == []
        later(hours=1, seconds=1)
        outbox_tasks.sweep()
        assert queued() == [job_id]

    def test_mail_waits_in_another_queue_than_pictures(self, app):
        outbox.post(Job.RENDER_PICTURE, picture_id=1)
        mail = post()
        assert queued() == [mail]
        assert len(outbox.queued_ids()) == 2

    def test_argument_that_is_no_json_is_refused_at_once(self, app):
        with pytest.raises(TypeError):
            outbox.post(Job.SEND_WELCOME, user=User())

    def test_many_jobs_are_offered_in_one_exchange(self, app):
        for number in range(50):
            outbox.post(Job.SEND_WELCOME, user_id=number)
        db.session.commit()
        assert len(queued()) == 50

    def test_rq_is_told_how_long_each_job_may_take(self, app):
        row = outbox.post(Job.RENDER_PICTURE, picture_id=1)
        db.session.commit()
        times = [
            RQJob.fetch(job_id, connection=redis_client()).timeout for job_id in (row.id, post())
        ]
        assert times == [240, 45]


class TestPerforming:
    def test_job_is_done_once_however_often_it_is_offered(self, app, ran):
        job_id = post(user_id=7)
        outbox_tasks.perform(job_id)
        outbox_tasks.perform(job_id)
        assert ran == [{"user_id": 7}]
        assert row_of(job_id).done_at
        assert row_of(job_id).attempts == 1

    def test_job_in_another_workers_hands_is_left_alone(self, app, monkeypatch):
        calls = []

        def perform_again(**_arguments):
            calls.append(1)
            outbox_tasks.perform(job_id)  # as a second worker would, at the same time

        monkeypatch.setattr(mail_tasks, "send_welcome", perform_again)
        job_id = post()
        outbox_tasks.perform(job_id)
        assert calls == [1]

    def test_claim_of_a_worker_that_died_lapses(self, app, monkeypatch, ran):
        def die(**_arguments):
            raise SystemExit  # nothing is written down, as after kill -9

        job_id = post()
        with monkeypatch.context() as patch:
            patch.setattr(mail_tasks, "send_welcome", die)
            with pytest.raises(SystemExit):
                outbox_tasks.perform(job_id)
        db.session.rollback()
        redis_client().flushdb()
        later(seconds=app.config["JOB_TIMEOUT"])
        assert outbox_tasks.sweep() == 0
        later(seconds=outbox.CLAIM_MARGIN + 1)
        assert outbox_tasks.sweep() == 1
        outbox_tasks.perform(job_id)
        assert ran == [{"user_id": 1}]

    def test_failure_is_kept_and_raised_for_rq(self, app, failing):
        job_id = post()
        with pytest.raises(ConnectionError):
            outbox_tasks.perform(job_id)
        row = row_of(job_id)
        assert row.error == "ConnectionError: the mail server is away"
        assert row.done_at is None
        assert row.claimed_until is None

    def test_job_rests_longer_after_each_failure(self, app, failing):
        job_id = post()
        rests = []
        for _ in range(7):
            with pytest.raises(ConnectionError):
                outbox_tasks.perform(job_id)
            rests.append(round((row_of(job_id).due_at - clock.now()).total_seconds()))
        assert rests == [30, 120, 600, 3600, 21600, 21600, 21600]

    def test_job_is_stuck_after_five_failures_and_still_tried(self, app, failing):
        job_id = post()
        for _ in range(5):
            with pytest.raises(ConnectionError):
                outbox_tasks.perform(job_id)
        assert row_of(job_id).is_stuck
        assert outbox.backlog().stuck == 1
        later(hours=7)
        redis_client().flushdb()
        assert outbox_tasks.sweep() == 1

    def test_success_clears_the_failure_before_it(self, app, monkeypatch, failing):
        job_id = post()
        with pytest.raises(ConnectionError):
            outbox_tasks.perform(job_id)
        monkeypatch.setattr(mail_tasks, "send_welcome", lambda **_: None)
        outbox_tasks.perform(job_id)
        assert row_of(job_id).error is None
        assert not row_of(job_id).is_stuck

    def test_job_of_an_older_release_is_kept_with_its_error(self, app):
        job_id = post()
        row_of(job_id).name = "tasks.mail.send_telegram"
        db.session.commit()
        with pytest.raises(ValueError, match="send_telegram"):
            outbox_tasks.perform(job_id)
        assert "send_telegram" in row_of(job_id).error

    def test_what_the_job_left_uncommitted_is_dropped_when_it_fails(self, app, monkeypatch):
        def change_and_fail(user_id):
            db.session.get(User, user_id).name = "Changed"
            db.session.flush()
            raise ConnectionError

        monkeypatch.setattr(mail_tasks, "send_welcome", change_and_fail)
        user = UserFactory(name="Ada")
        job_id = post(user_id=user.id)
        with pytest.raises(ConnectionError):
            outbox_tasks.perform(job_id)
        db.session.expire_all()
        assert user.name == "Ada"


class TestSweep:
    def test_offers_again_what_a_wiped_redis_forgot(self, app):
        job_id = post()
        redis_client().flushdb()
        later(seconds=11)
        assert outbox_tasks.sweep() == 1
        assert queued() == [job_id]
        assert row_of(job_id).offered_at == pytest.approx(clock.now(), abs=timedelta(seconds=5))

    def test_leaves_alone_what_waits_in_the_queue(self, app):
        job_id = post()
        later(seconds=11)
        assert outbox_tasks.sweep() == 0
        assert queued() == [job_id]

    def test_leaves_alone_what_is_done(self, app, ran):
        outbox_tasks.perform(post())
        redis_client().flushdb()
        later(seconds=11)
        assert outbox_tasks.sweep() == 0

    def test_leaves_alone_what_rests_after_a_failure(self, app, failing):
        job_id = post()
        redis_client().flushdb()
        with pytest.raises(ConnectionError):
            outbox_tasks.perform(job_id)
        later(seconds=15)
        assert outbox_tasks.sweep() == 0
        later(seconds=16)
        assert outbox_tasks.sweep() == 1

    def test_job_on_offer_again_is_no_failed_one_any_more(self, app, failing):
        job_id = post()
        queue = Queue(outbox.QUEUE, connection=redis_client())
        queue.empty()
        queue.failed_job_registry.connection.zadd(queue.failed_job_registry.key, {job_id: 9e9})
        later(seconds=11)
        outbox_tasks.sweep()
        assert queue.failed_job_registry.get_job_ids(cleanup=False) == []

    def test_deletes_what_was_done_two_weeks_ago(self, app, ran):
        outbox_tasks.perform(post())
        later(days=13)
        waiting = post()
        assert outbox_tasks.delete_done() == 0
        later(days=2)
        assert outbox_tasks.delete_done() == 1
        assert db.session.scalars(db.select(OutboxJob.id)).all() == [waiting]


class TestBacklog:
    def test_counts_what_waits_and_says_how_long(self, app, ran):
        outbox_tasks.perform(post())
        post(delay=timedelta(days=1))
        post()
        later(minutes=10)
        post()
        backlog = outbox.backlog()
        assert (backlog.waiting, backlog.stuck) == (2, 0)
        assert 600 <= backlog.oldest_seconds < 700

    def test_is_nothing_when_all_is_done(self, app):
        assert outbox.backlog() == (0, 0, 0.0)
