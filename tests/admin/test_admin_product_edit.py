"""The page of one product: its words, when it is shown, its address, and two who edit it."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import CollectionFactory, UserFactory, make_product
from product_form import fields_of, typed

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.catalog import search
from shop.catalog.models import CollectionProduct, Product, SlugRedirect
from shop.extensions import db
from shop.rights import Role

NEW = "/admin/products/new"


@pytest.fixture
def page(client, administrator):
    """A product, its address, and its page."""
    product = make_product("Harbour mug", slug="harbour-mug", price=2400, stock=10)
    path = f"/admin/products/{product.id}"
    return product.id, path, client.get(path)


def stored(product_id) -> Product:
    db.session.rollback()
    return db.session.get_one(Product, product_id)


def newest() -> Product:
    db.session.rollback()
    return db.session.scalars(db.select(Product).order_by(Product.id.desc())).first()


def test_new_product_is_made_from_title_and_price_alone(client, administrator):
    answer = client.post(
        NEW, data=typed(client.get(NEW), title="Reed basket", variants_0_price="12.50")
    )
    product = newest()
    assert answer.status_code == 303
    assert answer.location == f"/admin/products/{product.id}"
    assert (product.slug, product.price, product.is_published) == ("reed-basket", 1250, True)
    assert product.variants[0].sku == "REED-BASKET"
    assert "“Reed basket” is there." in client.get(answer.location).text


def test_new_product_is_in_the_shop_and_found(client, administrator):
    client.post(NEW, data=typed(client.get(NEW), title="Reed basket", variants_0_price="12.50"))
    assert "12.50" in client.get("/products/reed-basket").text
    assert not search.match("reed").is_empty


def test_second_product_of_a_title_gets_an_address_and_an_sku_of_its_own(client, administrator):
    for _ in range(2):
        client.post(NEW, data=typed(client.get(NEW), title="Reed basket", variants_0_price="5"))
    assert newest().slug == "reed-basket-2"
    assert newest().variants[0].sku == "REED-BASKET-2"


def test_empty_form_is_400_with_errors_beside_the_fields(client, administrator):
    answer = client.post(NEW, data=fields_of(client.get(NEW)))
    assert answer.status_code == 400
    assert "Give it a title." in answer.text
    assert "Give it a price." in answer.text
    assert newest() is None


def test_what_was_typed_is_kept_with_the_error(client, administrator):
    sent = typed(client.get(NEW), title="Basket", description="Woven.", variants_0_price="12,5x")
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 400
    assert "“12,5x” is no amount such as 12.50." in answer.text
    again = fields_of(answer)
    assert (again["title"], again["description"]) == ("Basket", "Woven.")
    assert again["variants-0-price"] == "12,5x"


def test_words_and_tax_class_are_saved(client, page):
    product_id, path, answer = page
    answer = client.post(
        path, data=typed(answer, title="Harbour cup", description="One.\r\n\r\nTwo.")
    )
    product = stored(product_id)
    assert answer.status_code == 303
    assert (product.title, product.description) == ("Harbour cup", "One.\n\nTwo.")
    assert "“Harbour cup” is saved." in client.get(path).text


def test_saving_without_a_change_changes_nothing(client, page):
    _product_id, path, answer = page
    assert client.post(path, data=fields_of(answer)).status_code == 303
    assert db.session.scalar(db.select(AuditEntry)) is None


def test_several_collections_show_it_above_them_too(client, administrator):
    kitchen = CollectionFactory(title="Kitchen")
    cups, gifts = CollectionFactory(title="Cups", parent=kitchen), CollectionFactory(title="Gifts")
    product_id = make_product().id
    path, chosen = f"/admin/products/{product_id}", [str(cups.id), str(gifts.id)]
    client.post(path, data=typed(client.get(path), collections=chosen))
    db.session.rollback()
    rows = db.session.scalars(db.select(CollectionProduct)).all()
    shown = {row.collection_id: row.is_direct for row in rows}
    assert shown == {cups.id: True, gifts.id: True, kitchen.id: False}
    assert fields_of(client.get(path)).getlist("collections") == [chosen[1], chosen[0]]


def test_hidden_product_leaves_the_shop(client, page):
    product_id, path, answer = page
    client.post(path, data=typed(answer, visibility="hidden"))
    assert not stored(product_id).is_published
    assert client.get("/products/harbour-mug").status_code == 404


def test_scheduled_product_waits_in_the_shops_time_zone(client, page, app, monkeypatch):
    product_id, path, answer = page
    monkeypatch.setattr(app.extensions["babel"], "timezone_selector", lambda: "Europe/Berlin")
    client.post(path, data=typed(answer, visibility="scheduled", publish_at="2035-07-01T09:00"))
    product = stored(product_id)
    assert product.publish_at == datetime(2035, 7, 1, 7, 0, tzinfo=UTC)
    assert not product.is_published
    assert fields_of(client.get(path))["publish_at"] == "2035-07-01T09:00"


@pytest.mark.parametrize("moment", ["", "soon", "2001-01-01T09:00", "9999-12-31T23:59", "1-1-1"])
def test_moment_that_is_none_or_past_is_400(client, page, moment):
    product_id, path, answer = page
    sent = typed(answer, visibility="scheduled", publish_at=moment)
    assert client.post(path, data=sent).status_code == 400
    assert stored(product_id).is_published


def test_old_address_leads_to_the_new_one(client, page):
    product_id, path, answer = page
    assert "Its old address will lead to the new one." in answer.text
    client.post(path, data=typed(answer, slug="harbour-cup"))
    assert stored(product_id).slug == "harbour-cup"
    assert client.get("/products/harbour-mug").location == "/products/harbour-cup"


def test_address_of_another_product_is_400_beside_the_field(client, page):
    product_id, path, answer = page
    make_product(slug="bowl")
    answer = client.post(path, data=typed(answer, slug="bowl"))
    assert answer.status_code == 400
    assert "Another product has this address already." in answer.text
    assert stored(product_id).slug == "harbour-mug"
    assert db.session.scalar(db.select(SlugRedirect)) is None


def test_words_for_search_engines_are_used_by_the_shop(client, page):
    _product_id, path, answer = page
    client.post(
        path, data=typed(answer, seo_title="Hand-thrown mug", seo_description="By the sea.")
    )
    shown = client.get("/products/harbour-mug").text
    assert "<title>Hand-thrown mug · " in shown
    assert '<meta name="description" content="By the sea.">' in shown
    assert '<meta property="og:title" content="Hand-thrown mug">' in shown
    assert "<h1>Harbour mug</h1>" in shown


def test_preview_of_a_search_result_falls_back_to_title_and_description(client, administrator):
    product_id = make_product("Bowl", slug="bowl", description="Deep and wide.\n\nMore.").id
    text = client.get(f"/admin/products/{product_id}").text
    assert 'data-result="title">Bowl<' in text
    assert 'data-result="description">Deep and wide.<' in text
    assert "/products/bowl<" in text


def test_price_changed_by_another_meanwhile_is_409_with_both(client, page):
    product_id, path, answer = page
    stored(product_id).variants[0].price = 2600
    db.session.commit()
    answer = client.post(path, data=typed(answer, title="Harbour cup"))
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile" in answer.text
    assert "26.00" in answer.text
    assert "24.00" in answer.text
    assert stored(product_id).title == "Harbour mug"


def test_saving_again_after_the_conflict_means_it(client, page):
    product_id, path, answer = page
    stored(product_id).title = "Harbour jug"
    db.session.commit()
    conflict = client.post(path, data=typed(answer, title="Harbour cup"))
    assert client.post(path, data=fields_of(conflict)).status_code == 303
    assert stored(product_id).title == "Harbour cup"


def test_a_button_pressed_meanwhile_does_not_hide_the_conflict(client, page):
    product_id, path, answer = page
    stored(product_id).title = "Harbour jug"
    db.session.commit()
    pressed = client.post(path, data=typed(answer, do="add-option"))
    assert "Harbour jug" in pressed.text
    assert "Somebody else has changed this meanwhile" in pressed.text


def test_change_is_logged_with_who_and_shown_on_the_page(client, administrator, page):
    product_id, path, answer = page
    client.post(path, data=typed(answer, variants_0_price="22.00"))
    entry = db.session.scalar(db.select(AuditEntry).where(AuditEntry.target_kind == "product"))
    fields = {change["field"]: (change["before"], change["after"]) for change in entry.changes}
    assert (entry.target_id, entry.actor) == (product_id, administrator.name)
    assert fields["price"] == (2400, 2200)
    shown = client.get(path).text
    assert "History" in shown
    assert f'href="/admin/changes?kind=product&amp;id={product_id}"' in shown
    assert administrator.name in shown


def test_unknown_product_is_404(client, administrator):
    assert client.get("/admin/products/999").status_code == 404
    assert client.post("/admin/products/999", data={}).status_code == 404


def test_reader_sees_the_page_without_buttons(client, sign_in):
    sign_in(UserFactory(role=Role.READER))
    product = make_product("Harbour mug")
    answer = client.get(f"/admin/products/{product.id}")
    assert "Harbour mug" in answer.text
    assert '<fieldset class="stack" disabled>' in answer.text
    assert "Save</button>\n  </div>" not in answer.text


def test_page_takes_the_same_number_of_queries_for_many_variants(
    client, administrator, count_queries
):
    few = make_product(colours=("Sage", "Clay"))
    many = make_product(colours=tuple(f"Colour {number}" for number in range(30)))
    paths = [f"/admin/products/{product.id}" for product in (few, many)]
    client.get(paths[0])
    counts = [count_queries(lambda path=path: client.get(path)) for path in paths]
    assert counts[0] == counts[1]


def test_moment_in_the_past_that_is_stored_stays(client, page):
    product_id, path, _answer = page
    product = stored(product_id)
    product.is_published, product.publish_at = False, clock.now() + timedelta(minutes=5)
    db.session.commit()
    sent = typed(client.get(path), title="Harbour cup")
    clock.travel_to(clock.now() + timedelta(hours=1))
    assert client.post(path, data=sent).status_code in (303, 400)


def test_page_leads_on_to_preview_sale_copy_and_end(client, page):
    product_id, path, _answer = page
    stored(product_id).is_published = False
    db.session.commit()
    text = client.get(path).text
    for address in (
        f'href="{path}/preview"',
        f'href="/admin/promotions/new?product={product_id}"',
        f'action="{path}/duplicate"',
        f'action="{path}/delete"',
        'href="/admin/products"',
    ):
        assert address in text
