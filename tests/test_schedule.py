"""The schedule: kept in Redis as it is written down, and no run twice."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from factories import UserFactory, make_product
from processes import running, wait_until
from rq import Queue
from rq.job import Job as RQJob
from rq.utils import import_attribute
from rq_scheduler.utils import get_next_scheduled_time

from shop import clock, outbox
from shop.auth.models import AuthToken, SignIn
from shop.cart.models import Cart
from shop.extensions import db
from shop.outbox import OutboxJob, PeriodicRun
from shop.redis import redis_client
from tasks import accounts, carts, schedule
from tasks.schedule import PERIODIC, Periodic, ShopScheduler

SCHEDULER = "tasks.schedule"
SCHEDULED = ShopScheduler.scheduled_jobs_key


@pytest.fixture
def scheduler(app):
    return ShopScheduler(redis_client())


@pytest.fixture
def two_jobs(monkeypatch):
    """A schedule of two jobs."""
    jobs = (
        Periodic("often", 30, "tasks.outbox.sweep", "Often"),
        Periodic("daily", "0 6 * * *", "tasks.outbox.delete_done", "Daily"),
    )
    monkeypatch.setattr(schedule, "PERIODIC", jobs)
    return jobs


def scheduled(scheduler):
    names = scheduler.connection.zrange(scheduler.scheduled_jobs_key, 0, -1)
    return sorted(name.decode() for name in names)


def queued():
    return Queue(outbox.QUEUE, connection=redis_client()).get_job_ids()


class TestPeriodic:
    def test_has_a_function_a_time_and_an_id_of_its_own(self):
        assert len({periodic.id for periodic in PERIODIC}) == len(PERIODIC)
        for periodic in PERIODIC:
            assert callable(import_attribute(periodic.function))
            assert isinstance(periodic.when, int) or get_next_scheduled_time(periodic.when)

    def test_sweeps_the_outbox_twice_a_minute(self):
        assert next(job.when for job in PERIODIC if job.id == "outbox-sweep") <= 30


class TestSync:
    def test_adds_what_is_missing(self, scheduler, two_jobs):
        scheduler.sync()
        assert scheduled(scheduler) == ["periodic-daily", "periodic-often"]

    def test_keeps_what_is_there_with_its_time(self, scheduler, two_jobs):
        scheduler.sync()
        scheduler.connection.zadd(scheduler.scheduled_jobs_key, {"periodic-often": 1234567890})
        scheduler.sync()
        assert scheduler.connection.zscore(scheduler.scheduled_jobs_key, "periodic-often") == (
            1234567890
        )

    def test_renews_what_has_changed(self, scheduler, two_jobs, monkeypatch):
        scheduler.sync()
        changed = (replace(two_jobs[0], when=60), two_jobs[1])
        monkeypatch.setattr(schedule, "PERIODIC", changed)
        scheduler.sync()
        job = RQJob.fetch("periodic-often", connection=redis_client())
        assert job.meta["interval"] == 60

    def test_removes_what_is_no_longer_written_down(self, scheduler, two_jobs, monkeypatch):
        scheduler.sync()
        monkeypatch.setattr(schedule, "PERIODIC", two_jobs[:1])
        scheduler.sync()
        assert scheduled(scheduler) == ["periodic-often"]
        assert not RQJob.exists("periodic-daily", connection=redis_client())

    def test_leaves_alone_what_others_have_scheduled(self, scheduler, two_jobs):
        scheduler.enqueue_in(timedelta(hours=1), "tasks.outbox.sweep", job_id="by-hand")
        scheduler.sync()
        assert "by-hand" in scheduled(scheduler)

    def test_adds_again_a_job_that_redis_has_lost(self, scheduler, two_jobs):
        scheduler.sync()
        redis_client().delete(RQJob.key_for("periodic-daily"))
        scheduler.sync()
        assert RQJob.exists("periodic-daily", connection=redis_client())

    def test_jobs_never_expire(self, scheduler, two_jobs):
        scheduler.sync()
        for key in scheduled(scheduler):
            assert RQJob.fetch(key, connection=redis_client()).result_ttl == -1


class TestTick:
    def test_hands_over_what_is_due(self, scheduler, two_jobs):
        assert scheduler.tick()
        assert queued() == ["periodic-often"]

    def test_puts_the_next_time_behind_this_one(self, scheduler, two_jobs):
        scheduler.tick()
        scheduler.tick()
        assert queued() == ["periodic-often"]
        assert len(scheduled(scheduler)) == 2

    def test_job_that_still_waits_is_not_put_behind_itself(self, scheduler, two_jobs):
        scheduler.tick()
        scheduler.connection.zadd(scheduler.scheduled_jobs_key, {"periodic-often": 0})
        scheduler.tick()
        assert queued() == ["periodic-often"]
        assert scheduler.connection.zscore(scheduler.scheduled_jobs_key, "periodic-often") > 0

    def test_does_nothing_while_another_scheduler_is_at_it(self, scheduler, two_jobs):
        other = ShopScheduler(redis_client())
        assert other.acquire_lock()
        assert not scheduler.tick()
        assert queued() == []

    def test_says_that_a_scheduler_lives(self, scheduler, two_jobs):
        scheduler.tick()
        assert 0 < redis_client().ttl(outbox.SCHEDULER_KEY) <= outbox.SCHEDULER_EXPIRES


class TestFire:
    @pytest.fixture
    def ran(self, two_jobs, monkeypatch):
        calls = []
        monkeypatch.setattr("tasks.outbox.sweep", lambda: calls.append("often"))
        monkeypatch.setattr("tasks.outbox.delete_done", lambda: calls.append("daily"))
        return calls

    def test_runs_the_job(self, app, ran):
        schedule.fire("often")
        schedule.fire("daily")
        assert ran == ["often", "daily"]

    def test_second_run_a_moment_later_is_the_same_run(self, app, ran):
        schedule.fire("daily")
        redis_client().flushdb()
        clock.travel_to(clock.now() + timedelta(minutes=5))
        schedule.fire("daily")
        assert ran == ["daily"]

    def test_runs_again_at_its_next_time(self, app, ran):
        schedule.fire("daily")
        clock.travel_to(clock.now() + timedelta(days=1))
        schedule.fire("daily")
        assert ran == ["daily", "daily"]

    def test_clock_that_was_wrong_does_not_stop_it(self, app, ran):
        clock.travel_to(clock.now() + timedelta(days=400))
        schedule.fire("daily")
        clock.travel_to(None)
        schedule.fire("daily")
        assert ran == ["daily", "daily"]

    def test_of_two_at_once_one_runs(self, app, ran):
        start = threading.Barrier(2)

        def fire():
            with app.app_context():
                start.wait()
                schedule.fire("daily")

        threads = [threading.Thread(target=fire) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ran == ["daily"]

    def test_job_of_another_release_is_left_alone(self, app, ran):
        schedule.fire("weekly")
        assert ran == []


class TestJobs:
    def test_deletes_guests_carts_that_were_left_for_90_days(self, app):
        now = clock.now()
        user = UserFactory()
        db.session.add_all(
            [
                Cart(token_hash="old", updated_at=now - timedelta(days=91)),
                Cart(token_hash="new", updated_at=now - timedelta(days=89)),
                Cart(user_id=user.id, updated_at=now - timedelta(days=400)),
            ]
        )
        db.session.commit()
        assert carts.delete_stale() == 1
        left = db.session.scalars(db.select(Cart.token_hash).order_by(Cart.id)).all()
        assert left == ["new", None]

    def test_deletes_dead_links(self, app):
        now = clock.now()
        user_id = UserFactory().id
        for secret, expires_at in (("old", now - timedelta(1)), ("new", now + timedelta(1))):
            db.session.add(
                AuthToken(
                    user_id=user_id,
                    purpose="reset",
                    token_hash=secret,
                    email="a@example.com",
                    expires_at=expires_at,
                )
            )
        db.session.commit()
        assert accounts.delete_dead_links() == 1
        assert db.session.scalars(db.select(AuthToken.token_hash)).all() == ["new"]

    def test_deletes_sign_ins_that_were_not_seen_for_60_days(self, app):
        user_id = UserFactory().id
        for token, age in (("old", 61), ("new", 1)):
            db.session.add(
                SignIn(
                    user_id=user_id,
                    token_hash=token,
                    is_remembered=True,
                    last_seen_at=clock.now() - timedelta(days=age),
                )
            )
        db.session.commit()
        assert accounts.delete_dead_sign_ins() == 1
        assert db.session.scalars(db.select(SignIn.token_hash)).all() == ["new"]


@pytest.mark.slow
class TestProcesses:
    def test_two_schedulers_report_once_even_when_redis_forgets(self, app, environ):
        make_product(stock=0)
        UserFactory(is_administrator=True)
        db.session.rollback()

        def is_run():
            """Whether the report was handed over and performed."""
            key = "periodic-low-stock"
            job = RQJob.exists(key, connection=redis_client()) and RQJob.fetch(
                key, connection=redis_client()
            )
            return job and job.get_status() == "finished"

        with (
            running(environ, SCHEDULER),
            running(environ, SCHEDULER),
            running(environ, "tasks.worker"),
        ):
            for _ in range(2):
                wait_until(lambda: redis_client().zcard(SCHEDULED) == len(PERIODIC))
                redis_client().zadd(SCHEDULED, {"periodic-low-stock": 0})
                wait_until(is_run)
                redis_client().flushdb()
        assert db.session.scalar(db.select(db.func.count()).select_from(OutboxJob)) == 1
        assert db.session.get(PeriodicRun, "low-stock")

    def test_schedule_is_back_soon_after_redis_was_wiped_and_process_ends_when_asked(
        self, app, environ
    ):
        def count():
            return redis_client().zcard(SCHEDULED)

        with running(environ, SCHEDULER) as process:
            wait_until(lambda: count() == len(PERIODIC))
            redis_client().flushdb()
            wait_until(lambda: count() == len(PERIODIC))
            assert process.end() == 0
