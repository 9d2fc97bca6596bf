"""What pages keep of themselves must never outlive a change, nor cross from one page to another."""

import re

from factories import CollectionFactory
from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_babel import force_locale
from jinja2 import DictLoader

from shop import locales, settings
from shop.catalog.collection_services import create
from shop.extensions import db


def test_footer_shows_a_new_collection_at_once(client: FlaskClient) -> None:
    assert "Lamps" not in client.get("/").text
    create("Lamps", "", None)
    db.session.commit()
    page = client.get("/").text
    assert "Lamps" in page[page.index("site-footer") :]


def test_head_shows_a_new_name_of_the_shop_at_once(client: FlaskClient) -> None:
    before = client.get("/").text
    settings.save(shop_name="Heron & Sons")
    db.session.commit()
    after = client.get("/").text
    assert "<span>Heron &amp; Sons</span>" not in before
    assert after.count("<span>Heron &amp; Sons</span>") == 2  # in the head and in the footer


def test_menu_marks_the_page_that_is_shown_and_no_other(client: FlaskClient) -> None:
    CollectionFactory(title="Bowls", slug="bowls")
    CollectionFactory(title="Lamps", slug="lamps")
    db.session.commit()
    for slug in ("bowls", "lamps"):
        page = client.get(f"/collections/{slug}").text
        marked = re.findall(r'<a href="/collections/(\w+)" aria-current="page">', page)
        assert marked == [slug]


def test_words_searched_for_do_not_stay_in_the_field(client: FlaskClient) -> None:
    assert 'value="stoneware"' in client.get("/products?q=stoneware").text
    assert 'value="stoneware"' not in client.get("/products").text


def test_language_of_a_page_is_the_one_marked_in_its_footer(client: FlaskClient) -> None:
    english, german = client.get("/products").text, client.get("/de/products").text
    assert '<span lang="en" aria-current="true">' in english
    assert '<span lang="de" aria-current="true">' in german


def test_addresses_begin_with_the_mount_they_were_asked_in(app: Flask) -> None:
    for mount in ("", "/shop", ""):
        with app.test_request_context("/products", base_url=f"http://localhost{mount}"):
            assert url_for("catalog.products") == f"{mount}/products"


def test_true_and_one_are_different_values_of_an_address(app: Flask) -> None:
    with app.test_request_context("/"):
        assert url_for("catalog.products", on_sale=1) == "/products?on_sale=1"
        assert url_for("catalog.products", on_sale=True) == "/products?on_sale=True"


def test_same_template_is_another_one_where_it_is_drawn_otherwise(app: Flask) -> None:
    loader = DictLoader({"greeting.txt": "{{ name }}"})
    pages = app.jinja_env.overlay(loader=loader)
    letters = pages.overlay(autoescape=False)
    for _ in range(2):
        assert letters.get_template("greeting.txt").render(name="<b>") == "<b>"
        assert pages.overlay(autoescape=True).get_template("greeting.txt").render(name="<b>") == (
            "&lt;b&gt;"
        )


def test_what_is_made_of_a_locale_is_made_anew_in_another(app: Flask) -> None:
    with app.test_request_context("/"):
        assert locales.name() == "en"
        with force_locale("de"):
            assert locales.name() == "de"
            with force_locale("en_GB"):
                assert locales.name() == "en_GB"
            assert locales.name() == "de"
        assert locales.name() == "en"
