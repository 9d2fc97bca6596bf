"""That whatever an administrator changes is noted, with the values before and after."""

import pytest
from factories import CollectionFactory, UserFactory, make_product

from shop.admin.audit import trail
from shop.admin.audit.models import AuditEntry
from shop.catalog import services
from shop.extensions import db


def entries():
    db.session.rollback()
    return list(db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)))


@pytest.fixture
def on_trail(app):
    """A job that an administrator asked for."""
    with trail.on_behalf_of(UserFactory(name="Ada"), "test"):
        yield


def test_a_change_is_noted_with_both_values_under_its_thing(app):
    product = make_product("Harbour mug", price=2400)
    with trail.on_behalf_of(UserFactory(name="Ada"), "test"):
        product.variants[0].price = 2200
        db.session.commit()
    [entry] = entries()
    assert (entry.actor, entry.action) == ("Ada", "test")
    assert (entry.target_kind, entry.target) == ("product", "Harbour mug")
    [change] = entry.changes
    assert (change["field"], change["before"], change["after"]) == ("price", 2400, 2200)
    assert change["what"] == product.variants[0].sku


def test_a_value_that_was_never_read_is_noted_as_well(app, on_trail):
    product = make_product("Harbour mug")  # which a commit has made the session forget
    db.session.rollback()
    product.title = "Harbour cup"
    db.session.commit()
    [change] = entries()[-1].changes
    assert (change["before"], change["after"]) == ("Harbour mug", "Harbour cup")


def test_what_is_set_by_its_relationship_is_noted_as_its_key(app, on_trail):
    home, kitchen = CollectionFactory(), CollectionFactory()
    home_id = home.id
    kitchen.parent = home
    db.session.commit()
    [change] = entries()[-1].changes
    assert (change["field"], change["before"], change["after"]) == ("parent_id", None, home_id)


def test_what_is_set_twice_and_back_is_one_change_or_none(app):
    product = make_product("Harbour mug", description="Blue")
    with trail.on_behalf_of(None, "test"):
        for title, text in (("A", "Red"), ("B", "Blue")):
            product.title, product.description = title, text
            db.session.flush()
        db.session.commit()
    [change] = entries()[0].changes
    assert (change["before"], change["after"]) == ("Harbour mug", "B")


def test_a_new_thing_is_noted_with_its_id(app, on_trail):
    product = make_product("Harbour mug")
    assert (entries()[0].target_id, entries()[0].target) == (product.id, "Harbour mug")


def test_what_is_rolled_back_is_not_noted(app):
    product = make_product()
    with trail.on_behalf_of(None, "test"):
        product.title = "Other"
        db.session.flush()
        db.session.rollback()
        db.session.commit()
    assert entries() == []


def test_what_a_savepoint_takes_back_is_not_noted(app):
    product = make_product("Mug")
    with trail.on_behalf_of(None, "test"):
        product.title = "Bowl"
        savepoint = db.session.begin_nested()
        product.slug = "bowl"
        db.session.flush()
        savepoint.rollback()
        db.session.commit()
    [entry] = entries()
    assert [change["field"] for change in entry.changes] == ["title"]


def test_a_statement_over_many_rows_is_noted_by_its_table(app, on_trail):
    db.session.execute(db.update(CollectionFactory._meta.model).values(position=5))
    db.session.commit()
    assert [entry.target_kind for entry in entries()] == ["collections"]


def test_a_secret_is_never_kept(app):
    user = UserFactory()
    with trail.on_behalf_of(None, "test"):
        user.password_hash = "scrypt:something"
        db.session.commit()
    assert "scrypt" not in str(entries()[0].changes)


def test_the_contracts_own_routes_are_noted_too(client, administrator):
    client.post("/collections", data={"title": "Kitchen"})
    [entry] = entries()
    assert (entry.actor, entry.action) == (administrator.name, "catalog.create_collection")
    assert (entry.target_kind, entry.target) == ("collection", "Kitchen")


def test_shoppers_leave_no_trail(client, customer):
    client.post("/account/profile", data={"name": "Grace"})
    assert entries() == []


def test_stock_keeps_its_own_ledger_beside_the_log(app, on_trail):
    product = make_product(stock=3)
    services.set_stock(product.variants[0], 8, "counted")
    db.session.commit()
    changes = [change for entry in entries() for change in entry.changes]
    assert {"stock", "change"} <= {change["field"] for change in changes}


def test_what_only_leaves_its_owners_list_is_noted(app):
    product = make_product("Mug", colours=("Sage", "Clay"))
    sku = product.variants[1].sku
    with trail.on_behalf_of(None, "test"):
        del product.variants[1]
        db.session.commit()
    gone = [change for entry in entries() for change in entry.changes if change["what"] == sku]
    assert {change["event"] for change in gone} == {"removed"}
    assert "price" in {change["field"] for change in gone}


def test_what_is_deleted_is_noted_once(app):
    product = make_product("Mug", colours=("Sage", "Clay"))
    with trail.on_behalf_of(None, "test"):
        db.session.delete(product.variants[1])
        db.session.commit()
    prices = [c for entry in entries() for c in entry.changes if c["field"] == "price"]
    assert len(prices) == 1
