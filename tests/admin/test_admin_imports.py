"""Importing a catalog file in the browser: checked, looked at, and then all of it or nothing."""

import re

import pytest
from admin.catalog_files import ROW, catalog_file, only_run, received, upload
from factories import UserFactory, make_order, make_product

from shop.admin.audit.models import AuditEntry
from shop.admin.imports import running
from shop.admin.imports.models import ImportFinding, ImportRun, Status
from shop.catalog.models import Product
from shop.extensions import db
from shop.outbox import OutboxJob
from shop.redis import redis_client
from tasks import imports as tasks


def products():
    db.session.rollback()
    return list(db.session.scalars(db.select(Product).order_by(Product.slug)))


def bowl(**fields):
    product = make_product("Tea bowl", slug="tea-bowl", description="For two hands.", **fields)
    product.variants[0].sku = "BOWL"
    db.session.commit()
    return product


def apply(client, run, digest=None):
    data = {"digest": run.digest if digest is None else digest}
    return client.post(f"/admin/imports/{run.id}/apply", data=data)


@pytest.fixture
def checked(run_jobs):
    """Have a file of these rows checked."""

    def checked(*rows):
        received(*rows)
        run_jobs()
        return only_run()

    return checked


class TestChecking:
    def test_says_what_would_change_field_by_field(self, client, administrator, checked):
        bowl(price=1000, stock=7)
        run = checked({}, {"slug": "jug", "title": "Jug", "sku": "JUG"})
        page = client.get(f"/admin/imports/{run.id}").text
        assert "<del>10.00</del>" in page
        assert "<ins>12.50</ins>" in page
        assert "New product" in page
        assert (run.new_products, run.changed_products, run.same_products) == (1, 1, 0)

    def test_names_every_bad_cell_by_line_and_column(self, client, administrator, checked):
        run = checked({"price": "cheap", "stock": "-1"}, {"slug": "jug", "sku": "", "title": ""})
        found = db.session.scalars(db.select(ImportFinding).order_by(ImportFinding.line)).all()
        assert {(f.line, f.cell) for f in found} == {
            (2, "price"),
            (2, "stock"),
            (3, "title"),
            (3, "sku"),
        }
        page = client.get(f"/admin/imports/{run.id}").text
        assert "4 things are wrong" in page
        assert "“cheap” is no amount" in page
        assert "/apply" not in page

    def test_a_file_that_says_nothing_new_has_nothing_to_import(
        self, client, administrator, checked
    ):
        bowl(price=1250, stock=7)
        run = checked({})
        assert "nothing to import" in client.get(f"/admin/imports/{run.id}").text
        assert apply(client, run).status_code == 409

    def test_a_second_check_replaces_the_first(self, app, checked):
        run = checked({})
        run.status = Status.WAITING
        db.session.commit()
        tasks.check_import(run.id)
        assert len(db.session.scalars(db.select(ImportFinding)).all()) == 2

    def test_what_it_found_is_there_as_a_file(self, client, administrator, checked):
        bowl(price=1250, stock=7)
        run = checked({"title": "=1+1"})
        text = client.get(f"/admin/imports/{run.id}.csv").text
        assert text.splitlines()[1] == "2,changed,tea-bowl,,title,Tea bowl,'=1+1,"

    def test_refused_once_and_in_order_after_the_catalog_was_changed(
        self, client, administrator, checked, run_jobs
    ):
        run = checked({"sku": "TAKEN"})
        other = make_product("Other")
        other.variants[0].sku = "TAKEN"
        other.slug = "other"
        db.session.commit()
        run = only_run()
        client.post(f"/admin/imports/{run.id}/check")
        run_jobs()
        assert only_run().status == "checked"
        assert only_run().changed_products == 1


class TestApplying:
    def test_makes_the_changes_and_notes_them_as_the_administrators(
        self, client, administrator, checked, run_jobs
    ):
        product = bowl(price=1000, stock=7)
        run = checked({})
        assert apply(client, run).status_code == 303
        run_jobs()
        assert products()[0].variants[0].price == 1250
        assert only_run().status == "done"
        assert "The file is imported." in client.get(f"/admin/imports/{run.id}").text
        entry = db.session.scalars(
            db.select(AuditEntry).where(AuditEntry.target_kind == "product")
        ).one()
        assert (entry.actor, entry.target_id) == (administrator.name, product.id)
        found = {change["field"]: change for change in entry.changes if change["what"] == "BOWL"}
        assert (found["price"]["before"], found["price"]["after"]) == (1000, 1250)

    def test_a_large_import_is_noted_in_one_entry(
        self, client, administrator, checked, run_jobs, monkeypatch
    ):
        monkeypatch.setattr(running, "MOST_NOTED", 1)
        run = checked({}, {"slug": "jug", "title": "Jug", "sku": "JUG"})
        apply(client, run)
        run_jobs()
        entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
        assert {entry.target_kind for entry in entries} == {"import"}
        assert '"new_products": 2' in str(entries[-1].changes).replace("'", '"')

    def test_twice_pressed_is_imported_once(self, client, administrator, checked, run_jobs):
        run = checked({})
        assert [apply(client, run).status_code for _ in range(2)] == [303, 303]
        jobs = db.session.scalars(db.select(OutboxJob.name)).all()
        assert jobs.count("tasks.imports.apply_import") == 1
        run_jobs()
        tasks.apply_import(run.id)
        assert len(products()) == 1
        assert apply(client, only_run()).status_code == 303

    def test_a_bad_file_cannot_be_imported(self, client, administrator, checked):
        run = checked({"price": "cheap"})
        assert apply(client, run).status_code == 409
        assert only_run().status == "refused"

    def test_another_check_than_the_one_looked_at_cannot_be_applied(
        self, client, administrator, checked
    ):
        run = checked({})
        answer = apply(client, run, digest="of another check")
        assert answer.status_code == 409
        assert "To the import" in answer.text
        assert only_run().status == "checked"

    def test_a_catalog_that_has_changed_meanwhile_is_looked_at_again(
        self, client, administrator, checked, run_jobs
    ):
        product = bowl(price=1000, stock=7)
        run = checked({})
        apply(client, run)
        product.title = "Another title"
        db.session.commit()
        run_jobs()
        run = only_run()
        assert (run.status, run.is_outdated, run.changes) == ("checked", True, 2)
        assert products()[0].variants[0].price == 1000
        assert "was changed after" in client.get(f"/admin/imports/{run.id}").text

    def test_what_is_sold_meanwhile_stays_sold(self, client, administrator, checked, run_jobs):
        product = bowl(price=1250, stock=7)
        run = checked({"stock": "10"})
        apply(client, run)
        make_order(product, quantity=2)
        run_jobs()
        assert only_run().status == "done"
        assert products()[0].variants[0].stock == 8

    def test_nothing_is_half_done_when_the_worker_is_killed(
        self, client, administrator, checked, run_jobs, monkeypatch
    ):
        rows = [{"slug": f"bowl-{n}", "sku": f"BOWL-{n}"} for n in range(3)]
        run = checked(*rows)
        apply(client, run)
        real = running.importer.apply

        def killed(*arguments):
            real(*arguments)
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(running.importer, "apply", killed)
            with pytest.raises(KeyboardInterrupt):
                tasks.apply_import(run.id)
        assert products() == []
        tasks.apply_import(run.id)
        assert len(products()) == 3


def test_what_the_catalog_never_takes_is_refused_instead_of_checked_for_ever(
    client, administrator, checked, run_jobs, monkeypatch
):
    def refuse(*_arguments):
        raise running.importer.CatalogChanged("tea-bowl")

    run = checked({})
    apply(client, run)
    monkeypatch.setattr(running.importer, "apply", refuse)
    run_jobs()
    assert only_run().status == "refused"
    assert "does not take tea-bowl" in client.get(f"/admin/imports/{run.id}").text


def test_the_page_tells_a_script_how_far_it_is(client, administrator):
    run = received()
    job = db.session.get_one(OutboxJob, run.job_id)
    job.claimed_until = job.created_at.replace(year=9000)
    db.session.commit()
    redis_client().hset(f"shop:import:{run.id}", mapping={"done": 3, "total": 9})
    url = f"/admin/imports/{run.id}"
    answer = client.get(url, headers={"Accept": "application/json"}).json
    assert (answer["done"], answer["total"], answer["is_moving"]) == (3, 9, True)
    assert re.search(r'<progress [^>]*max="9" value="3"', client.get(url).text)


def test_says_that_no_worker_runs_and_where_to_look(client, administrator):
    page = client.get(f"/admin/imports/{received().id}").text
    assert "It waits for a worker. None is running" in page
    assert 'href="/admin/jobs"' in page
    assert "Look again" in page


def test_a_waiting_import_can_be_called_off(client, administrator, run_jobs):
    run = received()
    assert client.post(f"/admin/imports/{run.id}/delete").status_code == 303
    assert run_jobs() == []
    assert db.session.scalar(db.select(ImportRun)) is None


def test_an_import_under_way_cannot_be_deleted(client, administrator, checked):
    run = checked({})
    apply(client, run)
    job = db.session.get_one(OutboxJob, only_run().job_id)
    job.claimed_until = job.created_at.replace(year=9000)
    db.session.commit()
    assert client.post(f"/admin/imports/{run.id}/delete").status_code == 409


def test_an_import_whose_job_was_given_up_can_be_checked_again(client, administrator, run_jobs):
    run = received()
    client.post(f"/admin/jobs/{run.job_id}/delete")
    assert "was taken out" in client.get(f"/admin/imports/{run.id}").text
    client.post(f"/admin/imports/{run.id}/check")
    run_jobs()
    assert only_run().status == "checked"


def test_a_reader_sees_imports_and_cannot_begin_one(client, sign_in):
    sign_in(UserFactory(role="reader"))
    page = client.get("/admin/imports")
    assert page.status_code == 200
    assert "Upload and check" not in page.text
    assert upload(client, catalog_file(ROW)).status_code == 403


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, administrator, count_queries):
    received()
    one = count_queries(lambda: client.get("/admin/imports"))
    for _ in range(10):
        received()
    assert count_queries(lambda: client.get("/admin/imports")) == one
