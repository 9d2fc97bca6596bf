"""Uploading a catalog file: what is none is refused at once, and says why."""

import pytest
from admin.catalog_files import catalog_file, only_run, upload

from shop.admin.imports.models import ImportRun
from shop.catalog.models import Product
from shop.extensions import db


def test_a_file_is_checked_and_changes_nothing(client, administrator, run_jobs):
    answer = upload(client, catalog_file({}), "spring.csv")
    assert answer.status_code == 303
    run_jobs()
    run = only_run()
    assert (run.status, run.name, run.actor) == ("checked", "spring.csv", administrator.name)
    assert db.session.scalar(db.select(Product)) is None
    page = client.get(answer.location).text
    assert "Nothing is changed yet" in page
    assert "Import 2 changes" in page


def test_a_byte_order_mark_is_no_part_of_the_file(client, administrator):
    assert upload(client, b"\xef\xbb\xbf" + catalog_file({})).status_code == 303


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04junk", "spreadsheet"),
        (b"slug,title\nx,y\n", "columns are missing"),
        (catalog_file(), "no products"),
        (catalog_file({"title": "Käse"}).decode().encode("latin-1"), "Line 2 is not UTF-8"),
        (catalog_file({}).replace(b"BOWL", b'"BOWL'), "quotation mark"),
        (catalog_file({"title": "x\0y"}), "not a text"),
    ],
    ids=["empty", "spreadsheet", "columns", "heading", "latin-1", "quote", "nul"],
)
def test_what_is_no_catalog_is_400_and_says_why(client, administrator, content, words):
    answer = upload(client, content)
    assert answer.status_code == 400
    assert words in answer.text
    assert db.session.scalar(db.select(ImportRun)) is None


def test_no_file_at_all_is_400(client, administrator):
    answer = client.post("/admin/imports", data={"file": "text"})
    assert answer.status_code == 400
    assert "Choose a file." in answer.text


def test_a_file_larger_than_other_bodies_is_taken(client, administrator):
    content = catalog_file({"description": "x" * 100_000}, *[{"description": ""}] * 20)
    content += b"\r\n" * 700_000
    assert len(content) > 1_400_000
    assert upload(client, content).status_code == 303


def test_a_file_of_more_than_20_megabytes_is_413(client, administrator):
    assert upload(client, b"x" * (21 * 1024 * 1024)).status_code == 413


def test_a_name_with_folders_and_junk_in_it_is_made_harmless(client, administrator):
    upload(client, catalog_file({}), "C:/sales/../<b>spring\t.csv")
    assert only_run().name == "<b>spring.csv"
    assert "<b>spring" not in client.get("/admin/imports").text
