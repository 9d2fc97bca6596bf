"""No page that shoppers see reads a large table from end to end: each statement has its index.

On PostgreSQL alone, whose plans say so. The tables of a test are small, which PostgreSQL rightly
reads whole; so it is told to rather not, and what it still reads whole has no index that serves.
"""

import re

import pytest
from factories import CollectionFactory, fill_catalog, make_product
from sqlalchemy import event, text

from shop.catalog import search
from shop.extensions import db

LARGE = {"products", "collection_products", "product_search", "variants", "reviews", "pictures"}

HOT = {
    "/": {"ix_products_newest", "ix_products_on_sale", "ix_products_rating"},
    "/products": {"ix_product_counts_collection_id", "ix_products_newest", "ix_products_price"},
    "/products?page=3": {"ix_products_newest"},
    "/products?sort=price&min_price=6&max_price=90": {"ix_products_price"},
    "/products?sort=title": {"ix_products_title"},
    "/products?sort=rating": {"ix_products_rating"},
    "/products?in_stock=1&on_sale=1&rating=4": {"ix_product_counts_collection_id"},
    "/collections/mugs": {"ix_collection_products_newest", "ix_collection_products_price"},
    "/collections/mugs?sort=price&page=3": {"ix_collection_products_price"},
    "/products/blue-mug": {"uq_products_slug", "ix_variants_product"},
    "/products?q=bulk+product": {"ix_product_search_document"},
    "/products?q=bulk+product&in_stock=1&collection=mugs": {"ix_product_search_document"},
    "/products?q=bulc": {"ix_product_search_document"},
    "/products/suggest?q=bul": {"ix_product_search_document"},
    "/sitemap.xml": set(),
}


@pytest.fixture
def catalog(app):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL says how it finds what it is asked for")
    mugs = CollectionFactory(slug="mugs")
    fill_catalog(600, mugs, CollectionFactory(slug="cups", parent=mugs))
    make_product("Blue mug", slug="blue-mug")
    search.index()
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


@pytest.fixture
def plans(catalog, client):
    """The plans of all statements that a GET of an address runs."""

    def plans(address: str) -> list[str]:
        asked = []

        def note(_connection, _cursor, statement, parameters, _context, _many):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                asked.append((statement, parameters))

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(address).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        with db.engine.connect() as connection:
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_sort = off"))
            found = [
                "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
                for statement, parameters in asked
            ]
            connection.invalidate()
        return found

    return plans


def read_whole(plan: str) -> set[str]:
    """The large tables that `plan` reads from end to end."""
    return set(re.findall(r"Seq Scan on (\w+)", plan)) & LARGE


@pytest.mark.parametrize("address", HOT)
def test_page_reads_no_large_table_from_end_to_end(plans, address):
    found = plans(address)
    assert found
    assert [plan for plan in found if read_whole(plan)] == []


@pytest.mark.parametrize("address", [address for address, indexes in HOT.items() if indexes])
def test_page_uses_the_indexes_made_for_it(plans, address):
    found = "\n".join(plans(address))
    assert {index for index in HOT[address] if index not in found} == set()


def test_these_tests_notice_an_index_that_is_gone(plans):
    index = "ix_product_search_document"
    with db.engine.begin() as connection:
        made = connection.scalar(text(f"SELECT pg_get_indexdef('{index}'::regclass)"))
        connection.execute(text(f"DROP INDEX {index}"))
    try:
        assert "product_search" in set.union(*map(read_whole, plans("/products?q=bulk")))
    finally:
        with db.engine.begin() as connection:
            connection.execute(text(made))
