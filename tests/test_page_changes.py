"""A change shows at once on every kept page, in every process; what changes no page drops none."""

from datetime import timedelta

import pytest
from buying import ADDRESS, put_in_cart
from factories import (
    CollectionFactory,
    PictureFactory,
    ReviewFactory,
    UserFactory,
    make_order,
    make_product,
)
from page_sources import forget_in_memory, page_sources
from selling import make_promotion
from sqlalchemy import delete, insert, text, update

from shop import clock, settings
from shop.account.models import Address
from shop.catalog import stock
from shop.catalog.models import Collection, Product, Review, Variant
from shop.extensions import db
from shop.orders.keys import new_number
from shop.pagecache import changes
from shop.pages.models import Page
from shop.pricing import Kind
from shop.promotions.models import Promotion
from shop.promotions.services import claim
from shop.texts.models import CatalogText

SHOWN = {
    "catalog_texts",
    "collection_products",
    "collections",
    "option_values",
    "options",
    "page_redirects",
    "pages",
    "pictures",
    "product_counts",
    "products",
    "promotion_collections",
    "promotion_products",
    "promotions",
    "reviews",
    "settings",
    "shipping_countries",
    "shipping_methods",
    "shipping_steps",
    "shipping_zones",
    "slug_redirects",
    "tax_rates",
    "variant_option_values",
    "variants",
}


@pytest.fixture(autouse=True)
def bowl(app):
    bowl = make_product("Bowl", slug="bowl", stock=50, collections=(CollectionFactory(slug="x"),))
    ReviewFactory(product_id=bowl.id)
    return bowl


@pytest.fixture
def kept(app, client):
    """Whether the kept pages still are; each call begins anew with pages that are."""

    def is_kept(change):
        client.get("/products")
        with page_sources(app) as seen:
            change()
            client.get("/products")
        return seen == ["memory"]

    return is_kept


def test_every_table_is_known_to_be_shown_or_not():
    tables = set(db.metadata.tables)
    assert not SHOWN & changes.UNSEEN_TABLES
    assert tables == SHOWN | changes.UNSEEN_TABLES


def by_orm():
    db.session.scalars(db.select(Product)).one().title = "Changed"
    db.session.commit()


def by_statement():
    db.session.execute(update(Product).values(title="Changed"))
    db.session.commit()


def by_connection():
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(update(Product).values(title="Changed"))


def by_text():
    db.session.execute(text("UPDATE products SET title = 'Changed'"))
    db.session.commit()


def in_a_savepoint():
    with db.session.begin_nested():
        db.session.execute(update(Product).values(title="Changed"))
    db.session.commit()


WAYS = [by_orm, by_statement, by_connection, by_text, in_a_savepoint]


@pytest.mark.parametrize("address", ["/", "/products", "/products/bowl", "/collections/x"])
@pytest.mark.parametrize("change", WAYS)
def test_shows_at_once_by_whatever_way(client, other_client, change, address):
    assert "Bowl" in client.get(address).text
    change()
    assert "Changed" in other_client.get(address).text
    assert "Changed" in client.get(address).text


@pytest.mark.parametrize("change", WAYS)
def test_drops_what_other_processes_keep(app, client, change):
    client.get("/products")
    elsewhere = dict(app.wsgi_app.store.memory.pages)
    change()
    app.wsgi_app.store.memory.pages.update(elsewhere)
    assert "Changed" in client.get("/products").text


def test_what_is_rolled_back_changes_nothing(kept):
    def change():
        db.session.execute(update(Product).values(title="Changed"))
        db.session.rollback()

    assert kept(change)


def test_what_was_rolled_back_is_not_told_by_the_next_commit(kept):
    def change():
        db.session.execute(update(Product).values(title="Changed"))
        db.session.rollback()
        UserFactory()

    assert kept(change)


def test_a_statement_that_finds_no_row_keeps_the_pages(kept):
    assert kept(lambda: commit(update(Product).where(Product.id == 0).values(title="Changed")))


CHANGES = {
    "a price": lambda: repricing_of(2500),
    "a picture": lambda: PictureFactory(product_id=the_product().id),
    "a review": lambda: ReviewFactory(product_id=the_product().id),
    "a review gone": lambda: commit(delete(Review)),
    "a collection": lambda: CollectionFactory(),
    "a collection's words": lambda: commit(update(Collection).values(description="New.")),
    "a product": lambda: make_product("Vase"),
    "a product gone": lambda: commit(delete(Variant)),
    "a page": lambda: commit(insert(Page).values(slug="a", title="A", body="", is_published=True)),
    "a setting": lambda: save_setting(),
    "words in German": lambda: commit(
        insert(CatalogText).values(
            product_id=the_product().id, language="de", field="title", text="Schale"
        )
    ),
}


def repricing_of(price):
    commit(update(Variant).values(price=price))


def the_product():
    return db.session.scalars(db.select(Product)).first()


def commit(statement):
    db.session.execute(statement)
    db.session.commit()


def save_setting():
    settings.save(shop_name="Another name")
    db.session.commit()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_drops_the_kept_pages(kept, change):
    assert not kept(change)


UNSEEN = {
    "a customer": UserFactory,
    "an address": lambda: commit(insert(Address).values(user_id=UserFactory().id, **ADDRESS)),
}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN.keys())
def test_keeps_the_pages(kept, change):
    assert kept(change)


def test_a_cart_keeps_the_pages(kept, other_client, bowl):
    assert kept(lambda: put_in_cart(other_client, bowl))


def take(units):
    stock.take({the_product().variants[0].id: units}, "order")
    db.session.commit()


def test_an_order_that_leaves_plenty_keeps_the_pages(kept):
    assert kept(lambda: take(3))
    assert the_product().stock == 47


@pytest.mark.parametrize("units", [45, 46, 50])
def test_an_order_that_leaves_few_or_none_shows_at_once(kept, client, units):
    assert not kept(lambda: take(units))
    page = client.get("/products/bowl").text
    assert ("Sold out" if units == 50 else f"Only {50 - units} left") in page


def test_the_last_ones_are_counted_down(client):
    take(45)
    assert "Only 5 left" in client.get("/products/bowl").text
    take(1)
    assert "Only 4 left" in client.get("/products/bowl").text


def test_what_is_given_back_shows_at_once(kept, client):
    take(50)
    client.get("/products/bowl")

    def give_back():
        stock.give_back({the_product().variants[0].id: 2}, "order cancelled")
        db.session.commit()

    assert not kept(give_back)
    assert "Only 2 left" in client.get("/products/bowl").text


def test_another_low_stock_setting_shows_at_once(client):
    assert "Only 50 left" not in client.get("/products/bowl").text
    settings.save(low_stock=60)
    db.session.commit()
    assert "Only 50 left" in client.get("/products/bowl").text


def test_the_administrator_reads_what_they_wrote(client, administrator):
    product = the_product()
    page = client.get(f"/products/{product.slug}").text
    assert "Bowl" in page
    repricing_of(7700)
    assert "$77.00" in client.get(f"/products/{product.slug}").text


def promote(**more):
    make_promotion("Autumn", kind=Kind.PERCENT, percent=2000, **more)


def is_announced(client):
    return 'class="announcement"' in client.get("/products").text


def test_a_promotion_begins_and_ends_on_time(app, client):
    now = clock.now()
    promote(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    seen = []
    for minutes in (0, 59, 61, 119, 121):
        clock.travel_to(now + timedelta(minutes=minutes))
        seen.append(is_announced(client))
        forget_in_memory(app)
        assert is_announced(client) == seen[-1]
    assert seen == [False, False, True, True, False]


def test_a_promotion_that_is_used_up_shows_at_once(client, kept):
    promote(total_limit=2)
    promotion_id = db.session.scalars(db.select(Promotion.id)).one()

    bowl = the_product()
    orders = [make_order(bowl).id for _ in range(2)]

    def use():
        claim(promotion_id, orders.pop(), f"{new_number()}@example.com", 1)
        db.session.commit()

    assert kept(use)
    assert is_announced(client)
    assert not kept(use)
    assert not is_announced(client)
