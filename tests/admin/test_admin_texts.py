"""Writing the catalog and the pages in another language."""

import pytest
from examples_texts import (
    fields,
    save_collection_texts,
    save_option_words,
    save_page_texts,
    save_product_texts,
    word_fields,
)
from factories import PictureFactory, make_product

from shop.admin.audit.models import AuditEntry
from shop.catalog.models import Product
from shop.extensions import db
from shop.shipping.models import ShippingZone
from shop.texts import keeping
from shop.texts.models import CatalogText


@pytest.mark.parametrize(
    ("example", "shown_at"),
    [
        (save_product_texts, "admin.product"),
        (save_collection_texts, "admin.collection"),
        (save_page_texts, "admin.page"),
    ],
)
def test_words_are_kept_and_told_on_the_things_own_page(client, administrator, example, shown_at):
    url, data = example()
    answer = client.post(url, data=data)
    assert (answer.status_code, answer.location) == (303, url)
    kept = dict(db.session.execute(db.select(CatalogText.field, CatalogText.text)).all())
    assert kept == {name: text for name, text in data.items() if name != "version"}
    assert data["title"] in client.get(url.removesuffix("/texts/de")).text


def test_words_are_found_in_the_audit_log_with_their_language(client, administrator):
    url, data = save_product_texts()
    client.post(url, data=data)
    entry = db.session.scalar(db.select(AuditEntry))
    assert (entry.target_kind, entry.target) == ("product", "Mug")
    assert ("de: title", "Becher") in {(c["what"], c["after"]) for c in entry.changes}


def test_an_empty_field_is_kept_no_more(client, administrator):
    url, data = save_product_texts()
    client.post(url, data=data)
    mug = db.session.scalar(db.select(Product))
    client.post(url, data=fields(mug, title="Becher", description=""))
    assert keeping.of_row(mug, "de")["title"] == "Becher"
    assert keeping.of_row(mug, "de")["description"] == ""
    assert db.session.scalar(db.select(db.func.count(CatalogText.id))) == 1


def test_a_title_that_is_too_long_is_refused_and_kept_in_its_field(client, administrator):
    url, data = save_product_texts()
    answer = client.post(url, data=data | {"title": "B" * 161})
    assert answer.status_code == 400
    assert "B" * 161 in answer.text
    assert "at most 160 characters" in answer.text
    assert db.session.scalar(db.select(CatalogText)) is None


def test_who_saves_second_sees_both_versions(client, administrator):
    url, data = save_product_texts()
    client.post(url, data=data)
    answer = client.post(url, data=data | {"title": "Tasse"})
    assert answer.status_code == 409
    assert "Becher" in answer.text
    assert "Tasse" in answer.text
    mug = db.session.scalar(db.select(Product))
    assert keeping.of_row(mug, "de")["title"] == "Becher"


def test_a_product_is_searched_by_its_new_words_at_once(client, administrator):
    url, data = save_product_texts()
    assert client.get("/products/suggest?q=becher").json["items"] == []
    client.post(url, data=data)
    assert [item["title"] for item in client.get("/products/suggest?q=becher").json["items"]] == [
        "Mug"
    ]


def test_what_is_on_a_picture_is_said_beside_the_product(client, administrator):
    mug = make_product("Mug", slug="mug")
    PictureFactory(alt="A mug on a shelf", product_id=mug.id)
    url = f"/admin/products/{mug.id}/texts/de"
    assert "A mug on a shelf" in client.get(url).text
    row = {"kind": "alt", "word": "A mug on a shelf", "text": "Ein Becher im Regal"}
    sent = {f"words-0-{name}": value for name, value in row.items()}
    assert client.post(url, data=fields(mug) | sent).status_code == 303
    assert 'alt="Ein Becher im Regal"' in client.get("/de/products/mug").text


def test_a_picture_of_another_product_is_not_renamed(client, administrator):
    mug = make_product("Mug")
    sent = {"words-0-kind": "alt", "words-0-word": "A bowl", "words-0-text": "Eine Schale"}
    answer = client.post(f"/admin/products/{mug.id}/texts/de", data=fields(mug) | sent)
    assert answer.status_code == 303
    assert db.session.scalar(db.select(CatalogText)) is None


def test_names_and_values_of_options_are_said_once_for_all_products(client, administrator):
    url, data = save_option_words()
    bowl = make_product("Bowl", slug="bowl", colours=("Sage", "Ink"))
    assert client.post(url, data=data).status_code == 303
    assert "Salbei" in client.get("/de/products/bowl").text
    assert "Bowl" in client.get("/products?q=salbei").text
    assert "Farbe" in client.get(url).text
    assert db.session.get(Product, bowl.id).options[0].name == "Colour"


def test_options_that_somebody_else_has_named_meanwhile_are_asked_about(client, administrator):
    url, data = save_option_words()
    client.post(url, data=data)
    again = client.post(url, data=data | {"words-1-text": "Salvia"})
    assert again.status_code == 409
    assert "Salvia" in again.text
    assert keeping.of_words("de", [("value", "Sage")]) == {("value", "Sage"): "Salbei"}


def test_words_that_no_option_has_are_left_out(client, administrator):
    url, data = save_option_words()
    stray = {"words-2-kind": "value", "words-2-word": "Gone", "words-2-text": "Weg"}
    client.post(url, data=data | stray)
    assert keeping.of_words("de", [("value", "Gone")]) == {}


def test_many_options_are_on_several_pages_in_the_same_number_of_queries(
    client, administrator, count_queries
):
    make_product("Mug", colours=("Sage",))
    few = count_queries(lambda: client.get("/admin/words/de"))
    make_product("Bowl", colours=tuple(f"Colour {n}" for n in range(120)))
    assert count_queries(lambda: client.get("/admin/words/de")) == few
    assert "page=2" in client.get("/admin/words/de").text
    assert client.get("/admin/words/de?page=2").status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "x" * 50, "%00"])
def test_a_language_that_is_none_of_the_others_is_a_404(client, administrator, language):
    mug = make_product("Mug")
    assert client.get(f"/admin/products/{mug.id}/texts/{language}").status_code == 404
    assert client.get(f"/admin/words/{language}").status_code == 404


def test_junk_in_the_rows_is_no_error(client, administrator):
    url, data = save_option_words()
    junk = {f"words-{10**30}-word": "x", "words--1-text": "y", "words-0-kind": "\0"}
    assert client.post(url, data=data | junk).status_code in (303, 400, 409)
    assert word_fields(("Farbe", "Salbei"))["version"]


def test_a_changed_text_can_be_put_back_and_is_searched_again(client, administrator):
    url, data = save_product_texts()
    client.post(url, data=data)
    mug = db.session.scalar(db.select(Product))
    client.post(url, data=fields(mug, title="Tasse", description="Ton."))
    entry_id = db.session.scalar(db.select(db.func.max(AuditEntry.id)))
    assert client.post(f"/admin/changes/{entry_id}/undo").status_code == 303
    db.session.expire_all()
    assert keeping.of_row(mug, "de")["title"] == "Becher"
    assert client.get("/products/suggest?q=becher").json["items"]


def test_a_copy_of_a_product_keeps_what_is_said_of_it(client, administrator):
    url, data = save_product_texts()
    client.post(url, data=data)
    client.post(url.removesuffix("/texts/de") + "/duplicate")
    copy = db.session.scalar(db.select(Product).order_by(Product.id.desc()))
    assert keeping.of_row(copy, "de")["description"] == "Ton."
    assert keeping.of_row(copy, "de")["title"] == ""


def test_ways_to_ship_and_taxes_are_said_among_the_short_words(client, administrator):
    zone = ShippingZone(title="Europe")
    db.session.add(zone)
    db.session.commit()
    page = client.get("/admin/words").text
    assert "Europe" in page


def test_plain_measures_are_not_asked_for(client, administrator):
    make_product("Pan", colours=("24 cm", "45 \u00d7 45 cm", "Large"))
    assert keeping.shared_words() == [("option", "Colour"), ("value", "Large")]
