from xml.etree import ElementTree as ET

import pytest
from factories import CollectionFactory, make_product

from shop.catalog import sitemap
from shop.extensions import db
from shop.redis import connect, redis_client
from tasks.catalog import refresh_sitemap

XHTML = "{http://www.w3.org/1999/xhtml}"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(answer):
    root = ET.fromstring(answer.data)  # noqa: S314 - our own bytes
    return [loc.text for loc in root.iter(f"{SPACE}loc")]


def test_lists_pages_collections_and_published_products(client, app):
    CollectionFactory(slug="kitchen")
    make_product(slug="mug")
    make_product(slug="secret", is_published=False)
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    paths = ["/", "/products", "/collections", "/collections/kitchen", "/products/mug"]
    expected = [f"http://localhost{prefix}{path}" for path in paths for prefix in ("", "/de")]
    assert addresses(answer) == expected


def test_names_each_page_in_all_languages(client, app):
    make_product(slug="mug")
    root = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own bytes
    links = [
        {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        for url in root
        if url.findtext(f"{SPACE}loc").endswith("/products/mug")
    ]
    everywhere = {
        "en": "http://localhost/products/mug",
        "de": "http://localhost/de/products/mug",
        "x-default": "http://localhost/products/mug",
    }
    assert links == [everywhere, everywhere]


def test_says_when_a_product_changed(client, app):
    product = make_product()
    day = product.updated_at.date().isoformat()
    assert f"<lastmod>{day}T" in client.get("/sitemap.xml").text


def test_large_shop_has_an_index_and_parts(client, app, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 8)
    CollectionFactory(slug="kitchen")
    for number in range(6):
        make_product(slug=f"mug-{number}")
    index = client.get("/sitemap.xml")
    assert b"<sitemapindex" in index.data
    parts = addresses(index)
    assert parts[0] == "http://localhost/sitemap-1.xml"
    files = [addresses(client.get(part)) for part in parts]
    assert len(parts) > 2
    assert all(0 < len(file) <= 8 for file in files)
    found = [url for file in files for url in file]
    assert len(found) == len(set(found)) == 20
    assert found[-1] == "http://localhost/de/products/mug-5"


def test_part_stays_the_same_file_when_a_product_of_another_goes(client, app, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 8)
    mugs = [make_product(slug=f"mug-{number}") for number in range(12)]
    last = addresses(client.get("/sitemap.xml"))[-1]
    before = client.get(last).data
    db.session.delete(mugs[0])
    db.session.commit()
    refresh_sitemap()
    assert addresses(client.get("/sitemap.xml"))[-1] == last
    assert client.get(last).data == before


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "x"])
def test_part_that_is_not_there_is_not_found(client, app, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_is_kept_until_the_job_makes_it_anew(client, app):
    client.get("/sitemap.xml")
    make_product(slug="new-mug")
    assert "new-mug" not in client.get("/sitemap.xml").text
    refresh_sitemap()
    assert "new-mug" in client.get("/sitemap.xml").text


def test_is_made_anew_when_the_shop_moves(client, app, monkeypatch):
    client.get("/sitemap.xml")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://shop.example")
    assert addresses(client.get("/sitemap.xml"))[0] == "https://shop.example/"


def test_job_lets_go_of_parts_that_are_no_more(client, app, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sitemap, "MOST_ENTRIES", 4)
        refresh_sitemap()
    assert client.get("/sitemap-2.xml").status_code == 200
    refresh_sitemap()
    assert client.get("/sitemap-2.xml").status_code == 404


def test_is_right_when_redis_lost_it(client, app):
    refresh_sitemap()
    make_product(slug="new-mug")
    redis_client().flushdb()
    assert "new-mug" in client.get("/sitemap.xml").text


def test_is_right_when_redis_is_away(client, app, monkeypatch):
    make_product(slug="mug")
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "redis", connect("redis://127.0.0.1:1"))
        assert "/products/mug" in client.get("/sitemap.xml").text


def test_strangers_copy_may_be_kept(client, app):
    answer = client.get("/sitemap.xml")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_costs_no_query_once_it_is_kept(client, app, count_queries):
    refresh_sitemap()
    db.session.rollback()
    assert count_queries(lambda: client.get("/sitemap.xml")) == 0


class TestRobots:
    def test_names_the_sitemap(self, client, app):
        answer = client.get("/robots.txt")
        assert answer.mimetype == "text/plain"
        assert "Sitemap: http://localhost/sitemap.xml" in answer.text.splitlines()

    @pytest.mark.parametrize("path", ["/cart", "/account", "/auth/", "/*?q="])
    def test_keeps_robots_out_of_private_pages_and_searches(self, client, app, path):
        assert f"Disallow: {path}" in client.get("/robots.txt").text.splitlines()
