"""The merchant's own pages, as everybody reads them."""

import re

import pytest
from factories import make_product

from shop.extensions import db
from shop.pages import markdown, services
from shop.pages.models import Page


def write(slug="terms", title="Terms", **values):
    page = services.create(
        **{"slug": slug, "title": title, "body": "", "is_published": True} | values
    )
    db.session.commit()
    return page


def test_everybody_reads_a_page(client):
    write(body="## Paying\n\nYou pay **once**.")
    page = client.get("/pages/terms")
    assert page.status_code == 200
    assert "<h1>Terms</h1>" in page.text
    assert "<h2>Paying</h2>" in page.text
    assert "<strong>once</strong>" in page.text
    assert '<meta name="description" content="You pay once.">' in page.text
    assert '<link rel="canonical" href="http://localhost/pages/terms">' in page.text


def test_caches_may_keep_it(client):
    write()
    page = client.get("/pages/terms")
    assert "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers
    again = client.get("/pages/terms", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_a_change_shows_at_once(client):
    page = write(body="Before")
    client.get("/pages/terms")
    services.change(page, body="After")
    db.session.commit()
    assert "After" in client.get("/pages/terms").text


def test_a_draft_is_nobodys(client):
    write(is_published=False)
    assert client.get("/pages/terms").status_code == 404
    assert "Terms" not in client.get("/").text


@pytest.mark.parametrize("slug", ["no-such-page", "Terms", "%00", "%ff", "x" * 5000, "a%2Fb"])
def test_any_other_address_is_404(client, slug):
    write()
    assert client.get(f"/pages/{slug}").status_code == 404


def test_footer_and_checkout_link_it_where_it_says(client):
    make_product()
    write("about", "About us", in_footer=True)
    write("hidden", "Only by its address", in_footer=False)
    write("terms", "The terms", in_footer=False, at_checkout=True)
    home = client.get("/").text
    assert '<a href="/pages/about">About us</a>' in home
    assert "Only by its address" not in home
    assert "The terms" not in home
    variant = make_product().variants[0].id
    client.post("/cart/items", data={"variant": variant, "quantity": 1})
    checkout = client.get("/checkout").text
    assert "By placing the order you agree to these:" in checkout
    assert '<a href="/pages/terms" target="_blank">The terms</a>' in checkout


def test_without_pages_nothing_is_said_of_them(client):
    variant = make_product().variants[0].id
    client.post("/cart/items", data={"variant": variant, "quantity": 1})
    assert "you agree" not in client.get("/checkout").text
    assert "Good to know" not in client.get("/").text


def test_links_cost_no_query_and_stand_in_the_merchants_order(client, count_queries):
    make_product()
    without = count_queries(lambda: client.get("/products"))
    write("second", "Second", position=2)
    write("first", "First", position=1)
    assert count_queries(lambda: client.get("/products")) == without
    home = client.get("/").text
    assert home.index(">First</a>") < home.index(">Second</a>")


def test_is_in_the_sitemap_once_it_is_published(client):
    write()
    write("draft", "Draft", is_published=False)
    xml = client.get("/sitemap.xml").text
    assert "<loc>http://localhost/pages/terms</loc>" in xml
    assert "draft" not in xml


def test_a_taken_address_is_refused_and_nothing_else_lost(app):
    write()
    page = write("other", "Other")
    with pytest.raises(services.SlugTaken):
        services.change(page, slug="terms", title="Third")
    db.session.commit()
    assert {p.title for p in db.session.scalars(db.select(Page))} == {"Terms", "Other"}


@pytest.mark.parametrize(
    ("source", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("<iframe src=https://evil.example></iframe>", "<iframe"),
        ("<style>*{display:none}</style>", "<style"),
        ('<a href="javascript:alert(1)">x</a>', "<a"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](JaVaScRiPt:alert(1))", "href"),
        ("[x](&#106;avascript:alert(1))", "href"),
        ("[x](java\tscript:alert(1))", "href"),
        ("[x](vbscript:x)", "href"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "href"),
        ("<javascript:alert(1)>", "href"),
        ("[x]\n\n[x]: javascript:alert(1)", "href"),
        ("![x](https://tracker.example/pixel.png)", "src"),
        ("![x](javascript:alert(1))", "src"),
        ("![x](data:image/svg+xml;base64,PHN2Zz4=)", "src"),
        ('[x](https://a.example "\\" onclick=alert(1) \\"")', ' onclick="'),
        ("`<b>`<b onmouseover=alert(1)>", "<b"),
        ("| a |\n|:-:|\n| <svg onload=alert(1)> |", "<svg"),
    ],
)
def test_nothing_that_runs_survives(source, forbidden):
    assert forbidden not in markdown.to_html(source)


@pytest.mark.parametrize("piece", ["[", "![", "*a ", "`", "> ", "- ", "<", "&", "[a](", "a|", "\\"])
def test_long_junk_is_read_to_its_end(piece):
    assert markdown.to_html(piece * 2000)


def test_links_pictures_and_tables_are_there():
    html = markdown.to_html("[x](https://a.example) ![y](/media/ab/c.webp)\n\n|a|b|\n|-|-|\n|1|2|")
    assert 'href="https://a.example"' in html
    assert 'src="/media/ab/c.webp"' in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# One\n\n## Two", "23"),
        ("## One\n\n### Two\n\n## Three", "232"),
        ("### One", "2"),
        ("# One\n\n###### Six\n\n## Two", "233"),
        ("### Three\n\n# One", "22"),
    ],
)
def test_its_headings_begin_below_the_pages_own_and_skip_none(source, levels):
    assert "".join(re.findall(r"<h(\d)>", markdown.to_html(source))) == levels


def test_the_summary_is_cut_between_words():
    text = markdown.summary("# Title\n\n" + "word " * 100)
    assert text.startswith("word word")
    assert len(text) < 160
    assert text.endswith("word …")
