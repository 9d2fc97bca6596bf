"""Doing something with many products at once."""

import re

import pytest
from factories import (
    CollectionFactory,
    ReviewFactory,
    fill_catalog,
    make_order,
    make_product,
)

from shop.admin.audit.models import AuditEntry
from shop.admin.products import bulk
from shop.catalog import search
from shop.catalog.models import CollectionProduct, Product, SlugRedirect, Variant
from shop.extensions import db
from shop.orders.models import OrderLine

URL = "/admin/products/bulk"


@pytest.fixture(autouse=True)
def _administrator(administrator):
    """Each of these is done by one."""


def stamp(answer):
    assert answer.status_code in (200, 409), answer.text
    return re.search(r'name="confirmed" value="([^"]+)"', answer.text)[1]


def do(client, products, action, *, query="", **fields):
    """As somebody who reads the page in between and presses its button."""
    data = {"ids": [p.id for p in products], "action": action} | fields
    look = client.post(URL + query, data=data | {"look": "1"})
    return client.post(URL + query, data=data | {"confirmed": stamp(look)})


def changes():
    db.session.rollback()
    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))
    return [
        (entry.target, change["what"], change["field"], change["before"], change["after"])
        for entry in entries
        for change in entry.changes
    ]


def fresh(product):
    db.session.rollback()
    return db.session.get(Product, product.id, populate_existing=True)


def found(word):
    return list(search.match(word).ids)


class TestPublishing:
    def test_publishes_what_is_selected(self, client):
        mug, bowl = make_product("Mug", is_published=False), make_product(is_published=False)
        answer = client.post(URL, data={"ids": [mug.id], "action": "publish"})
        assert answer.status_code == 303
        assert "1 product is published" in client.get(answer.location).text
        assert (fresh(mug).is_published, fresh(bowl).is_published) == (True, False)
        assert found("mug") == [mug.id]
        assert ("Mug", "", "is_published", False, True) in changes()

    def test_hides_what_is_selected(self, client):
        mug = make_product("Mug")
        search.index()
        db.session.commit()
        client.post(URL, data={"ids": [mug.id], "action": "hide"})
        assert not fresh(mug).is_published
        assert found("mug") == []
        assert client.get(f"/products/{mug.slug}").status_code == 404

    def test_again_changes_nothing(self, client):
        mug = make_product()
        before = fresh(mug).published_at
        assert client.post(URL, data={"ids": [mug.id], "action": "publish"}).status_code == 303
        assert fresh(mug).published_at == before
        assert changes() == []

    def test_asks_before_it_hides_a_whole_list(self, client):
        mug = make_product()
        answer = client.post(URL, data={"everything": "1", "action": "hide"})
        assert "Hide: 1 product" in answer.text
        assert fresh(mug).is_published
        data = {"everything": "1", "action": "hide", "confirmed": stamp(answer)}
        assert client.post(URL, data=data).status_code == 303
        assert not fresh(mug).is_published

    def test_takes_the_list_as_it_was_narrowed(self, client):
        out, there = make_product(stock=0), make_product(stock=9)
        query = "?stock=out"
        answer = client.post(URL + query, data={"everything": "1", "action": "hide"})
        data = {"everything": "1", "action": "hide", "confirmed": stamp(answer)}
        answer = client.post(URL + query, data=data)
        assert "stock=out" in answer.location
        assert (fresh(out).is_published, fresh(there).is_published) == (False, True)

    def test_shows_once_more_what_is_no_longer_so(self, client):
        make_product()
        look = client.post(URL, data={"everything": "1", "action": "hide"})
        late = make_product()
        data = {"everything": "1", "action": "hide", "confirmed": stamp(look)}
        answer = client.post(URL, data=data)
        assert answer.status_code == 409
        assert fresh(late).is_published


class TestRefusals:
    @pytest.mark.parametrize(
        "data",
        [
            {"action": "hide"},
            {"action": "hide", "ids": ["x", "9" * 30, "-1", "\0", "2147483647"]},
            {"action": "hide", "everything": "1"},
        ],
    )
    def test_nothing_selected_is_a_400_with_a_way_back(self, client, data):
        answer = client.post(URL + "?q=nothing-like-it", data=data)
        assert answer.status_code == 400
        assert "/admin/products?q=nothing-like-it" in answer.text

    def test_unknown_action_is_a_400(self, client):
        data = {"ids": [make_product().id], "action": "explode"}
        assert client.post(URL, data=data).status_code == 400

    def test_too_many_are_refused(self, client, monkeypatch):
        monkeypatch.setattr(bulk, "MOST", 2)
        fill_catalog(3)
        answer = client.post(URL, data={"everything": "1", "action": "hide"})
        assert answer.status_code == 400
        assert "Narrow the list down" in answer.text


class TestCollections:
    def test_moves_products_out_of_the_others(self, client):
        top = CollectionFactory(title="Home")
        old, new = CollectionFactory(title="Old"), CollectionFactory(title="New", parent=top)
        mug = make_product("Mug", collections=(old,))
        answer = do(client, [mug], "move", collection=new.slug)
        assert answer.status_code == 303
        shown = db.session.execute(
            db.select(CollectionProduct.collection_id, CollectionProduct.is_direct)
        ).all()
        assert sorted(map(tuple, shown)) == sorted([(new.id, True), (top.id, False)])
        assert changes() == [
            ("Mug", "New", "is_direct", None, True),
            ("Mug", "Old", "is_direct", True, None),
        ]
        assert found("home") == [mug.id]

    def test_adds_products_and_leaves_them_in_the_others(self, client):
        old, new = CollectionFactory(title="Old"), CollectionFactory(title="New")
        mug = make_product("Mug", collections=(old,))
        do(client, [mug], "add", collection=new.slug)
        assert [c.title for c in fresh(mug).collections] == ["Old", "New"]

    def test_unknown_collection_is_a_400(self, client):
        data = {"ids": [make_product().id], "action": "move", "collection": "x", "look": "1"}
        answer = client.post(URL, data=data)
        assert answer.status_code == 400
        assert "There is no such collection" in answer.text


class TestDeleting:
    def test_asks_first_and_says_what_goes(self, client):
        mug = make_product("Mug", stock=7)
        db.session.add(ReviewFactory.build(product_id=mug.id))
        db.session.commit()
        make_order(mug)
        answer = client.post(URL, data={"ids": [mug.id], "action": "delete"})
        assert "Delete 1 product for good" in answer.text
        assert "1 of them was bought" in answer.text
        assert fresh(mug)

    def test_deletes_what_is_theirs_and_keeps_orders(self, client):
        mug, bowl = make_product("Mug", slug="mug"), make_product("Bowl")
        mug_id, number = mug.id, make_order(mug).number
        db.session.add(SlugRedirect(kind="product", slug="cup", target_id=mug_id))
        search.index()
        db.session.commit()
        assert do(client, [mug], "delete").status_code == 303
        assert ("Mug", "", "slug", "mug", None) in changes()
        assert db.session.get(Product, mug_id) is None
        assert db.session.scalars(db.select(Variant.product_id)).all() == [bowl.id]
        assert db.session.scalars(db.select(SlugRedirect.slug)).all() == []
        assert found("mug") == []
        assert db.session.scalars(db.select(OrderLine.title)).all() == ["Mug"]
        assert client.get(f"/admin/orders/{number}").status_code == 200
