"""`flask seed`."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image

from seeds import bulk, load, tree
from seeds.invented import FAMILIES, STEP, invent
from seeds.words import RANGES
from shop import clock
from shop.auth.models import User
from shop.cart.models import Cart, CartLine
from shop.catalog import services
from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Product,
    Review,
    StockMovement,
    Variant,
)
from shop.catalog.transfer import importer
from shop.extensions import db

COLLECTIONS = """\
slug,title,parent,description,image,featured
kitchen,Kitchen,,For cooks.,kitchen.png,tea-bowl
bowls-plates,Bowls & Plates,kitchen,Round things.,,
gifts,Gifts,,For others.,,
"""
PRODUCTS = """\
slug,title,collection,description,sku,options,price,compare_at_price,stock,image
tea-bowl,Tea bowl,bowls-plates;gifts,For two hands.,BOWL-S,Colour=Sage,12.50,,7,bowl.png
tea-bowl,,,,BOWL-O,Colour=Oat,12.50,15.00,0,
plate,Plate,bowls-plates,Flat.,PLATE,,9.00,,3,
"""
REVIEWS = """\
product,author,rating,title,body,days_ago,verified
tea-bowl,Ines,5,Just right,I have two.,12,1
tea-bowl,Tom,4,Good,A bit small.,90,0
"""
TABLES = (
    *("collections", "products", "variants", "options", "option_values", "pictures", "reviews"),
    *("collection_products", "stock_movements", "slug_redirects", "users", "outbox_jobs"),
)

Run = Callable[..., Result]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a demo shop of two products, in the place of the real one."""
    texts = {"collections": COLLECTIONS, "products": PRODUCTS, "reviews": REVIEWS}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "pictures").mkdir()
    for name in ("kitchen", "bowl"):
        Image.new("RGB", (40, 30), "teal").save(tmp_path / "pictures" / f"{name}.png")
    monkeypatch.setattr(load, "SEEDS", tmp_path)
    return tmp_path


@pytest.fixture
def seed(app: Flask, demo: Path) -> Run:
    def seed(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=["seed", *arguments])

    return seed


def counts() -> dict[str, int]:
    tables = db.metadata.tables
    found = {
        name: db.session.scalar(db.select(db.func.count()).select_from(tables[name]))
        for name in TABLES
    }
    db.session.rollback()
    return found


def product(slug: str) -> Product:
    return db.session.scalars(db.select(Product).where(Product.slug == slug)).one()


class TestDemoShop:
    def test_has_products_in_a_tree_of_collections(self, seed, client):
        result = seed()
        assert result.exit_code == 0, result.output
        assert "The demo shop has 2 products in 3 collections" in result.output
        kitchen = db.session.scalars(
            db.select(Collection).where(Collection.slug == "kitchen")
        ).one()
        assert [child.slug for child in kitchen.children] == ["bowls-plates"]
        assert kitchen.featured_product.slug == "tea-bowl"
        assert kitchen.picture.source_name == "kitchen.png"
        assert "Tea bowl" in client.get("/collections/kitchen").text

    def test_has_reviews_of_the_past(self, seed):
        seed()
        bowl = product("tea-bowl")
        ages = [clock.now() - review.created_at for review in bowl.reviews]
        assert (bowl.rating_count, bowl.rating_average) == (2, 450)
        assert sorted(age // timedelta(days=1) for age in ages) == [12, 90]
        assert bowl.published_at < min(review.created_at for review in bowl.reviews)

    def test_asks_the_worker_for_every_rendition(self, seed, run_jobs):
        seed()
        assert run_jobs() == ["tasks.media.render_picture"] * 2

    def test_second_time_changes_nothing(self, seed):
        seed()
        before = counts()
        result = seed()
        assert "0 products and 0 reviews are new" in result.output
        assert counts() == before

    def test_what_was_changed_by_hand_is_brought_back(self, seed):
        seed()
        product("plate").title = "Dish"
        db.session.commit()
        seed()
        assert product("plate").title == "Plate"

    def test_broken_file_is_named_by_line(self, seed, demo):
        (demo / "products.csv").write_text(PRODUCTS.replace("9.00", "nine"))
        result = seed()
        assert (result.exit_code, "Line 4, price" in result.output) == (1, True)

    def test_real_demo_shop_can_be_imported(self, app):
        assert tree.load(load.SEEDS) >= 10
        assert importer.check(load.SEEDS / "products.csv").new_products >= 60

    def test_real_reviews_are_of_products_that_are_there(self):
        slugs = {row["slug"] for row in tree.rows(load.SEEDS, "products.csv")}
        reviews = list(tree.rows(load.SEEDS, "reviews.csv"))
        assert {row["product"] for row in reviews} <= slugs
        assert {row["rating"] for row in reviews} <= set("12345")
        featured = {row["featured"] for row in tree.rows(load.SEEDS, "collections.csv")}
        assert featured - {""} <= slugs


class TestDemoAccounts:
    def test_administrator_and_shopper_can_sign_in(self, seed, client):
        result = seed()
        users = db.session.scalars(db.select(User).order_by(User.email)).all()
        assert [(u.email, u.is_administrator, bool(u.confirmed_at)) for u in users] == [
            ("admin@example.com", True, True),
            ("shopper@example.com", False, True),
        ]
        assert "demo-shop-password" in result.output
        data = {"email": "shopper@example.com", "password": "demo-shop-password"}
        assert client.post("/auth/login", data=data).status_code == 303

    def test_changed_password_stays_changed(self, seed):
        seed()
        db.session.execute(db.update(User).values(password_hash="other"))
        db.session.commit()
        assert "demo-shop-password" not in seed().output
        assert set(db.session.scalars(db.select(User.password_hash))) == {"other"}

    def test_production_has_none(self, seed, app, monkeypatch):
        monkeypatch.setitem(app.config, "SHOP_ENV", "production")
        result = seed()
        assert result.exit_code == 0
        assert "demo-shop-password" not in result.output
        assert db.session.scalar(db.select(db.func.count(User.id))) == 0


class TestReset:
    def test_brings_the_demo_shop_back_and_nothing_else(self, seed):
        seed("--products", "20")
        cart = Cart(lines=[CartLine(variant_id=1, title="Bowl", quantity=1, unit_price=1)])
        db.session.add(cart)
        db.session.commit()
        result = seed("--reset", "--yes")
        assert result.exit_code == 0, result.output
        assert counts()["products"] == 2
        assert db.session.scalar(db.select(db.func.count(CartLine.id))) == 0

    def test_without_a_terminal_it_needs_yes(self, seed):
        seed()
        before = counts()
        result = seed("--reset")
        assert result.exit_code == 2
        assert "without a terminal it needs --yes" in result.output
        assert counts() == before


class TestBigCatalog:
    def test_is_filled_up_to_the_number(self, seed, monkeypatch):
        monkeypatch.setattr(bulk, "BATCH", 40)
        result = seed("--products", "150")
        assert "148 invented products were added." in result.output
        assert counts()["products"] == 150

    def test_second_time_changes_nothing_and_more_adds_the_rest(self, seed):
        seed("--products", "50")
        before = counts()
        seed("--products", "50")
        assert counts() == before
        seed("--products", "60")
        assert counts()["products"] == 60

    def test_numbers_that_make_no_catalog_are_refused(self, seed):
        for number in ("-1", "1000001", "many"):
            assert seed("--products", number).exit_code == 2
        assert counts()["products"] == 0

    def test_summaries_are_those_of_variants_and_reviews(self, seed):
        seed("--products", "300")
        columns = [c for c in Product.__table__.columns if c.name != "updated_at"]
        query = db.select(*columns).order_by(Product.id)
        before = db.session.execute(query).all()
        services.summarise_all()
        services.refresh_ratings()
        assert db.session.execute(query).all() == before
        assert any(row.rating_count for row in before)
        assert any(row.is_on_sale for row in before)
        assert any(not row.is_available for row in before)

    def test_stock_is_the_sum_of_the_movements(self, seed):
        seed("--products", "60")
        moved = db.select(
            StockMovement.variant_id, db.func.sum(StockMovement.change).label("units")
        ).group_by(StockMovement.variant_id)
        sums = {row.variant_id: row.units for row in db.session.execute(moved)}
        variants = db.session.scalars(db.select(Variant)).all()
        assert {v.id: v.stock for v in variants if v.stock} == sums

    def test_products_are_shown_in_collections_with_a_cover(self, seed, client):
        seed("--products", "100")
        shown = db.session.execute(
            db.select(Collection.slug, CollectionProduct.is_direct)
            .join(Collection, Collection.id == CollectionProduct.collection_id)
            .join(Product, Product.id == CollectionProduct.product_id)
            .where(Product.cover_id.is_not(None), Product.title.like("%bowl"))
        )
        assert {("bowls-plates", True), ("kitchen", False)} <= {tuple(row) for row in shown}

    def test_products_are_found(self, seed, client):
        seed("--products", "40")
        title = invent(7).title
        assert title in client.get("/products", query_string={"q": title}).text

    def test_reviews_came_after_their_products(self, seed):
        seed("--products", "300")
        early = (
            db.select(Review.id)
            .join(Product, Product.id == Review.product_id)
            .where(Review.created_at < Product.published_at)
        )
        assert db.session.scalars(early).all() == []

    def test_titles_are_all_different(self):
        titles = Counter(invent(number).title for number in range(20_000))
        assert titles.most_common(1)[0][1] == 1

    def test_words_leave_no_combination_out(self):
        for family in FAMILIES:
            for words in (RANGES, family.finishes, family.materials, family.forms):
                assert len(words) % STEP
                assert len(set(words)) == len(words)

    def test_same_number_is_the_same_product(self):
        assert invent(123) == invent(123)
