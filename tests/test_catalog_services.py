import pytest
from factories import CollectionFactory, ReviewFactory, make_product

from shop.catalog import services
from shop.catalog.models import Collection, CollectionProduct, Product, SlugRedirect, StockMovement
from shop.extensions import db


def shelves(product: Product) -> dict[str, bool]:
    """The slugs of the collections that show `product`, and whether it was put there itself."""
    rows = db.session.scalars(
        db.select(CollectionProduct).where(CollectionProduct.product_id == product.id)
    )
    return {db.session.get(Collection, r.collection_id).slug: r.is_direct for r in rows}


SUMMARY = (
    "price",
    "highest_price",
    "compare_at_price",
    "is_on_sale",
    "stock",
    "is_available",
    "rating_count",
    "rating_average",
)


def summary(product: Product) -> tuple[object, ...]:
    return tuple(getattr(product, name) for name in SUMMARY)


class TestSummaries:
    def test_many_are_summed_up_as_one_is(self, app):
        products = [
            make_product(price=900, compare_at_price=1200, colours=("Sage", "Oat"), stock=3),
            make_product(price=500, stock=0),
            make_product(),
        ]
        products[0].variants[1].price = 700
        products[0].variants[1].compare_at_price = None
        db.session.delete(products[2].variants[0])
        db.session.flush()
        db.session.refresh(products[2])
        for product in products:
            services.summarise(product)
        expected = [summary(product) for product in products]
        db.session.execute(db.update(Product).values(price=1, stock=1, is_on_sale=True))
        services.summarise_all()
        db.session.commit()
        assert [summary(product) for product in products] == expected
        assert expected[0][:4] == (700, 900, None, True)
        assert expected[2][:6] == (0, 0, None, False, 0, False)

    def test_only_the_products_named_are_summed_up(self, app):
        first, second = make_product(price=100), make_product(price=200)
        db.session.execute(db.update(Product).values(price=1))
        services.summarise_all([first.id])
        db.session.commit()
        assert (first.price, second.price) == (100, 1)

    def test_rating_is_the_average_in_hundredths_half_up(self, app):
        product = make_product()
        for rating in (5, 4, 4, 3, 5, 5, 5, 4):
            ReviewFactory(product=product, rating=rating)
        services.refresh_rating(product)
        assert (product.rating_count, product.rating_average) == (8, 438)

    def test_rating_of_a_product_without_reviews_is_none(self, app):
        product = make_product(rating_count=3, rating_average=500)
        services.refresh_rating(product)
        assert (product.rating_count, product.rating_average) == (0, 0)


class TestStock:
    def test_change_of_stock_leaves_a_movement(self, app):
        variant = make_product(stock=10).variants[0]
        services.set_stock(variant, 4, "count")
        db.session.commit()
        movement = db.session.scalar(
            db.select(StockMovement)
            .where(StockMovement.variant_id == variant.id)
            .order_by(StockMovement.id.desc())
        )
        assert (variant.stock, movement.change, movement.reason) == (4, -6, "count")

    def test_same_stock_leaves_none(self, app):
        variant = make_product(stock=10).variants[0]
        before = db.session.scalar(db.select(db.func.count(StockMovement.id)))
        services.set_stock(variant, 10, "count")
        db.session.commit()
        assert db.session.scalar(db.select(db.func.count(StockMovement.id))) == before

    def test_sum_of_the_movements_is_the_stock_of_a_new_variant(self, app):
        product = make_product(stock=10)
        variant = services.add_variant(product, "NEW-1", 1500, stock=7, options={"Size": "Large"})
        services.set_stock(variant, 2, "sold")
        db.session.commit()
        total = db.session.scalar(
            db.select(db.func.sum(StockMovement.change)).where(
                StockMovement.variant_id == variant.id
            )
        )
        assert (total, variant.stock, variant.label, variant.position) == (2, 2, "Large", 1)


class TestCollections:
    def test_product_is_shown_in_every_collection_above(self, app):
        top = CollectionFactory(slug="top")
        middle = CollectionFactory(slug="middle", parent=top)
        product = make_product()
        services.put_into(product, [CollectionFactory(slug="low", parent=middle)])
        db.session.commit()
        assert shelves(product) == {"low": True, "middle": False, "top": False}
        assert [c.slug for c in product.collections] == ["low"]

    def test_product_leaves_the_collections_not_named(self, app):
        top = CollectionFactory(slug="top")
        low = CollectionFactory(slug="low", parent=top)
        product = make_product()
        services.put_into(product, [low])
        services.put_into(product, [top, CollectionFactory(slug="other")])
        db.session.commit()
        assert shelves(product) == {"top": True, "other": True}

    def test_moved_collection_takes_its_products_along(self, app):
        old, new = CollectionFactory(slug="old"), CollectionFactory(slug="new")
        moved = CollectionFactory(slug="moved", parent=old)
        stays = CollectionFactory(slug="stays", parent=old)
        product, other = make_product(), make_product()
        services.put_into(product, [CollectionFactory(slug="low", parent=moved)])
        services.put_into(other, [stays, moved])
        services.move_collection(moved, new)
        db.session.commit()
        assert shelves(product) == {"low": True, "moved": False, "new": False}
        assert shelves(other) == {"stays": True, "moved": True, "old": False, "new": False}

    def test_moving_to_the_top_empties_the_old_parent(self, app):
        old = CollectionFactory(slug="old")
        moved = CollectionFactory(slug="moved", parent=old)
        product = make_product()
        services.put_into(product, [moved])
        services.move_collection(moved, None)
        db.session.commit()
        assert shelves(product) == {"moved": True}

    def test_collection_cannot_move_below_itself(self, app):
        top = CollectionFactory()
        low = CollectionFactory(parent=CollectionFactory(parent=top))
        for parent in (top, low):
            with pytest.raises(services.WouldLoop):
                services.move_collection(top, parent)


class TestRename:
    def test_old_address_leads_to_the_product(self, app):
        product = make_product(slug="old")
        services.rename(product, "new")
        db.session.commit()
        redirect = db.session.scalar(db.select(SlugRedirect))
        assert product.slug == "new"
        assert (redirect.kind, redirect.slug, redirect.target_id) == ("product", "old", product.id)

    def test_going_back_to_an_old_address_drops_its_redirect(self, app):
        collection = CollectionFactory(slug="old")
        for slug in ("new", "old"):
            services.rename(collection, slug)
            db.session.commit()
        assert [r.slug for r in db.session.scalars(db.select(SlugRedirect))] == ["new"]

    def test_address_of_another_product_is_refused(self, app):
        make_product(slug="taken")
        with pytest.raises(services.SlugTaken):
            services.rename(make_product(), "taken")
