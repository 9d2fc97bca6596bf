"""What load balancers and Prometheus ask."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rq import Worker
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shop import clock, migrating, outbox, redis
from shop.extensions import db
from shop.operations import metrics
from shop.outbox import Job
from shop.redis import redis_client
from tasks.schedule import ShopScheduler


@pytest.fixture
def without_database(app, monkeypatch):
    """A database that refuses every connection."""

    def refuse():
        raise OperationalError("connect", None, Exception("refused"))

    with monkeypatch.context() as patch:
        patch.setattr(db.engine, "connect", refuse)
        yield


def report(client):
    return client.get("/readyz").json


class TestHealth:
    def test_process_that_lives_is_healthy(self, client, count_queries):
        assert count_queries(lambda: client.get("/healthz")) == 0
        answer = client.get("/healthz")
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert "Set-Cookie" not in answer.headers

    def test_stays_healthy_without_the_database(self, client, without_database):
        assert client.get("/healthz").status_code == 200


class TestReadiness:
    def test_says_how_everything_is(self, client):
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json == {
            "ready": True,
            "database": "ok",
            "redis": "ok",
            "workers": 0,
            "scheduler": "away",
            "outbox": {"waiting": 0, "stuck": 0, "oldest_seconds": 0.0},
        }

    def test_is_never_kept(self, client):
        assert client.get("/readyz").headers["Cache-Control"] == "no-store"

    def test_counts_workers_that_live(self, client):
        worker = Worker([outbox.QUEUE], connection=redis_client())
        worker.register_birth()
        assert report(client)["workers"] == 1
        redis_client().delete(worker.key)  # as it is some time after kill -9
        assert report(client)["workers"] == 0

    def test_sees_the_scheduler(self, client):
        ShopScheduler(redis_client()).tick()
        assert report(client)["scheduler"] == "ok"

    def test_shows_what_waits_in_the_outbox(self, client):
        outbox.post(Job.SEND_WELCOME, user_id=1)
        db.session.commit()
        clock.travel_to(clock.now() + timedelta(minutes=5))
        shown = report(client)["outbox"]
        assert shown["waiting"] == 1
        assert shown["oldest_seconds"] >= 300

    def test_shop_without_its_database_cannot_sell(self, client, without_database):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert (answer.json["database"], answer.json["ready"]) == ("away", False)
        assert answer.json["redis"] == "ok"

    def test_shop_with_an_older_database_is_not_ready(self, client, migrated_to):
        migrated_to("0001")
        assert client.get("/readyz").status_code == 503
        assert report(client)["database"] == "not migrated"

    def test_database_of_a_newer_release_is_good_enough(self, client, migrated_to):
        migrated_to("9999")
        assert report(client)["database"] == "ok"

    def test_shop_without_redis_sells_on(self, client, app, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "redis", redis.connect("redis://127.0.0.1:1"))
            answer = client.get("/readyz")
        assert answer.status_code == 200
        assert (answer.json["redis"], answer.json["workers"]) == ("away", None)

    @pytest.fixture
    def migrated_to(self, app):
        """Have the database say that it is at a revision."""
        newest = migrating.revisions()[-1]

        def say(*revisions):
            db.session.rollback()
            with db.engine.connect().execution_options(writes=True) as connection:
                connection.execute(text("DELETE FROM alembic_version"))
                for revision in revisions:
                    connection.execute(
                        text("INSERT INTO alembic_version VALUES (:revision)"),
                        {"revision": revision},
                    )
                connection.commit()

        yield say
        say(newest)


class TestMetrics:
    def test_counts_requests_by_route_and_status(self, client):
        client.get("/healthz")
        client.get("/nothing-here")
        client.get("/nothing-there")
        page = client.get("/metrics").text
        assert 'shop_requests_total{method="GET",route="/healthz",status="200"}' in page
        assert 'shop_requests_total{method="GET",route="none",status="404"}' in page
        assert "nothing" not in page
        assert 'shop_request_seconds_bucket{le="0.05",route="/healthz"}' in page

    def test_counts_one_up_for_each_request(self, client):
        def count():
            line = next(
                line
                for line in metrics.exposition().decode().splitlines()
                if line.startswith('shop_requests_total{method="HEAD",route="/healthz"')
            )
            return float(line.rpartition(" ")[2])

        client.head("/healthz")
        before = count()
        client.head("/healthz")
        assert count() == before + 1

    def test_shows_the_outbox_and_the_queue(self, client):
        outbox.post(Job.SEND_WELCOME, user_id=1)
        db.session.commit()
        page = client.get("/metrics").text
        assert "shop_outbox_waiting 1.0" in page
        assert 'shop_queue_depth{queue="default"} 1.0' in page
        assert 'shop_queue_depth{queue="slow"} 0.0' in page
        assert "shop_database_up 1.0" in page
        assert "shop_redis_up 1.0" in page

    def test_is_text_that_prometheus_reads(self, client):
        answer = client.get("/metrics")
        assert answer.content_type.startswith("text/plain; version=")
        names = {family.name for family in text_string_to_metric_families(answer.text)}
        assert {"shop_requests", "shop_request_seconds", "shop_outbox_waiting"} <= names

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
    def test_is_not_there_for_the_public(self, client, header):
        answer = client.get("/metrics", headers={header: "203.0.113.9"})
        assert answer.status_code == 404

    def test_is_not_there_for_an_address_of_the_internet(self, client):
        answer = client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
        assert answer.status_code == 404

    def test_is_not_there_under_the_public_name(self, client, app, monkeypatch):
        monkeypatch.setitem(app.config, "PUBLIC_URL", "https://shop.example")
        assert client.get("/metrics", base_url="https://shop.example").status_code == 404
        assert client.get("/metrics", base_url="http://10.0.0.7:8000").status_code == 200

    def test_token_opens_it_from_anywhere(self, client, app, monkeypatch):
        monkeypatch.setitem(app.config, "METRICS_TOKEN", "open-sesame")
        address = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
        right = {"Authorization": "Bearer open-sesame"}
        wrong = {"Authorization": "Bearer sesame \xe9"}
        assert client.get("/metrics", headers=right, **address).status_code == 200
        assert client.get("/metrics", headers=wrong, **address).status_code == 404
