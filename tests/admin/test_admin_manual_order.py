"""An order that an administrator takes by telephone, placed as the checkout places one."""

import re

import pytest
from at_once import at_once
from buying import ADDRESS, HIDDEN, ship_to
from factories import AddressFactory, UserFactory, make_order, make_product
from selling import make_promotion, make_tax

from shop.catalog import search
from shop.catalog.models import Variant
from shop.extensions import db
from shop.orders.models import Order

URL = "/admin/orders/new"


@pytest.fixture
def seller(sign_in):
    return sign_in(UserFactory(role="staff", name="Sam"))


def fields_for(client, *products, quantity=1, **changed):
    """What the page would send once it is filled in and its total was shown."""
    data = ADDRESS | {"email": "ada@example.com", "action": "update", "payment_method": "invoice"}
    data |= {f"quantity-{product.variants[0].id}": quantity for product in products}
    page = client.post(URL, data=data | changed)
    assert page.status_code == 200, page.text
    hidden = dict(HIDDEN.findall(page.text))
    shown = {name: hidden[name] for name in ("checkout_token", "shown")}
    return data | changed | shown | {"shipping_method": "standard", "action": "place"}


def orders():
    db.session.rollback()
    return db.session.scalars(db.select(Order).order_by(Order.id)).all()


def stock_of(product):
    db.session.rollback()
    return db.session.scalar(db.select(Variant.stock).where(Variant.product_id == product.id))


def test_places_the_order_in_the_administrators_name(client, seller, run_jobs):
    ship_to("GB")
    mug = make_product("Harbour mug", price=2400, stock=5)
    answer = client.post(URL, data=fields_for(client, mug, quantity=2))
    [order] = orders()
    assert (answer.status_code, answer.location) == (303, f"/admin/orders/{order.number}")
    assert (order.total, order.payment_method, order.status) == (5300, "invoice", "pending")
    assert [(line.title, line.quantity) for line in order.lines] == [("Harbour mug", 2)]
    assert [(event.kind, event.actor) for event in order.events] == [("placed", "Sam")]
    assert stock_of(mug) == 3
    assert "tasks.orders.send_placed" in run_jobs()


def test_the_page_shows_what_it_comes_to_before_it_is_placed(client, seller):
    ship_to("GB", price=600)
    make_tax("GB", 20)
    make_promotion("Ten off", code="TEN")
    mug = make_product("Harbour mug", price=2000)
    data = ADDRESS | {"email": "ada@example.com", f"quantity-{mug.variants[0].id}": 2}
    page = client.post(URL, data=data | {"codes": "ten", "action": "update"}).text
    for row in ("$40.00", "Ten off (TEN)", "-$4.00", "$6.00", "VAT 20 %", "$42.00"):
        assert row in page
    assert orders() == []


def test_pressed_twice_places_one_order(client, seller):
    ship_to("GB")
    data = fields_for(client, make_product(stock=5))
    answers = [client.post(URL, data=data) for _time in range(2)]
    assert len(orders()) == 1
    assert {answer.location for answer in answers} == {f"/admin/orders/{orders()[0].number}"}


def test_a_changed_price_comes_back_to_be_looked_at(client, seller):
    ship_to("GB")
    mug = make_product(price=2400)
    data = fields_for(client, mug)
    mug.variants[0].price = 2600
    db.session.commit()
    answer = client.post(URL, data=data)
    assert answer.status_code == 409
    assert "The total is $31.00 now, it was $29.00." in answer.text
    assert 'value="1 Mill Lane"' in answer.text
    assert orders() == []


def test_what_was_never_shown_is_not_placed(client, seller):
    ship_to("GB")
    data = fields_for(client, make_product())
    assert client.post(URL, data=data | {"shown": ""}).status_code == 409
    assert orders() == []


def test_gone_stock_is_told_and_the_page_stays(client, seller):
    ship_to("GB")
    mug, bowl = make_product("Harbour mug", stock=2), make_product("Bowl")
    data = fields_for(client, mug, bowl, quantity=2)
    mug.variants[0].stock = 0
    db.session.commit()
    answer = client.post(URL, data=data)
    assert answer.status_code == 409
    assert "Sold out for now" in answer.text
    assert orders() == []


def test_nothing_left_at_all_is_409(client, seller):
    ship_to("GB")
    mug = make_product("Harbour mug", stock=1)
    data = fields_for(client, mug)
    mug.variants[0].stock = 0
    db.session.commit()
    answer = client.post(URL, data=data)
    assert answer.status_code == 409
    assert "There is not enough left of: Harbour mug." in answer.text


def test_a_sku_is_added_at_once(client, seller):
    mug = make_product("Harbour mug")
    page = client.post(URL, data={"find": mug.variants[0].sku.lower(), "action": "update"}).text
    assert f'name="quantity-{mug.variants[0].id}"' in page


def test_a_title_offers_what_it_finds_and_its_button_adds_one(client, seller):
    mugs = [make_product(f"Harbour mug {letter}") for letter in "AB"]
    search.index()
    db.session.commit()
    page = client.post(URL, data={"find": "harbour mug", "action": "update"}).text
    ids = re.findall(r'name="add" value="(\d+)"', page)
    assert {int(id_) for id_ in ids} == {mug.variants[0].id for mug in mugs}
    kept = {"email": "ada@example.com", "note": "Rang at noon"}
    page = client.post(URL, data=kept | {"find": "harbour mug", "add": ids[0]}).text
    assert f'name="quantity-{ids[0]}"' in page
    assert "ada@example.com" in page
    assert "Rang at noon" in page


def test_a_line_can_be_removed(client, seller):
    mug = make_product("Harbour mug")
    id_ = mug.variants[0].id
    page = client.post(URL, data={f"quantity-{id_}": 2, "remove": id_}).text
    assert f'name="quantity-{id_}"' not in page


@pytest.mark.parametrize("typed", ["x", "-1", "100", "1.5", "9" * 50, "\0", "²"])
def test_a_quantity_that_is_none_is_refused_and_kept(client, seller, typed):
    ship_to("GB")
    mug = make_product("Harbour mug")
    data = fields_for(client, mug) | {f"quantity-{mug.variants[0].id}": typed}
    answer = client.post(URL, data=data)
    assert answer.status_code in (400, 409)
    assert "Please give a whole number" in answer.text
    assert orders() == []


@pytest.mark.parametrize(
    "field", ["email", "name", "line1", "city", "country", "shipping_method", "codes"]
)
def test_bad_fields_are_marked_and_the_others_kept(client, seller, field):
    ship_to("GB")
    data = fields_for(client, make_product()) | {field: "?!" if field == "codes" else ""}
    answer = client.post(URL, data=data)
    assert answer.status_code == 400
    assert "field-error" in answer.text
    assert 'value="LS1 4AP"' in answer.text
    assert orders() == []


def test_an_order_of_nothing_is_refused(client, seller):
    ship_to("GB")
    answer = client.post(URL, data=fields_for(client))
    assert answer.status_code == 400
    assert "Add what is ordered." in answer.text


@pytest.mark.parametrize(("confirmed", "is_theirs"), [(True, True), (False, False)])
def test_the_order_is_the_accounts_once_its_address_is_confirmed(
    client, seller, confirmed, is_theirs
):
    ship_to("GB")
    fields = {} if confirmed else {"confirmed_at": None}
    user = UserFactory(email="ada@example.com", **fields)
    client.post(URL, data=fields_for(client, make_product()))
    assert orders()[0].user_id == (user.id if is_theirs else None)


def test_a_customer_can_be_chosen_beforehand(client, seller):
    ship_to("GB")
    address = AddressFactory(line1="7 Quay Street")
    page = client.get(f"{URL}?customer={address.user_id}").text
    assert address.user.email in page
    assert "7 Quay Street" in page


def test_a_guests_last_address_is_filled_in(client, seller):
    ship_to("GB")
    make_order(email="grace@example.com", line1="9 Hill Road")
    data = {"email": " Grace@Example.com ", "action": "fill_in"}
    assert "9 Hill Road" in client.post(URL, data=data).text
    answer = client.post(URL, data={"email": "nobody@example.com", "action": "fill_in"})
    assert answer.status_code == 400
    assert "Nothing is known of this address yet." in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [("customer=999999", 404), ("customer=x", 404), ("customer=%00", 404), ("email=%00", 200)],
)
def test_junk_in_the_address(client, seller, query, status):
    assert client.get(f"{URL}?{query}").status_code == status


def test_a_note_is_for_the_back_office_alone(client, seller):
    ship_to("GB")
    client.post(URL, data=fields_for(client, make_product(), note="Rang at noon"))
    note = orders()[0].events[-1]
    assert (note.kind, note.text, note.is_internal) == ("note", "Rang at noon", True)


def test_a_packer_takes_no_orders(client, sign_in):
    sign_in(UserFactory(role="packer"))
    assert client.get(URL).status_code == 403
    assert client.post(URL, data={"action": "place"}).status_code == 403


def test_pressed_by_two_hands_at_once_places_one_order(app, client, seller):
    ship_to("GB")
    data = fields_for(client, make_product(stock=5))
    cookie = client.get_cookie("session")
    browsers = [app.test_client() for _number in range(2)]
    for browser in browsers:
        browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        browser.set_cookie("session", cookie.value)
    presses = [lambda browser=browser: browser.post(URL, data=data) for browser in browsers]
    answers = at_once(app, presses)
    assert len(orders()) == 1
    assert {answer.location for answer in answers} == {f"/admin/orders/{orders()[0].number}"}
