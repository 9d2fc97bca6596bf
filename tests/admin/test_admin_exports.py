"""Lists as files: written while they are read, harmless in a spreadsheet, never silently cut."""

import csv
import io
import tracemalloc
import weakref

import pytest
from admin.catalog_files import catalog_file, received, upload
from factories import UserFactory, fill_catalog, make_order, make_product
from flask import url_for
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from shop import clock
from shop.admin.exports import CHUNK, csv_answer, in_chunks
from shop.catalog.models import Product
from shop.extensions import db
from shop.outbox import Job, OutboxJob


@pytest.fixture
def asked(app):
    """Somebody has asked for an export."""
    with app.test_request_context("/admin/things.csv"):
        yield


def export_urls(app):
    """The address of every list that is there as a file."""
    with app.test_request_context():
        return {
            rule.endpoint: url_for(rule.endpoint)
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("admin.")
            and rule.endpoint.endswith("_csv")
            and not rule.arguments
        }


class TestStreaming:
    def test_rows_are_read_as_the_file_is_written(self, asked):
        read = []
        rows = (read.append(number) or (number,) for number in range(100_000))
        answer = csv_answer("things", ("number",), rows)
        assert len(read) == CHUNK
        parts = iter(answer.response)
        next(parts)
        next(parts)
        assert len(read) == 2 * CHUNK

    def test_a_hundred_thousand_rows_take_no_more_memory_than_a_thousand(self, asked):
        rows = ((number, "A title of some length", "x" * 100) for number in range(100_000))
        answer = csv_answer("things", ("number", "title", "text"), rows)
        tracemalloc.start()
        size = sum(len(part) for part in answer.response)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > 12_000_000
        assert peak < 1_000_000

    def test_no_more_rows_are_loaded_than_one_chunk_has(self, asked):
        fill_catalog(3 * CHUNK)
        alive, most = weakref.WeakSet(), []

        def note(row, _context):
            alive.add(row)
            most.append(len(alive))

        event.listen(Product, "load", note)
        seen = sum(len(chunk) for chunk in in_chunks(db.select(Product).order_by(Product.id)))
        event.remove(Product, "load", note)
        assert seen == 3 * CHUNK
        assert max(most) <= 2 * CHUNK  # the next is loaded before the last is let go

    def test_whoever_goes_away_ends_the_query(self, asked):
        fill_catalog(2 * CHUNK + 1)
        db.session.rollback()
        rows = ((p.slug,) for chunk in in_chunks(db.select(Product)) for p in chunk)
        answer = csv_answer("things", ("slug",), rows)
        before = db.engine.pool.checkedout()
        next(iter(answer.response))
        answer.response.close()
        assert (before, db.engine.pool.checkedout()) == (1, 0)

    def test_a_whole_export_leaves_no_connection_behind(self, client, administrator):
        received()
        client.get("/admin/imports.csv")
        db.session.rollback()
        assert db.engine.pool.checkedout() == 0


class TestFailing:
    def rows(self, good):
        yield from ((number,) for number in range(good))
        raise OperationalError("SELECT 1", {}, ConnectionError("the database is away"))

    def test_at_the_start_it_is_an_error_as_any_other(self, asked):
        with pytest.raises(OperationalError):
            csv_answer("things", ("number",), self.rows(3))

    def test_in_the_middle_the_file_says_that_it_is_not_complete(self, asked):
        answer = csv_answer("things", ("number",), self.rows(2 * CHUNK))
        written = io.StringIO()
        with pytest.raises(OperationalError):  # a server breaks the connection off then
            written.writelines(answer.response)
        assert written.getvalue().splitlines()[-1].startswith("This file is not complete")


class TestCells:
    def lines(self, *rows, **options):
        answer = csv_answer("things", ("a", "b"), rows, **options)
        return list(csv.reader(io.StringIO("".join(answer.response), newline="")))[1:]

    def test_formulas_are_defused_and_numbers_are_not(self, asked):
        assert self.lines(("=1+1", -5), ("@SUM(A1)", None)) == [["'=1+1", "-5"], ["'@SUM(A1)", ""]]

    def test_what_is_defused_already_is_left(self, asked):
        assert self.lines(("'=1+1", "-"), is_defused=True) == [["'=1+1", "-"]]

    def test_moments_are_iso_8601_and_quotes_are_doubled(self, asked):
        clock.travel_to(clock.now().replace(2030, 1, 2, 3, 4, 5, 678))
        assert self.lines((clock.now(), 'a "b", c\nd')) == [
            ["2030-01-02T03:04:05+00:00", 'a "b", c\nd']
        ]


def test_every_list_is_offered_on_one_page(app, client, administrator):
    page = client.get("/admin/imports").text
    urls = export_urls(app)
    assert {"admin.jobs_csv", "admin.imports_csv"} <= urls.keys()
    assert [url for url in urls.values() if f'href="{url}"' not in page] == []


def test_a_role_is_offered_what_it_may_open(app, client, sign_in):
    sign_in(UserFactory(role="packer"))
    page = client.get("/admin/imports").text
    for url in export_urls(app).values():
        assert client.get(url).status_code == (200 if f'href="{url}"' in page else 403), url


def test_every_export_is_a_table_without_formulas(app, client, administrator):
    product = make_product("=1+1")
    order = make_order(product, name="=cmd|' /C calc'!A0", email="+ada@example.com")
    db.session.add(OutboxJob(id="1" * 32, name=Job.SEND_ORDER_PLACED, arguments={"order_id": 1}))
    db.session.commit()
    upload(client, catalog_file({}), "=1+1.csv")
    for endpoint, url in export_urls(app).items():
        answer = client.get(url)
        assert answer.status_code == 200, endpoint
        assert answer.mimetype == "text/csv", endpoint
        assert "attachment" in answer.headers["Content-Disposition"], endpoint
        heading, *rows = csv.reader(io.StringIO(answer.text, newline=""))
        for row in rows:
            assert len(row) == len(heading), (endpoint, row)
            texts = [cell for cell in row if not cell.lstrip("-").replace(".", "").isdigit()]
            assert not [cell for cell in texts if cell[:1] in tuple("=+-@")], (endpoint, row)
    assert order.number
