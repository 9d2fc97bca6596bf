"""Who changed what, in words."""

import re
from datetime import UTC, datetime

import pytest
from factories import CollectionFactory, UserFactory, make_product
from flask_babel import get_babel

from shop import clock
from shop.admin.audit import showing, trail, values
from shop.admin.audit.models import AuditEntry
from shop.catalog import services
from shop.extensions import db
from shop.rights import Role


@pytest.fixture
def ada(app):
    return UserFactory(name="Ada Brook", role=Role.STAFF)


def change_price(product, user, price=2200):
    with trail.on_behalf_of(user, "admin.save_product"):
        product.variants[0].price = price
        services.summarise(product)
        db.session.commit()
    return last_entry()


def last_entry():
    return db.session.scalar(db.select(AuditEntry).order_by(AuditEntry.id.desc()))


def text_of(page):
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


class TestTheLog:
    def test_says_who_changed_a_price_and_what_it_was(self, client, administrator, ada):
        product = make_product("Harbour mug", price=2400)
        change_price(product, ada)
        page = client.get("/admin/changes").text
        assert "Ada Brook" in page
        sku = product.variants[0].sku
        assert f"Price of Harbour mug ({sku}): $24.00 → is now $22.00" in text_of(page)

    def test_leads_to_the_thing_while_it_is_there(self, client, administrator, ada):
        product = make_product("Harbour mug")
        change_price(product, ada)
        link = f'href="/admin/products/{product.id}"'
        assert link in client.get("/admin/changes").text
        db.session.delete(product)
        db.session.commit()
        assert link not in client.get("/admin/changes").text

    def test_says_nothing_of_what_follows_from_a_change_by_itself(self, client, ada):
        product = make_product("Harbour mug", price=2400)
        assert [c["field"] for c in change_price(product, ada).changes] == ["price"]

    def test_names_a_thing_that_was_added_in_one_line(self, client, administrator, ada):
        product = make_product("Harbour mug")
        with trail.on_behalf_of(ada, "test"):
            services.add_variant(product, "HM-9", 2600)
            db.session.commit()
        assert "Harbour mug (HM-9) added" in text_of(client.get("/admin/changes").text)

    def test_names_the_collections_that_a_product_was_moved_between(
        self, client, administrator, ada
    ):
        old, new = CollectionFactory(title="Kitchen"), CollectionFactory(title="Table")
        product = make_product("Harbour mug", collections=(old,))
        with trail.on_behalf_of(ada, "test"):
            services.put_into(product, [new])
            db.session.commit()
        page = text_of(client.get("/admin/changes").text)
        assert "taken out of Kitchen" in page
        assert "put into Table" in page

    def test_shows_times_in_the_shops_zone(self, client, sign_in, ada, app, monkeypatch):
        monkeypatch.setattr(get_babel(app), "default_timezone", "Asia/Tokyo")
        clock.travel_to(datetime(2031, 5, 6, 20, 30, tzinfo=UTC))
        sign_in(ada)
        change_price(make_product(), ada)
        assert "5/7/31, 5:30" in client.get("/admin/changes").text

    def test_escapes_what_people_typed(self, client, administrator, ada):
        product = make_product("<script>alert(1)</script>")
        change_price(product, ada)
        assert "<script>alert(1)" not in client.get("/admin/changes").text

    def test_costs_the_same_for_any_number(self, client, administrator, ada, count_queries):
        products = [make_product() for _ in range(6)]
        change_price(products[0], ada)
        few = count_queries(lambda: client.get("/admin/changes"))
        for product in products:
            change_price(product, ada, 2100)
        assert count_queries(lambda: client.get("/admin/changes")) == few

    @pytest.mark.parametrize("role", [Role.PACKER, None])
    def test_is_closed_to_who_may_not_see_it(self, client, sign_in, role):
        sign_in(UserFactory(role=role))
        assert client.get("/admin/changes").status_code == 403


class TestNarrowing:
    @pytest.fixture
    def two(self, app, ada):
        """A change of a mug by Ada and one of a collection by Grace, a day later."""
        clock.travel_to(datetime(2031, 5, 6, 9, tzinfo=UTC))
        mug = make_product("Harbour mug")
        change_price(mug, ada)
        clock.travel_to(datetime(2031, 5, 7, 9, tzinfo=UTC))
        grace = UserFactory(name="Grace Hill", role=Role.OWNER)
        kitchen = CollectionFactory(title="Kitchen")
        with trail.on_behalf_of(grace, "test"):
            kitchen.description = "For every day"
            db.session.commit()
        return mug, kitchen

    def shown(self, client, query):
        page = client.get("/admin/changes" + query).text
        return ["Price of Harbour mug" in page, "Description of Kitchen" in page]

    def test_by_person(self, two, client, administrator, ada):
        assert self.shown(client, f"?who={ada.id}") == [True, False]

    def test_by_kind(self, two, client, administrator):
        assert self.shown(client, "?kind=collection") == [False, True]

    def test_by_one_thing(self, two, client, administrator):
        assert self.shown(client, f"?kind=product&id={two[0].id}") == [True, False]
        assert self.shown(client, f"?kind=product&id={two[0].id + 1}") == [False, False]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?from=2031-05-07", [False, True]),
            ("?to=2031-05-06", [True, False]),
            ("?from=2031-05-06&to=2031-05-07", [True, True]),
            ("?q=harbour", [True, False]),
            ("?q=grace", [False, True]),
            ("?q=%25", [False, False]),
            ("?who=4711&kind=nothing&from=x&sort=junk&id=%00&page=-1", [True, True]),
        ],
    )
    def test_by_day_and_words(self, two, client, administrator, query, expected):
        assert self.shown(client, query) == expected


class TestTheFile:
    def test_has_a_line_for_each_change(self, client, administrator, ada):
        product = make_product("Harbour mug", price=2400)
        change_price(product, ada)
        answer = client.get("/admin/changes.csv?kind=product")
        assert answer.mimetype == "text/csv"
        header, line = answer.text.splitlines()
        assert header == "at,who,action,kind,thing,what,before,after,entry"
        sku = product.variants[0].sku
        assert f"Ada Brook,save product,Product,Harbour mug,Price of Harbour mug ({sku})," in line
        assert ",$24.00,$22.00," in line

    def test_runs_no_formula(self, client, administrator, ada):
        change_price(make_product("=1+1"), ada)
        assert ",=1+1" not in client.get("/admin/changes.csv").text


class TestOneChange:
    def test_shows_long_texts_as_what_differs(self, client, administrator, ada):
        words = "A mug for the harbour, thrown by hand and glazed in sage, which holds a pint. " * 3
        product = make_product("Harbour mug", description=words)
        with trail.on_behalf_of(ada, "test"):
            product.description = words.replace("pint", "quart", 1)
            db.session.commit()
        page = client.get(f"/admin/changes/{last_entry().id}").text
        assert "<del>pint.</del><ins>quart.</ins>" in page
        assert "…" in page

    def test_is_a_404_where_there_is_none(self, client, administrator):
        assert client.get("/admin/changes/4711").status_code == 404

    def test_offers_no_undo_to_readers(self, client, sign_in, ada):
        entry = change_price(make_product(), ada)
        sign_in(UserFactory(role=Role.READER))
        page = client.get(f"/admin/changes/{entry.id}")
        assert page.status_code == 200
        assert "/undo" not in page.text


class TestValues:
    @pytest.mark.parametrize(
        ("table", "field", "value", "shown"),
        [
            ("variants", "price", 2400, "$24.00"),
            ("variants", "stock", 12, "12"),
            ("products", "is_published", False, "no"),
            ("products", "seo_title", "", values.NOTHING),
            ("promotions", "percent", 1550, "15.5\N{NO-BREAK SPACE}%"),
            ("tax_rates", "rate", 200000, "20\N{NO-BREAK SPACE}%"),
            ("users", "role", "packer", "Packer"),
            ("products", "publish_at", "2031-05-06T09:00:00+00:00", "May 6, 2031, 9:00"),
            ("products", "publish_at", "2031-05-06T99:99", "2031-05-06T99:99"),
            ("settings", "value", ["a", 1], '["a", 1]'),
        ],
    )
    def test_are_shown_in_the_readers_manner(self, app, table, field, value, shown):
        with app.test_request_context():
            found = values.shown(table, field, value)
        assert found.replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(shown)

    def test_that_begin_alike_are_shortened_to_where_they_differ(self):
        long = "A mug for the harbour, thrown by hand and glazed in sage, which holds a "
        pair = values.shortened_pair(long + "pint.", long + "quart.")
        assert pair == ("…sage, which holds a pint.", "…sage, which holds a quart.")

    def test_of_any_length_are_compared(self, app):
        long = "word " * 20_000
        assert [p.kind for p in values.difference(long, long + "end")] == ["gone", "new"]

    def test_the_page_of_a_change_can_be_linked_to_from_the_request_that_made_it(self, app, ada):
        product = make_product()
        with app.test_request_context(), trail.on_behalf_of(ada, "test"):
            product.title = "Other"
            db.session.commit()
            assert showing.last_entry_url() == f"/admin/changes/{last_entry().id}"
