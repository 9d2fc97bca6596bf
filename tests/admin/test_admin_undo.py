"""Undoing a change: what it put back, and what it leaves alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from factories import CollectionFactory, ReviewFactory, UserFactory, make_order, make_product

from shop import clock, settings
from shop.admin.audit import trail
from shop.admin.audit.models import AuditEntry
from shop.admin.products import acts
from shop.catalog import moving, publishing, removing, repricing, search, services
from shop.catalog.models import Product, Review, ReviewStatus, Variant
from shop.extensions import db
from shop.pages import services as pages
from shop.promotions.models import Promotion
from shop.rights import Role


@pytest.fixture
def noted(app):
    """Do something as Ada would, and return its entry's id."""
    ada = UserFactory(name="Ada Brook", role=Role.STAFF)

    def noted(action):
        with trail.on_behalf_of(ada, "test"):
            action()
            db.session.commit()
        return newest().id

    return noted


def newest():
    return db.session.scalar(db.select(AuditEntry).order_by(AuditEntry.id.desc()))


def undo(client, entry_id):
    answer = client.post(f"/admin/changes/{entry_id}/undo")
    db.session.rollback()
    db.session.expire_all()
    return answer


def set_price(product, price):
    product.variants[0].price = price
    services.summarise(product)


class TestWhatIsPutBack:
    def test_a_price_with_the_products_own_and_a_note_of_it(self, client, administrator, noted):
        product = make_product("Harbour mug", price=2400)
        entry_id = noted(lambda: set_price(product, 2200))
        answer = undo(client, entry_id)
        assert (answer.status_code, answer.location) == (303, f"/admin/changes/{entry_id}")
        assert db.session.get(Product, product.id).price == 2400
        assert newest().undoes_id == entry_id
        assert newest().actor == administrator.name
        page = client.get(f"/admin/changes/{entry_id}").text
        assert "This was undone later" in page
        assert "$24.00" in client.get(f"/products/{product.slug}").text

    def test_an_undo_by_undoing_it(self, client, administrator, noted):
        product = make_product(price=2400)
        undo(client, noted(lambda: set_price(product, 2200)))
        assert undo(client, newest().id).status_code == 303
        assert db.session.get(Product, product.id).price == 2200

    def test_a_product_that_was_hidden_since_when_it_was_published(
        self, client, administrator, noted
    ):
        product = make_product(published_at=clock.now() - timedelta(days=90))
        since = product.published_at
        entry_id = noted(lambda: publishing.hide(product))
        assert client.get(f"/products/{product.slug}").status_code == 404
        assert undo(client, entry_id).status_code == 303
        stored = db.session.get(Product, product.id)
        assert (stored.is_published, stored.published_at) == (True, since)
        assert client.get(f"/products/{product.slug}").status_code == 200

    def test_a_title_in_the_search_as_well(self, client, administrator, noted):
        product = make_product("Harbour mug")

        def rename():
            product.title = "Quayside beaker"
            db.session.flush()
            search.index([product.id])

        undo(client, noted(rename))
        assert "Harbour mug" in client.get("/products?q=harbour").text

    def test_an_address_that_the_later_one_leads_to(self, client, administrator, noted):
        product = make_product(slug="harbour-mug")
        undo(client, noted(lambda: services.rename(product, "quayside-mug")))
        assert client.get("/products/harbour-mug").status_code == 200
        assert client.get("/products/quayside-mug").location.endswith("/products/harbour-mug")

    def test_the_collections_of_a_product(self, client, administrator, noted):
        old, new = CollectionFactory(slug="kitchen"), CollectionFactory(slug="table")
        product = make_product(collections=(old,))
        undo(client, noted(lambda: services.put_into(product, [new])))
        assert [c.slug for c in db.session.get(Product, product.id).collections] == ["kitchen"]

    def test_the_place_of_a_collection(self, client, administrator, noted):
        home, kitchen = CollectionFactory(), CollectionFactory()
        entry_id = noted(lambda: services.move_collection(kitchen, home))
        undo(client, entry_id)
        assert db.session.get(type(kitchen), kitchen.id).parent_id is None

    def test_a_review_and_the_stars_that_it_counts_for(self, client, administrator, noted):
        review = ReviewFactory(product=make_product(), rating=4)

        def hide():
            review.status = ReviewStatus.HIDDEN
            db.session.flush()
            services.refresh_rating(review.product)

        entry_id = noted(hide)
        assert review.product.rating_count == 0
        undo(client, entry_id)
        assert db.session.get(Review, review.id).status == ReviewStatus.PUBLISHED
        assert db.session.get(Product, review.product_id).rating_average == 400

    def test_the_days_of_a_promotion(self, client, administrator, noted):
        ends = clock.now() + timedelta(days=3)
        promotion = Promotion(title="Ten off", percent=1000, ends_at=ends)
        db.session.add(promotion)
        db.session.commit()

        def end():
            promotion.ends_at, promotion.is_active = clock.now(), False

        undo(client, noted(end))
        stored = db.session.get(Promotion, promotion.id)
        assert (stored.ends_at, stored.is_active) == (ends, True)

    def test_the_text_of_a_page(self, client, administrator, noted):
        page = pages.create(slug="terms", title="Terms", body="Be kind.", is_published=True)
        db.session.commit()
        undo(client, noted(lambda: pages.change(page, body="Be quick.")))
        assert db.session.get(type(page), page.id).body == "Be kind."

    @pytest.mark.parametrize("before", [None, 9])
    def test_a_setting(self, client, administrator, noted, before):
        if before:
            settings.save(low_stock=before)
            db.session.commit()
        undo(client, noted(lambda: settings.save(low_stock=20)))
        settings.forget()
        assert settings.get("low_stock") == (before or 5)


class TestWhatIsLeftAlone:
    def test_what_somebody_has_changed_again_since(self, client, administrator, noted):
        product = make_product(price=2400)
        entry_id = noted(lambda: set_price(product, 2200))
        noted(lambda: set_price(product, 2100))
        answer = undo(client, entry_id)
        assert answer.status_code == 409
        table = answer.text[answer.text.index("Nothing was undone") :]
        assert "$22.00" in table
        assert "$21.00" in table
        assert db.session.get(Product, product.id).price == 2100
        assert newest().undoes_id is None

    def test_all_of_it_where_one_field_was_changed_again(self, client, administrator, noted):
        product = make_product("Harbour mug", description="Blue")

        def both():
            product.title, product.description = "Quayside mug", "Red"

        entry_id = noted(both)
        noted(lambda: setattr(product, "description", "Green"))
        assert undo(client, entry_id).status_code == 409
        assert db.session.get(Product, product.id).title == "Quayside mug"

    def test_what_is_deleted_by_now(self, client, administrator, noted):
        product = make_product(price=2400)
        entry_id = noted(lambda: set_price(product, 2200))
        db.session.delete(product)
        db.session.commit()
        answer = undo(client, entry_id)
        assert answer.status_code == 409
        assert "deleted" in answer.text

    def test_what_does_not_fit_any_more(self, client, administrator, noted):
        product = make_product(slug="harbour-mug", price=2400)
        entry_id = noted(lambda: services.rename(product, "quayside-mug"))
        make_product(slug="harbour-mug")
        answer = undo(client, entry_id)
        assert answer.status_code == 409
        assert "another&#39;s by now" in answer.text
        assert db.session.get(Product, product.id).slug == "quayside-mug"

    def test_a_price_that_would_reach_the_one_struck_through(self, client, administrator, noted):
        product = make_product(price=2400)
        entry_id = noted(lambda: set_price(product, 2000))
        noted(lambda: setattr(product.variants[0], "compare_at_price", 2200))
        assert undo(client, entry_id).status_code == 409
        assert db.session.scalar(db.select(Variant.price)) == 2000

    def test_what_holds_already_twice_is_once(self, client, administrator, noted):
        product = make_product(price=2400)
        entry_id = noted(lambda: set_price(product, 2200))
        for _ in range(2):
            assert undo(client, entry_id).status_code == 303
        undone = db.select(AuditEntry.id).where(AuditEntry.undoes_id == entry_id)
        assert len(db.session.scalars(undone).all()) == 1

    def test_stock(self, client, administrator, noted):
        product = make_product(stock=3)
        entry_id = noted(lambda: services.set_stock(product.variants[0], 8, "counted"))
        assert "cannot be undone here" in client.get(f"/admin/changes/{entry_id}").text
        assert undo(client, entry_id).status_code == 409
        assert db.session.scalar(db.select(Variant.stock)) == 8

    def test_orders_roles_and_what_was_added(self, client, administrator, noted):
        order, member = make_order(), UserFactory(role=Role.READER)
        entries = [
            noted(lambda: setattr(order, "city", "York")),
            noted(lambda: setattr(member, "role", Role.OWNER)),
            noted(lambda: make_product("Harbour mug")),
        ]
        assert [undo(client, entry_id).status_code for entry_id in entries] == [409, 409, 409]

    def test_a_deleted_product(self, client, administrator, noted):
        product = make_product("Harbour mug")
        entry_id = noted(lambda: db.session.delete(product))
        assert "Harbour mug removed" in " ".join(client.get("/admin/changes").text.split())
        assert undo(client, entry_id).status_code == 409

    def test_everything_for_who_may_only_read(self, client, sign_in, noted):
        product = make_product(price=2400)
        entry_id = noted(lambda: set_price(product, 2200))
        sign_in(UserFactory(role=Role.READER))
        assert undo(client, entry_id).status_code == 403
        assert db.session.get(Product, product.id).price == 2200

    def test_an_unknown_entry(self, client, administrator):
        assert undo(client, 4711).status_code == 404


class TestWhatWasDoneToManyAtOnce:
    @pytest.mark.parametrize("keep", [True, False])
    def test_a_product_goes_back_to_its_collections(self, client, administrator, noted, keep):
        old, new = CollectionFactory(title="Old"), CollectionFactory(title="New")
        product = make_product("Mug", collections=(old,))
        entry_id = noted(lambda: acts.note(moving.move_many([product.id], new, keep=keep)))
        assert "Mug put into New" in client.get("/admin/changes").text
        assert undo(client, entry_id).status_code == 303
        assert [c.title for c in db.session.get(Product, product.id).collections] == ["Old"]

    def test_a_price_changed_by_percent_goes_back(self, client, administrator, noted):
        product = make_product(price=2400)
        plan = repricing.plan([product.id], Decimal(-10), strike_through=True)
        entry_id = noted(lambda: acts.note(repricing.apply(plan)))
        assert undo(client, entry_id).status_code == 303
        variant = db.session.scalars(db.select(Variant)).one()
        assert (variant.price, variant.compare_at_price) == (2400, None)

    def test_a_deleted_product_stays_deleted(self, client, administrator, noted):
        product_id = make_product("Mug").id
        entry_id = noted(lambda: acts.note(removing.remove_many([product_id])))
        assert undo(client, entry_id).status_code == 409
