"""Jobs and mail: what waits and why, in words, and having it tried again."""

from datetime import timedelta

import pytest
from admin.examples_jobs import stuck_job
from factories import UserFactory, make_order, make_product

from shop import clock, outbox
from shop.admin.audit.models import AuditEntry
from shop.admin.jobs.wording import LETTERS, PERIODIC, WORK
from shop.extensions import db
from shop.operations import health
from shop.outbox import Job, OutboxJob, PeriodicRun
from tasks import outbox as outbox_tasks
from tasks import schedule


def row_of(job_id):
    db.session.rollback()
    return db.session.get(OutboxJob, job_id)


def shipped_mail(**fields):
    order = make_order(status="shipped")
    return stuck_job(Job.SEND_ORDER_SHIPPED, arguments={"order_id": order.id}, **fields)


class TestWords:
    def test_a_failed_mail_says_which_letter_to_whom_and_why(self, client, administrator):
        shipped_mail()
        page = client.get("/admin/jobs").text
        assert (
            "Mail “Your order is on its way” to ada@example.com could not be sent. "
            "The mail server refused the connection." in page
        )
        assert "[Errno 111]" in page

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            ("SMTPRecipientsRefused: {'x': (550, b'no')}", "does not accept this address"),
            ("NoMailServer: MAIL_URL is not set", "No mail server is set up yet."),
            ("gaierror: [Errno -2] Name or service not known", "cannot be found under its name"),
            ("KeyError: 'lines'", "It said: &#39;lines&#39;"),
        ],
    )
    def test_reasons_are_in_a_merchants_words(self, client, administrator, error, words):
        shipped_mail(error=error)
        assert words in client.get("/admin/jobs").text

    def test_what_is_gone_is_called_that(self, client, administrator):
        stuck_job(Job.SEND_WELCOME, arguments={"user_id": 0})
        assert "to somebody who is gone" in client.get("/admin/jobs").text

    def test_a_job_that_nobody_found_words_for_is_shown_too(self, client, administrator):
        stuck_job("tasks.unknown.polish_spoons", arguments={"spoon": "<b>"})
        page = client.get("/admin/jobs").text
        assert "Polish spoons" in page
        assert "spoon=&lt;b&gt;" in page

    def test_every_job_has_words(self):
        assert {str(job) for job in Job} == {str(name) for name in (*LETTERS, *WORK)}

    def test_every_periodic_job_has_words(self):
        assert {periodic.id for periodic in schedule.PERIODIC} == PERIODIC.keys()


class TestList:
    def test_the_stuck_come_first_and_the_done_are_left_out(self, client, administrator):
        outbox.post(Job.REFRESH_SITEMAP)
        shipped_mail()
        stuck_job(Job.SEND_LOW_STOCK, done_at=clock.now())
        page = client.get("/admin/jobs").text
        assert page.index("Your order is on its way") < page.index("Refreshing the sitemap")
        assert "Running low" not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("state=stuck", {"Refunded"}),
            ("state=failed", {"Paid"}),
            ("state=waiting", {"Placed"}),
            ("state=done", {"Shipped"}),
            ("q=refund", {"Refunded"}),
            ("q=ADA@example.com", {"Placed"}),
            ("q=errno+111", {"Paid", "Refunded"}),
            ("q=100%25", set()),
        ],
    )
    def test_is_searched_and_filtered(self, client, administrator, query, found):
        order = make_order()
        other = {"arguments": {"order_id": 0}}
        stuck_job(Job.SEND_ORDER_REFUNDED, arguments={"refund_id": 0})
        stuck_job(Job.SEND_ORDER_PAID, attempts=1, **other)
        stuck_job(Job.SEND_ORDER_PLACED, attempts=0, error=None, arguments={"order_id": order.id})
        stuck_job(Job.SEND_ORDER_SHIPPED, attempts=1, done_at=clock.now(), error=None, **other)
        long_ago = clock.now() - timedelta(days=2)
        stuck_job(Job.SEND_ORDER_CANCELLED, attempts=1, done_at=long_ago, **other)
        text = client.get(f"/admin/jobs.csv?{query}").text
        words = {
            "Placed": "We have your order",
            "Paid": "Your payment is here",
            "Shipped": "on its way",
            "Cancelled": "is cancelled",
            "Refunded": "A refund",
        }
        assert {name for name, part in words.items() if part in text} == found

    def test_needs_as_many_queries_for_many_as_for_one(self, client, administrator, count_queries):
        def one_of_each():
            product = make_product()
            user = UserFactory()
            shipped_mail()
            stuck_job(Job.SEND_WELCOME, arguments={"user_id": user.id})
            stuck_job(Job.SEND_BACK_IN_STOCK, arguments={"alert_id": product.id})

        one_of_each()
        one = count_queries(lambda: client.get("/admin/jobs"))
        for _ in range(6):
            one_of_each()
        assert count_queries(lambda: client.get("/admin/jobs")) == one

    def test_tells_what_runs_and_what_ran(self, client, administrator):
        db.session.add(PeriodicRun(id="outbox-sweep", began_at=clock.now()))
        db.session.commit()
        page = client.get("/admin/jobs").text
        assert "No worker is running, so no mail leaves." in page
        assert "Look for jobs that wait" in page
        assert 'href="/admin/rq/' in page

    def test_opens_without_redis(self, client, administrator, monkeypatch):
        shipped_mail()

        def fail():
            raise outbox.RedisError("Redis is away")

        monkeypatch.setattr(health, "redis_client", fail)
        assert "Redis is away, so no worker hears" in client.get("/admin/jobs").text


class TestRetry:
    def test_offers_the_job_at_once_as_if_it_had_never_failed(self, client, administrator):
        job = shipped_mail(due_at=clock.now() + timedelta(hours=6))
        answer = client.post(f"/admin/jobs/{job.id}/retry")
        assert answer.status_code == 303
        row = row_of(job.id)
        assert (row.attempts, row.claimed_until) == (0, None)
        assert row.due_at <= clock.now()
        assert job.id in outbox.queued_ids()
        assert "It is tried again." in client.get(answer.location).text

    def test_the_mail_is_sent_then(self, client, administrator, run_jobs):
        job = shipped_mail()
        client.post(f"/admin/jobs/{job.id}/retry")
        assert run_jobs() == [Job.SEND_ORDER_SHIPPED]
        assert row_of(job.id).done_at
        assert "All mail has left" in client.get("/admin/jobs").text

    def test_without_redis_the_next_sweep_offers_it(self, client, administrator, monkeypatch):
        job = shipped_mail(due_at=clock.now() + timedelta(hours=6))
        with monkeypatch.context() as away:
            away.setattr(outbox, "redis_client", lambda: (_ for _ in ()).throw(outbox.RedisError()))
            assert client.post(f"/admin/jobs/{job.id}/retry").status_code == 303
        assert outbox.queued_ids() == set()
        clock.travel_to(clock.now() + timedelta(seconds=20))
        outbox_tasks.sweep()
        assert outbox.queued_ids() == {job.id}

    def test_is_noted_with_the_letter_and_its_reader(self, client, administrator):
        client.post(f"/admin/jobs/{shipped_mail().id}/retry")
        entry = db.session.scalars(db.select(AuditEntry)).one()
        assert entry.target == "Mail “Your order is on its way” to ada@example.com"
        assert entry.actor == administrator.name

    def test_leaves_alone_what_a_worker_has_in_hand(self, client, administrator):
        job = shipped_mail(claimed_until=clock.now() + timedelta(minutes=1))
        answer = client.post(f"/admin/jobs/{job.id}/retry")
        assert answer.status_code == 409
        assert "in hand" in answer.text
        assert row_of(job.id).attempts == outbox.STUCK_AFTER

    def test_takes_up_what_a_killed_worker_left(self, client, administrator):
        job = shipped_mail(claimed_until=clock.now() - timedelta(minutes=1))
        client.post(f"/admin/jobs/{job.id}/retry")
        assert row_of(job.id).claimed_until is None

    def test_of_what_is_done_does_nothing(self, client, administrator):
        job = shipped_mail(done_at=clock.now())
        answer = client.post(f"/admin/jobs/{job.id}/retry")
        assert "It is done already." in client.get(answer.location).text
        assert outbox.queued_ids() == set()

    @pytest.mark.parametrize("job_id", ["unknown", "0" * 32, "x" * 500, "%F0%9F%92%A9"])
    def test_of_what_is_not_there_is_404(self, client, administrator, job_id):
        assert client.post(f"/admin/jobs/{job_id}/retry").status_code == 404

    def test_of_all_that_is_stuck(self, client, administrator, monkeypatch):
        monkeypatch.setattr("shop.admin.jobs.services.AT_ONCE", 2)
        stuck = [shipped_mail().id for _ in range(3)]
        resting = shipped_mail(attempts=1).id
        page = client.get(client.post("/admin/jobs/retry").location).text
        assert "3 jobs are tried again." in page
        assert [row_of(job_id).attempts for job_id in [*stuck, resting]] == [0, 0, 0, 1]
        assert len(outbox.queued_ids()) == 2
        outbox_tasks.sweep()
        assert set(stuck) <= outbox.queued_ids()

    def test_comes_back_to_the_list_as_it_was(self, client, administrator):
        job, data = shipped_mail(), {"next": "/admin/jobs?state=stuck"}
        answer = client.post(f"/admin/jobs/{job.id}/retry", data=data)
        assert answer.location == "/admin/jobs?state=stuck"
        other = client.post("/admin/jobs/retry", data={"next": "https://evil.example"})
        assert other.location == "/admin/jobs"


def test_a_job_can_be_given_up_for_good(client, administrator, run_jobs):
    job_id = shipped_mail().id
    assert "never try this again?" in client.get("/admin/jobs").text
    answer = client.post(f"/admin/jobs/{job_id}/delete")
    assert "given up" in client.get(answer.location).text
    assert row_of(job_id) is None
    assert run_jobs() == []
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert "ada@example.com" in entry.target


def test_what_a_worker_has_in_hand_cannot_be_given_up(client, administrator):
    job = shipped_mail(claimed_until=clock.now() + timedelta(minutes=1))
    assert client.post(f"/admin/jobs/{job.id}/delete").status_code == 409
    assert row_of(job.id)


def test_a_reader_sees_jobs_and_cannot_retry_them(client, sign_in):
    sign_in(UserFactory(role="reader"))
    job = shipped_mail()
    assert "/retry" not in client.get("/admin/jobs").text
    assert client.post(f"/admin/jobs/{job.id}/retry").status_code == 403
