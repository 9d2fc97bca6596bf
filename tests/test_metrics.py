"""What /metrics counts, over many processes and their ends."""

import os
import subprocess
import sys

import pytest
import requests
from factories import make_order, make_product
from ports import free_port
from processes import running, wait_until
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.parser import text_string_to_metric_families

from shop import clock, outbox, redis
from shop.extensions import db
from shop.operations import job_counts, metric_files
from shop.outbox import Job
from shop.redis import redis_client
from tasks import outbox as outbox_tasks


def read(text):
    """The samples of an exposition, by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def risen(client):
    """By how much each sample rises while something is done."""

    def risen(action):
        before = read(client.get("/metrics").text)
        action()
        after = read(client.get("/metrics").text)
        return {key: value - before.get(key, 0) for key, value in after.items()}

    return risen


def requests_of(route, status="200"):
    return ("shop_requests_total", ("method", "GET"), ("route", route), ("status", status))


def seconds_of(route):
    return ("shop_request_seconds_count", ("route", route))


def pages_from(source):
    return ("shop_kept_pages_total", ("source", source))


class TestKeptPages:
    def test_stranger_is_counted_once_whether_the_page_was_kept_or_not(self, client, risen):
        make_product("Mug", slug="mug")
        path = "/products/mug"
        rose = risen(lambda: [client.get(path), client.get(path)])
        assert rose[requests_of("/products/<slug>")] == 2
        assert rose[seconds_of("/products/<slug>")] == 2
        assert rose[pages_from("rendered")] == 1
        assert rose[pages_from("memory")] == 1

    def test_visitor_is_counted_once_too(self, client, customer, risen):
        make_product("Mug", slug="mug")
        rose = risen(lambda: client.get("/products/mug"))
        assert rose[requests_of("/products/<slug>")] == 1
        assert rose[pages_from("rendered")] == 1

    def test_answer_without_a_body_is_counted_as_what_it_is(self, client, risen):
        make_product("Mug", slug="mug")
        etag = client.get("/products/mug").headers["ETag"]
        rose = risen(lambda: client.get("/products/mug", headers={"If-None-Match": etag}))
        assert rose[requests_of("/products/<slug>", "304")] == 1


class TestOrders:
    def test_orders_placed_and_paid_are_counted(self, client, risen):
        rose = risen(lambda: [make_order(), make_order(status="paid", paid_at=clock.now())])
        assert rose[("shop_orders_placed_total",)] == 2
        assert rose[("shop_orders_paid_total",)] == 1


class TestJobs:
    def test_runs_of_jobs_are_counted_with_their_time(self, client, run_jobs, monkeypatch):
        monkeypatch.setattr("tasks.mail.send_welcome", lambda user_id: None)
        outbox.post(Job.SEND_WELCOME, user_id=1)
        db.session.commit()
        run_jobs()
        seen = read(client.get("/metrics").text)
        name = str(Job.SEND_WELCOME)
        assert seen[("shop_jobs_total", ("job", name), ("outcome", "done"))] == 1
        assert seen[("shop_job_seconds_total", ("job", name))] > 0

    def test_failures_are_counted_apart(self, client, monkeypatch):
        def fail(user_id):
            raise ValueError("no such mail")

        monkeypatch.setattr("tasks.mail.send_welcome", fail)
        row = outbox.post(Job.SEND_WELCOME, user_id=1)
        db.session.commit()
        with pytest.raises(ValueError, match="no such mail"):
            outbox_tasks.perform(row.id)
        assert job_counts.counts()[str(Job.SEND_WELCOME), "failed"] == 1

    def test_queues_are_counted_apart(self, client):
        outbox.post(Job.RENDER_PICTURE, picture_id=1)
        db.session.commit()
        seen = read(client.get("/metrics").text)
        assert seen[("shop_queue_depth", ("queue", "slow"))] == 1
        assert seen[("shop_queue_depth", ("queue", "default"))] == 0

    def test_without_redis_the_rest_is_there(self, client, app, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "redis", redis.connect("redis://127.0.0.1:1"))
            seen = read(client.get("/metrics").text)
        assert seen[("shop_redis_up",)] == 0
        assert seen[("shop_database_up",)] == 1
        assert not any(name.startswith("shop_queue") for name, *_ in seen)


class TestFiles:
    @pytest.fixture
    def ended(self):
        """The number of a process that has ended."""
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        return process.pid

    def write(self, folder, process, value):
        file = MmapedDict(str(folder / f"counter_{process}.db"))
        key = mmap_key("shop_x", "shop_x_total", (), (), "X.")
        file.write_value(key, file.read_value(key)[0] + value, 0.0)
        file.close()

    def total(self, folder):
        return sum(
            value
            for path in folder.glob("counter_*.db")
            for _, value, *_ in MmapedDict.read_all_values_from_file(str(path))
        )

    def test_files_of_an_earlier_run_are_cleared_and_living_ones_kept(self, tmp_path, ended):
        dead, living = tmp_path / f"counter_{ended}.db", tmp_path / f"counter_{os.getpid()}.db"
        dead.touch()
        living.touch()
        metric_files.forget_earlier_run(tmp_path)
        assert dead.exists()
        living.unlink()
        metric_files.forget_earlier_run(tmp_path)
        assert not dead.exists()

    def test_what_ended_processes_counted_is_added_up_in_one_file(self, tmp_path, ended):
        self.write(tmp_path, os.getpid(), 1)
        for _ in range(2):  # as workers are replaced
            self.write(tmp_path, ended, 10)
            self.write(tmp_path, f"x{ended}", 100)
            metric_files.fold(tmp_path, "counter")
        assert self.total(tmp_path) == 221
        names = {path.name for path in tmp_path.iterdir()}
        assert names == {f"counter_{os.getpid()}.db", "counter_ended.db"}

    def test_sums_of_an_earlier_run_are_cleared_with_its_files(self, tmp_path):
        (tmp_path / "counter_ended.db").touch()
        metric_files.forget_earlier_run(tmp_path)
        assert not list(tmp_path.iterdir())

    @pytest.mark.slow
    def test_any_worker_tells_of_all_and_of_those_that_were_replaced(
        self, app, environ, tmp_path, redis_url
    ):
        url = f"http://127.0.0.1:{(port := free_port())}"
        variables = environ | {"SHOP_INSTANCE": str(tmp_path), "WEB_CONCURRENCY": "2"}
        command = ("gunicorn", "--config", "python:shop.serving", "--bind", f"127.0.0.1:{port}")
        with running(variables, *command, "--max-requests=15", "--max-requests-jitter=0") as web:
            wait_until(lambda: is_up(url) or web.popen.poll() is not None)
            started = set(web.children())
            sent = 60 + counted(url)
            for _ in range(60):
                assert requests.get(url + "/healthz", timeout=5).ok
            assert counted(url) == sent
            assert set(web.children()) != started
            files = list((tmp_path / "metrics").glob("counter_*.db"))
            assert len(files) <= 4  # two workers, one that is ending, and all that have ended
            assert web.end() == 0


def is_up(url):
    try:
        return requests.get(url + "/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def counted(url):
    return read(requests.get(url + "/metrics", timeout=5).text).get(requests_of("/healthz"), 0)


def test_counting_jobs_needs_no_redis(app, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "redis", redis.connect("redis://127.0.0.1:1"))
        job_counts.count("a job", "done", 0.1)
    assert redis_client().hgetall(job_counts.KEY) == {}
