"""One product before and after it is published, its copy, and its end."""

from datetime import timedelta

import pytest
from factories import CollectionFactory, UserFactory, make_product
from product_form import png

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.catalog import publishing, search
from shop.catalog.models import Option, Picture, Product
from shop.catalog.pictures import add_picture
from shop.extensions import db
from shop.media.storage import storage
from shop.outbox import Job, OutboxJob
from shop.rights import Role
from tasks import catalog, schedule


def fresh(product_id):
    db.session.rollback()
    return db.session.get(Product, product_id, populate_existing=True)


class TestPreview:
    def test_shows_what_shoppers_will_see_and_sells_nothing(self, client, administrator):
        mug = make_product("Harbour mug", is_published=False, description="For tea.")
        answer = client.get(f"/admin/products/{mug.id}/preview")
        assert answer.status_code == 200
        assert "For tea." in answer.text
        assert "shoppers do not see this page yet" in answer.text
        assert 'type="submit" disabled>Add to cart' in answer.text
        assert "data-recent" not in answer.text
        assert "noindex" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert client.get(f"/products/{mug.slug}").status_code == 404

    def test_says_when_it_will_be_published(self, client, administrator):
        mug = make_product(is_published=False, publish_at=clock.now() + timedelta(days=3))
        text = client.get(f"/admin/products/{mug.id}/preview").text
        assert "shoppers see this from" in text
        assert "Publish now" in text

    def test_without_variants_it_is_shown_too(self, client, administrator):
        bare = Product(title="Bare", slug="bare", is_published=False)
        db.session.add(bare)
        db.session.commit()
        assert client.get(f"/admin/products/{bare.id}/preview").status_code == 200

    def test_a_reader_sees_it_without_the_button(self, client, sign_in):
        sign_in(UserFactory(role=Role.READER))
        mug = make_product(is_published=False)
        text = client.get(f"/admin/products/{mug.id}/preview").text
        assert "Publish now" not in text

    def test_an_administrator_is_led_from_the_shop_to_the_edit_page(
        self, client, other_client, administrator
    ):
        mug = make_product()
        link = f'href="/admin/products/{mug.id}"'
        assert link in client.get(f"/products/{mug.slug}").text
        assert link not in other_client.get(f"/products/{mug.slug}").text

    @pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
    def test_of_nothing_is_a_404(self, client, administrator, number):
        assert client.get(f"/admin/products/{number}/preview").status_code == 404


class TestPublishing:
    def test_publishes_at_once(self, client, administrator):
        mug = make_product("Mug", is_published=False, publish_at=clock.now() + timedelta(days=1))
        answer = client.post(f"/admin/products/{mug.id}/publish")
        assert (answer.status_code, answer.location) == (303, f"/admin/products/{mug.id}")
        assert (fresh(mug.id).is_published, fresh(mug.id).publish_at) == (True, None)
        assert client.get(f"/products/{mug.slug}").status_code == 200
        assert list(search.match("mug").ids) == [mug.id]
        assert db.session.scalar(db.select(OutboxJob.name)) == Job.REFRESH_SITEMAP

    def test_publishing_again_keeps_its_date(self, client, administrator):
        mug = make_product()
        before = mug.published_at
        client.post(f"/admin/products/{mug.id}/publish")
        assert fresh(mug.id).published_at == before

    def test_hides(self, client, administrator):
        mug = make_product("Mug")
        client.post(f"/admin/products/{mug.id}/hide")
        assert not fresh(mug.id).is_published
        assert list(search.match("mug").ids) == []
        assert mug.id in db.session.scalars(search.all_ids("mug"))


class TestSchedule:
    @pytest.fixture
    def due(self, app):
        product = make_product("Mug")
        publishing.schedule(product, clock.now() + timedelta(days=7))
        db.session.commit()
        return product

    def test_waits_for_its_moment(self, due):
        assert not fresh(due.id).is_published
        assert catalog.publish_due() == 0
        assert not fresh(due.id).is_published

    def test_is_published_once_its_moment_has_come(self, client, due):
        clock.travel_to(clock.now() + timedelta(days=7, minutes=1))
        assert catalog.publish_due() == 1
        product = fresh(due.id)
        assert (product.is_published, product.publish_at) == (True, None)
        assert clock.now() - product.published_at < timedelta(minutes=1)
        assert client.get(f"/products/{product.slug}").status_code == 200
        assert list(search.match("mug").ids) == [product.id]

    def test_is_published_once_only(self, due):
        clock.travel_to(clock.now() + timedelta(days=8))
        assert [catalog.publish_due(), catalog.publish_due()] == [1, 0]
        db.session.rollback()
        entries = db.session.scalars(db.select(AuditEntry)).all()
        assert [(e.action, e.target) for e in entries] == [("tasks.catalog.publish_due", "Mug")]

    def test_hidden_meanwhile_it_stays_hidden(self, due):
        publishing.hide(fresh(due.id))
        db.session.commit()
        clock.travel_to(clock.now() + timedelta(days=8))
        assert catalog.publish_due() == 0
        assert not fresh(due.id).is_published

    def test_a_moment_that_has_passed_is_now(self, app):
        mug = make_product(is_published=False)
        publishing.schedule(mug, clock.now() - timedelta(minutes=1))
        assert (mug.is_published, mug.publish_at) == (True, None)

    def test_is_looked_for_each_minute(self):
        jobs = {job.function: job.when for job in schedule.PERIODIC}
        assert jobs["tasks.catalog.publish_due"] == 60


class TestDuplicate:
    def test_is_a_hidden_copy_without_stock(self, client, administrator):
        shelf = CollectionFactory(title="Kitchen")
        mug = make_product(
            "Mug", slug="mug", price=900, compare_at_price=1200, stock=5,
            collections=(shelf,), colours=("Blue", "Red"), description="For tea.",
        )  # fmt: skip
        answer = client.post(f"/admin/products/{mug.id}/duplicate")
        copy = fresh(int(answer.location.rsplit("/", 1)[1]))
        assert (answer.status_code, copy.slug, copy.title) == (303, "mug-copy", "Mug (copy)")
        assert (copy.is_published, copy.stock, copy.description) == (False, 0, "For tea.")
        assert [v.label for v in copy.variants] == ["Blue", "Red"]
        assert {(v.price, v.compare_at_price) for v in copy.variants} == {(900, 1200)}
        assert all(v.sku.endswith("-COPY") for v in copy.variants)
        assert [c.title for c in copy.collections] == ["Kitchen"]
        assert db.session.scalar(db.select(db.func.count(Option.id))) == 2
        assert copy.id in db.session.scalars(search.all_ids("mug"))

    def test_a_second_one_has_names_of_its_own(self, client, administrator):
        mug = make_product(slug="mug")
        for _ in range(2):
            client.post(f"/admin/products/{mug.id}/duplicate")
        db.session.rollback()
        slugs = db.session.scalars(db.select(Product.slug).order_by(Product.id)).all()
        assert slugs == ["mug", "mug-copy", "mug-copy-2"]

    def test_names_as_long_as_they_may_be_leave_room(self, client, administrator):
        mug = make_product("m" * 160, slug="m" * 160)
        mug.variants[0].sku = "S" * 64
        db.session.commit()
        answer = client.post(f"/admin/products/{mug.id}/duplicate")
        copy = fresh(int(answer.location.rsplit("/", 1)[1]))
        assert copy.slug.endswith("-copy")
        assert copy.variants[0].sku.endswith("-COPY")

    def test_has_pictures_of_its_own(self, client, administrator, run_jobs):
        mug = make_product("Mug")
        picture = add_picture(mug, png(), "A mug", 0)
        mug.cover = mug.variants[0].picture = picture
        db.session.commit()
        run_jobs()
        answer = client.post(f"/admin/products/{mug.id}/duplicate")
        copy = fresh(int(answer.location.rsplit("/", 1)[1]))
        [own] = copy.pictures
        assert own.key != picture.key
        assert (own.alt, copy.cover, copy.variants[0].picture) == ("A mug", own, own)
        key = own.key
        run_jobs()
        client.post(f"/admin/products/{mug.id}/delete")
        assert "tasks.media.forget_pictures" in run_jobs()
        kept = db.session.scalars(db.select(Picture)).all()
        assert [(p.key, p.rendered_at is not None) for p in kept] == [(key, True)]
        assert storage().exists(key)

    def test_leaves_out_a_picture_whose_file_is_gone(self, client, administrator):
        mug = make_product("Mug")
        mug.pictures.append(Picture(key=f"ab/ab{'0' * 30}.webp", width=10, height=10))
        db.session.commit()
        answer = client.post(f"/admin/products/{mug.id}/duplicate")
        assert fresh(int(answer.location.rsplit("/", 1)[1])).pictures == []


def test_deleting_one_takes_its_files_along(client, administrator, run_jobs):
    mug = make_product("Mug")
    key = add_picture(mug, png(), "A mug", 0).key
    db.session.commit()
    run_jobs()
    answer = client.post(f"/admin/products/{mug.id}/delete")
    assert (answer.status_code, answer.location) == (303, "/admin/products")
    run_jobs()
    assert not storage().exists(key)
