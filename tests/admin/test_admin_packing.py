"""Packing many orders at once: the line of those that wait, one sheet to print, the carrier."""

from datetime import timedelta

import pytest
from factories import CollectionFactory, UserFactory, make_order, make_product

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.orders import services
from shop.orders.models import Order


def paid_order(*products, **fields):
    return make_order(*products, status="paid", paid_at=clock.now(), **fields)


def status_of(order):
    db.session.rollback()
    return db.session.get_one(Order, order.id).status


@pytest.fixture
def packer(sign_in):
    return sign_in(UserFactory(role="packer", name="Pat"))


def test_lists_what_is_paid_or_on_invoice_the_oldest_first(client, packer):
    new = paid_order(placed_at=clock.now())
    old = make_order(payment_method="invoice", placed_at=clock.now() - timedelta(days=2))
    others = [make_order(), make_order(status="packed"), make_order(status="cancelled")]
    page = client.get("/admin/orders/packing").text
    assert 0 < page.index(old.number) < page.index(new.number)
    assert not [order.number for order in others if order.number in page]


def test_leaves_out_what_was_refunded_whole(client, packer):
    order = paid_order(quantity=2)
    order.refunded = order.total
    db.session.commit()
    assert order.number not in client.get("/admin/orders/packing").text


def test_today_narrows_the_line(client, packer):
    today, before = paid_order(), paid_order(placed_at=clock.now() - timedelta(days=2))
    page = client.get("/admin/orders/packing?placed=today").text
    assert today.number in page
    assert before.number not in page


def test_packs_all_that_were_selected_and_says_who_did_it(client, packer):
    orders = [paid_order(), make_order(payment_method="invoice"), paid_order()]
    ids = [order.id for order in orders[:2]]
    answer = client.post("/admin/orders/packing", data={"ids": ids, "action": "pack"})
    assert answer.status_code == 303
    assert [status_of(order) for order in orders] == ["packed", "packed", "paid"]
    assert db.session.get_one(Order, ids[0]).events[-1].actor == "Pat"
    page = client.get(answer.location).text
    assert "2 orders are packed." in page
    assert f"/admin/orders/packing/print?ids={ids[0]}&amp;ids={ids[1]}" in page


def test_notes_the_state_before_and_after_in_the_log(client, packer):
    order = paid_order()
    client.post("/admin/orders/packing", data={"ids": [order.id], "action": "pack"})
    [entry] = db.session.scalars(db.select(AuditEntry))
    assert (entry.target_kind, entry.target) == ("order", order.number)
    [change] = [change for change in entry.changes if change["field"] == "status"]
    assert (change["before"], change["after"]) == ("paid", "packed")


def test_names_those_whose_state_changed_meanwhile_and_packs_the_others(client, packer):
    order, gone = paid_order(), paid_order()
    services.cancel(gone)
    db.session.commit()
    data = {"ids": [order.id, gone.id], "action": "pack"}
    page = client.get(client.post("/admin/orders/packing", data=data).location).text
    assert (status_of(order), status_of(gone)) == ("packed", "cancelled")
    assert "1 order is packed." in page
    assert f"{gone.number} (Refunded)" in page


def test_is_409_where_none_can_be_packed_any_more(client, packer):
    gone = paid_order()
    services.cancel(gone)
    db.session.commit()
    answer = client.post("/admin/orders/packing", data={"ids": [gone.id], "action": "pack"})
    assert answer.status_code == 409
    assert 'href="/admin/orders/packing"' in answer.text


def test_pressed_twice_packs_once(client, packer):
    order = paid_order()
    for _time in range(2):
        data = {"ids": [order.id], "action": "pack"}
        assert client.post("/admin/orders/packing", data=data).status_code == 303
    kinds = [event.kind for event in db.session.get_one(Order, order.id).events]
    assert kinds == ["pack"]


@pytest.mark.parametrize("ids", [[], ["x"], ["\0"], ["9" * 40], ["-1"], ["²"]])
def test_asks_for_a_selection(client, packer, ids):
    paid_order()
    answer = client.post("/admin/orders/packing", data={"ids": ids, "action": "pack"})
    assert answer.status_code == 400
    assert "Select the orders first." in answer.text


def test_the_sheet_has_a_slip_for_each_order_without_prices(client, packer):
    mug = make_product("Harbour mug", price=2461)
    orders = [paid_order(mug, name="Ada Brook"), paid_order(mug, name="Grace Hill")]
    answer = client.post(
        "/admin/orders/packing", data={"ids": [o.id for o in orders], "action": "print"}
    )
    page = client.get(answer.location).text
    assert page.count('<section class="print-page"') == 3
    assert "Ada Brook" in page
    assert "Grace Hill" in page
    assert "24.61" not in page


def test_the_pick_list_adds_units_up_by_shelf_and_sku(client, packer):
    shelves = [CollectionFactory(title=title, position=n) for n, title in enumerate("BA")]
    mug = make_product("Mug", collections=(shelves[0],))
    bowl = make_product("Bowl", collections=(shelves[1],))
    paid_order(mug, bowl, quantity=2)
    paid_order(mug, quantity=3)
    page = client.get("/admin/orders/packing/print").text
    picks = page[page.index("Pick list") : page.index("Packing slip <")]
    assert picks.index(bowl.variants[0].sku) < picks.index(mug.variants[0].sku)
    assert "<strong>5</strong>" in picks
    assert "7 units" in picks


def test_what_was_refunded_is_not_packed(client, packer):
    mug, bowl = make_product("Mug"), make_product("Bowl")
    order = paid_order(mug, bowl)
    order.lines[0].refunded_quantity = 1
    db.session.commit()
    page = client.get(f"/admin/orders/packing/print?ids={order.id}").text
    assert "Bowl" in page
    assert "Mug" not in page


def test_all_slips_come_as_one_pdf(client, packer):
    orders = [paid_order() for _number in range(3)]
    answer = client.get("/admin/orders/packing/slips.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.count(b"/Type /Page\n") == 1 + len(orders)


def test_an_empty_line_says_so(client, packer):
    assert "Nothing to pack" in client.get("/admin/orders/packing").text
    assert "Nothing to print" in client.get("/admin/orders/packing/print").text
    assert client.get("/admin/orders/packing/slips.pdf").status_code == 200


def test_hands_parcels_to_the_carrier_each_with_its_number(client, packer, run_jobs):
    orders = [make_order(status="packed", paid_at=clock.now()) for _number in range(2)]
    data = {"ids": [o.id for o in orders], "action": "ship"}
    data |= {f"tracking-{order.id}": f" TR {order.id} " for order in orders}
    answer = client.post("/admin/orders/parcels", data=data)
    assert answer.status_code == 303
    assert [status_of(order) for order in orders] == ["shipped", "shipped"]
    assert db.session.get_one(Order, orders[0].id).tracking_number == f"TR {orders[0].id}"
    assert run_jobs().count("tasks.orders.send_shipped") == 2


def test_a_tracking_number_that_is_too_long_ships_nothing_and_is_kept(client, packer):
    orders = [make_order(status="packed", paid_at=clock.now()) for _number in range(2)]
    data = {"ids": [o.id for o in orders], "action": "ship", f"tracking-{orders[0].id}": "T1"}
    answer = client.post(
        "/admin/orders/parcels", data=data | {f"tracking-{orders[1].id}": "x" * 81}
    )
    assert answer.status_code == 400
    assert 'value="T1"' in answer.text
    assert [status_of(order) for order in orders] == ["packed", "packed"]


def test_a_longer_line_needs_no_more_queries(client, packer, count_queries):
    mug = make_product(stock=99)
    paid_order(mug)
    few = count_queries(lambda: client.get("/admin/orders/packing"))
    for _number in range(5):
        paid_order(mug)
    assert count_queries(lambda: client.get("/admin/orders/packing")) == few
    sheet = count_queries(lambda: client.get("/admin/orders/packing/print"))
    paid_order(mug)
    assert count_queries(lambda: client.get("/admin/orders/packing/print")) == sheet


def test_a_reader_may_not_pack(client, sign_in):
    sign_in(UserFactory(role="reader"))
    order = paid_order()
    data = {"ids": [order.id], "action": "pack"}
    assert client.post("/admin/orders/packing", data=data).status_code == 403
    assert status_of(order) == "paid"
